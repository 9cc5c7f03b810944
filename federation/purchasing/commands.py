"""The command ``import needs``: what practices need in a round, from a spreadsheet."""

from typing import Any

import click

from federation.kernel.terminal import in_plain_words
from federation.network.imports.commands import import_
from federation.network.terminal import in_federation, product_in


@import_.command("needs")
@click.argument("file", type=click.File("rb"))
@in_federation
@click.option("--round", "round_id", type=int, required=True, help="The number of the round.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@in_plain_words
def import_needs(file: Any, slug: str, round_id: int, dry_run: bool) -> None:
    """Import what practices need in a round: all of it, or nothing where a line is wrong. A file has 10,000 lines at most, and of
    one practice 500."""
    from federation.purchasing.terminal import import_needs as run

    with product_in(slug):
        run(file.read(), round_id, dry_run)


commands: tuple[click.Command, ...] = ()
