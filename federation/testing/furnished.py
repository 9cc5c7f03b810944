"""A product with the plugin on and something in it, made once for all contract tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, g
from sqlalchemy import Table, select

from federation.decisions.models import Decision
from federation.decisions.seen import told_of
from federation.kernel.db import SQLITE_ENGINE, MappedBase, db
from federation.kernel.policy import policy
from federation.kernel.refusals import Refusal
from federation.plugin.door import door, load
from federation.plugin.feature import Feature
from federation.plugin.installed import InstalledPlugin
from federation.testing.apps import keep_what_is_loaded, made_app
from federation.testing.databases import settings_for
from federation.testing.plugins import switch_on
from federation.testing.world import World, make_world

if TYPE_CHECKING:
    from federation.testing.walk import Walk

PRACTICES: Final = 6
SHARED: Final = ("rep1", "chair")
"""People who have the same place in both federations."""
_BEYOND: Final = 1_000_000


@dataclass
class FurnishedFederations:
    """``here`` and ``there`` have the feature on and its demonstration filled in; in ``off`` a plugin is off.

    ``told`` is what the plugin kept about the people of ``here`` before ``there`` was filled in. The numbers of
    rows of ``there`` are above a million, so that none is also the number of a row of ``here``.
    """

    app: Flask
    name: str
    url: str
    here: World
    there: World
    off: World
    arguments: Mapping[str, tuple[Any, ...]]
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def feature(self) -> Feature:
        """The plugin's value."""
        return door(self.app).features[self.name]

    @property
    def tables(self) -> list[Table]:
        """The plugin's tables."""
        return tables_of(self.name)

    def use(self) -> None:
        """Make this app's permissions the ones in force again, after another app was made."""
        policy.replace(one for feature in door(self.app).features.values() for one in feature.permissions)

    def connect(self) -> Any:
        """A connection to the database beside the app's."""
        return SQLITE_ENGINE["module"].connect(self.url.removeprefix("sqlite:///"), isolation_level=None)

    def decisions(self, world: World) -> list[tuple[int, str, str]]:
        """Number, subject and state of every decision about a subject of the plugin."""
        subjects = [subject.name for subject in self.feature.subjects]
        with self.app.app_context(), world.scope():
            rows = db.session.execute(
                select(Decision.id, Decision.subject, Decision.state).where(Decision.subject.in_(subjects))
            )
            return [(row[0], row[1], row[2]) for row in rows]

    def facts_told(self, world: World) -> list[tuple[dict[str, Any], str]]:
        """What facts say of each of those decisions, and its state."""
        with self.app.app_context(), world.scope():
            return [
                (told_of(db.session.get_one(Decision, number)), state)
                for number, _subject, state in self.decisions(world)
            ]

    @cached_property
    def walk(self) -> "Walk":
        """Every address asked for by everybody."""
        from federation.testing.walk import walked

        return walked(self)


def of_plugins(made: FurnishedFederations) -> None:
    """Skip a test of what only plugins keep to: the product's own features are no packages, and always on."""
    if made.feature.always_on:
        import pytest

        pytest.skip(f"{made.name} is part of the product")


def tables_of(name: str) -> list[Table]:
    """The tables of a plugin, each after those it points to."""
    return [table for table in MappedBase.metadata.sorted_tables if table.name.startswith(f"{name}_")]


def fill(world: World, features: Iterable[Feature]) -> None:
    """Let each feature fill in its demonstration."""
    with world.scope():
        for feature in features:
            if feature.demo:
                load(feature.demo)()
    db.session.remove()


@contextmanager
def furnish(
    name: str, plugins: Sequence[InstalledPlugin], url: str, arguments: Mapping[str, tuple[Any, ...]]
) -> Iterator[FurnishedFederations]:
    """Make the app, the federations and what is in them."""
    app = made_app(settings_for(url), plugins)
    app.config["WTF_CSRF_ENABLED"] = False
    keep_what_is_loaded()
    with app.app_context():
        here = make_world("saltmarsh", PRACTICES)
        shared = {one: here.people[one] for one in SHARED}
        there, spare = make_world("thistledown", PRACTICES, shared), make_world("brackenfield", PRACTICES)
        made = FurnishedFederations(app, name, url, here, there, make_world("marlpit", PRACTICES), arguments)
        if not made.feature.always_on:
            for world in (here, there, spare):
                switch_on(world, name)
        features = [*(one.feature for one in plugins), *([made.feature] if made.feature.always_on else [])]
        fill(here, features)
        made.told = personal_data(made, here)
        fill(spare, features)
        _go_beyond(made, spare)
        fill(there, features)
    for world in (here, there):
        _show_proposals(made, world)
    try:
        yield made
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _show_proposals(made: FurnishedFederations, world: World) -> None:
    """Show the proposals of the demonstration to the members: plugins are told of nothing before."""
    for decision, _subject, state in made.decisions(world):
        if state == "draft":
            with made.app.app_context(), suppress(Refusal):
                world.show(decision)


def _go_beyond(made: FurnishedFederations, spare: World) -> None:
    """Let the numbers of rows go on above a million, through a row of a federation that nobody looks at."""
    raw = made.connect()
    raw.execute("PRAGMA foreign_keys = OFF")
    for table in made.tables:
        if "id" in table.columns and table.columns["id"].type.python_type is int:
            with suppress(SQLITE_ENGINE["module"].DatabaseError):
                raw.execute(
                    f'UPDATE "{table.name}" SET id = ? WHERE id = (SELECT max(id) FROM "{table.name}" '
                    "WHERE federation_id = ?)",
                    (_BEYOND, spare.federation_id),
                )
    raw.close()


def personal_data(made: FurnishedFederations, world: World) -> dict[str, Any]:
    """What the plugin says of each person of a federation: records, or None where it could not say."""
    with world.scope():
        told = {
            name: next(
                (found for feature, found in door().calls.personal_data(person) if feature == made.name), []
            )
            for name, person in world.people.items()
        }
    g.pop("plugin_troubles", None)  # written down, they would stop the plugin for the tests that follow
    return told
