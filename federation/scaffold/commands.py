"""What the command ``plugin`` does for authors: a new plugin."""

import click

from federation.kernel.terminal import in_plain_words
from federation.network.plugins.commands import plugin
from federation.scaffold.parts import PARTS

_HELP = """Write a plugin that works into the folder NAME.

Without --with it is one page of its own, with its tests. Parts are added to that, as many as you like:

\b
{parts}

For example: federation plugin new lending --with pages,panel,mail
"""


@plugin.command(
    "new", help=_HELP.format(parts="\n".join(f"{part:<9} {words}" for part, words in PARTS.items()))
)
@click.argument("name")
@click.option("--with", "parts", multiple=True, metavar="PARTS", help="Parts, with commas between them.")
@in_plain_words
def plugin_new(name: str, parts: tuple[str, ...]) -> None:
    """Write a plugin."""
    from pathlib import Path

    from federation.scaffold.writing import write

    wanted = [part.strip() for given in parts for part in given.split(",") if part.strip()]
    if unknown := [part for part in wanted if part not in PARTS]:
        raise click.UsageError(
            f"There is no part named {' or '.join(unknown)}. Parts are {', '.join(PARTS)}."
        )
    for line in write(name, Path.cwd(), wanted):
        click.echo(line)


commands = ()
"""It is added to the command ``plugin``."""
