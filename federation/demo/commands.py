"""The command ``demo``: a made-up federation."""

import click

from federation.kernel.terminal import in_plain_words, product


@click.command()
@click.option(
    "--plugin", "name", help="Run only this plugin's demonstration, again: what it had there goes first."
)
@in_plain_words
def demo(name: str | None) -> None:
    """Fill the database with a made-up federation, once."""
    from federation.demo.fill import fill
    from federation.demo.of_plugins import tell_again

    with product() as app:
        click.echo(tell_again(name) if name else fill(app))


commands = (demo,)
