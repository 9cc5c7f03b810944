"""The command ``notice``."""

import click

from federation.kernel.terminal import in_plain_words
from federation.network.terminal import in_federation, product_in


@click.group()
def notice() -> None:
    """The noticeboard of a federation."""


@notice.command("list")
@in_federation
@in_plain_words
def notice_list(slug: str) -> None:
    """List the newest notices, one a line."""
    from federation.noticeboard.queries import notices

    with product_in(slug):
        for _number, title, _text in notices():
            click.echo(title)


commands = (notice,)
