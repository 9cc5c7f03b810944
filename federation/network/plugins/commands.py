"""The command ``plugin``: what is installed, where it is on, what it failed on, and removing it for good."""

import sys

import click

from federation.kernel.terminal import in_plain_words, product
from federation.network.terminal import in_federation, product_in


@click.group()
def plugin() -> None:
    """Plugins: what is installed, and where it is switched on."""


@plugin.command("list")
@in_plain_words
def plugin_list() -> None:
    """List every installed plugin, one a line: name, version, title, where it is on."""
    from federation.network.plugins.terminal import plugin_lines

    with product():
        for line in plugin_lines():
            click.echo(line)


def _switch(name: str, slug: str, on: bool) -> None:
    from federation.network.plugins.actions.switching import switch_from_terminal

    with product_in(slug):
        changed = switch_from_terminal(name, on)
    word = "on" if on else "off"
    click.echo(f"Switched {word}: {', '.join(changed)}" if changed else f"{name} was {word} already.")


@plugin.command("enable")
@click.argument("name")
@in_federation
@in_plain_words
def plugin_enable(name: str, slug: str) -> None:
    """Switch a plugin on in a federation, with those it needs."""
    _switch(name, slug, True)


@plugin.command("disable")
@click.argument("name")
@in_federation
@in_plain_words
def plugin_disable(name: str, slug: str) -> None:
    """Switch a plugin off in a federation, with those that need it; its data stays."""
    _switch(name, slug, False)


@plugin.command("doctor")
@click.argument("name", required=False)
@in_plain_words
def plugin_doctor(name: str | None) -> None:
    """Check installed plugins against the contract, their tables and their failures."""
    from federation.network.plugins.terminal import examine_plugins

    with product():
        well = examine_plugins(name, click.echo)
    sys.exit(0 if well else 1)


@plugin.command("run-again")
@click.argument("name")
@in_federation
@in_plain_words
def plugin_run_again(name: str, slug: str) -> None:
    """Tell a plugin again, once it is mended, what it failed on."""
    from federation.network.plugins.actions.switching import check_switch
    from federation.network.plugins.actions.troubles import run_all_again

    with product_in(slug):
        check_switch(name)
        done, left = run_all_again(name)
    click.echo(f"{done} went well, {left} failed again.")
    sys.exit(1 if left else 0)


@plugin.command("purge")
@click.argument("name")
@click.option("--folder", default=".", show_default=True, type=click.Path(exists=True, file_okay=False))
@click.option("--yes", "typed", metavar="NAME", help="The plugin's name again, for scripts.")
@in_plain_words
def plugin_purge(name: str, folder: str, typed: str | None) -> None:
    """Remove a plugin's tables for good, in every federation: its data is written to a file first."""
    from pathlib import Path

    from federation.network.plugins.terminal import purge_plugin

    with product() as app:
        click.echo(f"This removes all data of {name} from every federation of this installation.")
        again = typed if typed is not None else click.prompt(f"Type {name} to go on")
        path, rows = purge_plugin(app, name, again, Path(folder))
    click.echo(f"Removed. {rows} rows were written to {path} before.")
