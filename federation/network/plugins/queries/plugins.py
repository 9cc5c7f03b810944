"""The plugins of this installation as they stand in the federation chosen: a constant number of statements."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import func, or_, select

from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.record import RecordEntry, RecordHead
from federation.kernel.refusals import NotFound
from federation.network.models import Membership, PluginState
from federation.network.plugins.queries.failures import OpenFailures, open_failures
from federation.network.plugins.queries.state import behind
from federation.people.models import Person
from federation.plugin.door import door
from federation.plugin.feature import Feature

LATEST: Final = 5_000
"""Entries of the record in which the last use of a plugin is looked for."""
LATELY: Final = timedelta(days=30)

_STATES = select(PluginState.name, PluginState.is_on, PluginState.stopped_at, PluginState.stopped_why)


class PluginUse(NamedTuple):
    """The use of a plugin: when last, who, and of how many practices people did something lately."""

    at: datetime
    name: str
    practices: int


class PluginHere(NamedTuple):
    """A plugin in this federation. ``state``: on, off or stopped; ``known``: it was on at some time, or may have been."""

    feature: Feature
    version: str
    state: str
    known: bool
    stopped_at: datetime | None
    stopped_why: str
    failures: OpenFailures | None
    use: PluginUse | None
    behind: bool

    @property
    def name(self) -> str:
        """Its one word."""
        return self.feature.name

    @property
    def title(self) -> str:
        """The title that people read."""
        return self.feature.title

    @property
    def needs_you(self) -> bool:
        """Whether an administrator should look after it."""
        return self.state == "stopped" or self.failures is not None or (self.behind and self.state == "on")


class PluginsState(NamedTuple):
    """Every plugin by its title, the moment at which they stood like this, and what is on but not installed any more."""

    all: tuple[PluginHere, ...]
    now: datetime
    gone: tuple[str, ...]

    def named(self, name: str) -> PluginHere:
        """One of them; :class:`NotFound` where there is none of that name."""
        for one in self.all:
            if one.name == name:
                return one
        raise NotFound()


def plugins_here() -> PluginsState:
    """How every plugin stands."""
    installed = door().plugins
    now = time_now()
    states = {row.name: row for row in db.session.execute(_STATES)}
    failures, used, late = open_failures(), _used(tuple(installed), now), behind()
    found = []
    for name, one in installed.items():
        row = states.get(name)
        state = "off" if row is None or not row.is_on else "stopped" if row.stopped_at else "on"
        found.append(
            PluginHere(
                one.feature,
                one.version,
                state,
                row is not None,
                row.stopped_at if row else None,
                row.stopped_why if row else "",
                failures.get(name),
                used.get(name),
                name in late,
            )
        )
    gone = tuple(sorted(name for name, row in states.items() if row.is_on and name not in installed))
    return PluginsState(tuple(sorted(found, key=lambda one: one.title.casefold())), now, gone)


def _used(names: tuple[str, ...], now: datetime) -> dict[str, PluginUse]:
    """What people did, read from the latest entries of the record: acts that begin with a plugin's name."""
    if not names:
        return {}
    end = select(RecordHead.seq).scalar_subquery()
    rows = db.session.execute(
        select(
            RecordEntry.action,
            RecordEntry.actor,
            Person.name,
            func.max(RecordEntry.seq).label("seq"),
            func.max(RecordEntry.at).label("at"),
        )
        .join(Person, Person.id == RecordEntry.actor)
        .where(
            RecordEntry.seq > end - LATEST,
            or_(*(RecordEntry.action.startswith(f"{name}.", autoescape=True) for name in names)),
        )
        .group_by(RecordEntry.action, RecordEntry.actor, Person.name)
        .order_by(func.max(RecordEntry.seq))
    ).all()
    practices = _practices_of({row.actor for row in rows if now - row.at <= LATELY})
    last = {row.action.partition(".")[0]: row for row in rows}
    lately: dict[str, set[int]] = {name: set() for name in last}
    for row in rows:
        if now - row.at <= LATELY:
            lately[row.action.partition(".")[0]] |= practices.get(row.actor, set())
    return {name: PluginUse(row.at, row.name, len(lately[name])) for name, row in last.items()}


def _practices_of(people: set[int]) -> dict[int, set[int]]:
    """The practices that these people belong to now."""
    found: dict[int, set[int]] = {}
    rows = db.session.execute(
        select(Membership.person_id, Membership.practice_id).where(
            Membership.person_id.in_(people),
            Membership.practice_id.is_not(None),
            Membership.in_force(),
        )
    )
    for person_id, practice_id in rows:
        if practice_id is not None:
            found.setdefault(person_id, set()).add(practice_id)
    return found
