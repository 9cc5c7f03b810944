"""What the command ``plugin`` does for authors: a new plugin."""

import click

from federation.kernel.terminal import in_plain_words
from federation.network.plugins.commands import plugin


@plugin.command("new")
@click.argument("name")
@in_plain_words
def plugin_new(name: str) -> None:
    """Write a working plugin into the folder NAME."""
    from pathlib import Path

    from federation.scaffold.writing import write

    for line in write(name, Path.cwd()):
        click.echo(line)


commands = ()
"""It is added to the command ``plugin``."""
