"""The command ``create``: a federation is made."""

import click

from federation.kernel.terminal import KEPT, in_plain_words, product


@click.command()
@click.argument("slug", type=KEPT)
@click.option("--name", required=True, type=KEPT)
@click.option(
    "--notice-hours", default=24, show_default=True, help="How long votes are open at least; 0 for no floor."
)
@click.option(
    "--quorum",
    default="1/2",
    show_default=True,
    help="More than this part of the practices must vote; 0 for no floor.",
)
@in_plain_words
def create(slug: str, name: str, notice_hours: int, quorum: str) -> None:
    """Make a federation. SLUG is its name in addresses: small letters, digits and hyphens."""
    from federation.network.federation.terminal import create_from_terminal

    with product():
        create_from_terminal(slug, name, notice_hours, quorum)
    click.echo(
        f"{name} is ready. Add an administrator: federation person add EMAIL --name NAME --federation {slug} --role administrator"
    )
