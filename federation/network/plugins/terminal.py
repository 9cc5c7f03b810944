"""Plugins at the terminal: what is installed and where it is on, checking it, removing it for good."""

from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import delete, select

from federation.kernel import outbox, record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.seal.seals import drop_seals_of
from federation.kernel.search import SearchEntry
from federation.kernel.tenancy import federation_scope
from federation.network.files.terminal import take_out
from federation.network.guests.actions import drop_guests_of
from federation.network.models import Federation, PluginFailure, PluginState, WaitingFact
from federation.network.plugins.actions.switching import switch_from_terminal
from federation.network.plugins.actions.troubles import open_failures
from federation.network.threads.terminal import take_out_comments
from federation.plugin.door import door
from federation.plugin.examine import flaws_of_files
from federation.plugin.installed import units
from federation.plugin.leftovers import has_tables, purge
from federation.plugin.migrate import standing


def plugin_lines() -> Iterator[str]:
    """One line a plugin."""
    on: dict[str, list[str]] = {}
    for slug, settings in db.session.execute(
        select(Federation.slug, Federation.settings).order_by(Federation.slug)
    ):
        for name in (settings or {}).get("plugins", ()):
            on.setdefault(name, []).append(slug)
    for name, one in door().plugins.items():
        where = f"on in {', '.join(on[name])}" if name in on else "off everywhere"
        yield f"{name} {one.version}  {one.feature.title}  ({where})"


def examine_plugins(name: str | None, say: Callable[[str], None]) -> bool:
    """Say of each plugin (or the one named) what is wrong; returns whether all is well.

    That the product started says already that names, routes, permissions and tables keep the contract.
    """
    found = door().plugins
    if name is not None and name not in found:
        raise NotFound(f"There is no plugin named {name} on this installation.")
    wanted = [one for one in found.values() if name in (None, one.feature.name)]
    wrong = {one.unit: one.words for one in standing(_url(), units(wanted)) if one.words}
    well = True
    for one in wanted:
        flaws = list(flaws_of_files(one.feature))
        flaws += [wrong[one.feature.name]] if one.feature.name in wrong else []
        flaws += _failures(one.feature.name)
        for flaw in flaws:
            say(f"{one.feature.name}: {flaw}")
        if not flaws:
            say(f"{one.feature.name} {one.version}: all is well")
        well = well and not flaws
    return well


def _url() -> str:
    return str(current_app.config["SQLALCHEMY_DATABASE_URI"])


def _federations() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Federation.id, Federation.slug).order_by(Federation.id))
    return [(row.id, row.slug) for row in rows]


def _failures(name: str) -> Iterator[str]:
    for federation_id, slug in _federations():
        with federation_scope(federation_id):
            if count := open_failures().get(name):
                yield f"{count} failures in {slug} are not mended; run: federation plugin run-again {name} --federation {slug}"


def purge_plugin(app: Flask, name: str, typed: str, folder: Path) -> tuple[Path, int]:
    """Switch a plugin off everywhere, write its rows to a file (and files of its things into a folder beside it, which is
    called like it and ends in .files) and drop its tables. Returns the file and how many rows.

    The code may be there or not. Raises :class:`Refusal` where the name was not typed again, or another installed plugin
    needs this one.
    """
    if typed != name:
        raise Refusal(f"Nothing was removed: {typed!r} is not {name!r}.")
    url = _url()
    if not has_tables(url, name):
        raise NotFound(f"The database has no tables of a plugin named {name}.")
    if name in door(app).plugins and len(needing := door(app).needing(name)) > 1:
        raise Refusal(
            f"{', '.join(one for one in needing if one != name)} needs {name}. Uninstall that first."
        )
    federations = _federations()
    for federation_id, _slug in federations:
        with federation_scope(federation_id):
            if name in door(app).plugins:
                switch_from_terminal(name, False)
    db.session.remove()
    path, rows = purge(app.config["SETTINGS"]["owner_url"], name, folder)
    with unit_of_work():
        outbox.forget_keys(name)
    for federation_id, _slug in federations:
        with federation_scope(federation_id):
            _forget(name, path.with_suffix(".files"))
    return path, rows


def _forget(name: str, folder: Path) -> None:
    with unit_of_work():
        state = rows_changed(delete(PluginState).where(PluginState.name == name))
        db.session.execute(delete(PluginFailure).where(PluginFailure.plugin == name))
        db.session.execute(delete(WaitingFact).where(WaitingFact.plugin == name))
        db.session.execute(
            delete(SearchEntry).where((SearchEntry.kind == name) | SearchEntry.kind.startswith(f"{name}_"))
        )
        take_out(name, folder)
        take_out_comments(name, folder)
        drop_seals_of(name)
        drop_guests_of(name)
        if state:
            record.append(None, "plugin.purged", f"plugin:{name}")
