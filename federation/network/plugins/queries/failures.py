"""The failures of plugins here: in short for the list of plugins, and one after the other."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select

from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.models import PluginFailure

PAGE: Final = 20
MENDED_FOR: Final = timedelta(days=30)

_PLACE = (
    select(
        PluginFailure.id,
        func.row_number()
        .over(
            partition_by=PluginFailure.plugin,
            order_by=(PluginFailure.last_at.desc(), PluginFailure.id.desc()),
        )
        .label("place"),
        func.count().over(partition_by=PluginFailure.plugin).label("failures"),
        func.count(PluginFailure.event).over(partition_by=PluginFailure.plugin).label("events"),
        func.sum(PluginFailure.times).over(partition_by=PluginFailure.plugin).label("times"),
    )
    .where(PluginFailure.mended_at.is_(None))
    .subquery()
)
_OPEN = (
    select(PluginFailure, _PLACE.c.failures, _PLACE.c.events, _PLACE.c.times)
    .join(_PLACE, _PLACE.c.id == PluginFailure.id)
    .where(_PLACE.c.place == 1)
)


class OpenFailures(NamedTuple):
    """The failures of one plugin that are not mended: how many, how many of them can be run again, how often they
    happened, and the latest."""

    failures: int
    events: int
    times: int
    latest: PluginFailure


def open_failures() -> dict[str, OpenFailures]:
    """The failures that are not mended, by plugin. One statement."""
    return {
        row[0].plugin: OpenFailures(row.failures, row.events, int(row.times), row[0])
        for row in db.session.execute(_OPEN)
    }


def failures_page(plugin: str, before: int | None = None) -> tuple[list[PluginFailure], bool]:
    """The failures of one plugin that are not mended, newest first, from a place on; and whether there is more."""
    statement = select(PluginFailure).where(PluginFailure.plugin == plugin, PluginFailure.mended_at.is_(None))
    if before is not None:
        statement = statement.where(PluginFailure.id < before)
    rows = list(db.session.scalars(statement.order_by(PluginFailure.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def mended_lately(plugin: str) -> list[PluginFailure]:
    """The failures that were mended or taken off the list in the last 30 days, the latest first; 20 at most."""
    since = time_now() - MENDED_FOR
    return list(
        db.session.scalars(
            select(PluginFailure)
            .where(PluginFailure.plugin == plugin, PluginFailure.mended_at > since)
            .order_by(PluginFailure.mended_at.desc(), PluginFailure.id.desc())
            .limit(PAGE)
        )
    )


def failure_of(plugin: str, failure_id: int) -> PluginFailure:
    """One failure that is not mended; :class:`NotFound` where the plugin has none of that number."""
    found: PluginFailure | None = db.session.scalars(
        select(PluginFailure).where(
            PluginFailure.id == failure_id,
            PluginFailure.plugin == plugin,
            PluginFailure.mended_at.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound()
    return found


def every_failure(plugin: str) -> Iterator[tuple[Any, ...]]:
    """All failures of one plugin, mended or not, for a spreadsheet; read a part at a time."""
    before: int | None = None
    while True:
        statement = select(
            PluginFailure.id,
            PluginFailure.hook,
            PluginFailure.key,
            PluginFailure.event,
            PluginFailure.kind,
            PluginFailure.words,
            PluginFailure.times,
            PluginFailure.tries,
            PluginFailure.first_at,
            PluginFailure.last_at,
            PluginFailure.next_try_at,
            PluginFailure.mended_at,
        ).where(PluginFailure.plugin == plugin)
        if before is not None:
            statement = statement.where(PluginFailure.id < before)
        rows = db.session.execute(statement.order_by(PluginFailure.id.desc()).limit(500)).all()
        for row in rows:
            yield (
                row.hook,
                row.key,
                row.event,
                row.kind,
                row.words,
                row.times,
                row.tries,
                *(_stamp(at) for at in row[-4:]),
            )
        if len(rows) < 500:
            return
        before = rows[-1].id


def _stamp(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
