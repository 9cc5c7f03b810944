"""What the command ``plugin`` does for authors: a new plugin, and the next migration of one."""

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


@plugin.command("revision")
@click.argument("name")
@click.argument("words")
@in_plain_words
def plugin_revision(name: str, words: str) -> None:
    """Write the next migration of a plugin from its models. WORDS say what changes."""
    from federation.scaffold.revision import revise

    click.echo(revise(name, words))


commands = ()
"""Both are added to the command ``plugin``."""
