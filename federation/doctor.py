"""The doctor: names every unsafe setting and everything in the database that needs somebody."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from federation.kernel import record, tenancy
from federation.kernel.assets import AssetsMissing, read_assets
from federation.kernel.chain import ChainEntry, entry_hash
from federation.kernel.clock import database_now, machine_now
from federation.kernel.config import (
    UnsafeSettings,
    doubtful_settings,
    gather_settings,
    unsafe_settings,
    without_mode,
)
from federation.kernel.database_file import NoDatabase
from federation.kernel.days import time_now
from federation.kernel.db import NotDurable, db
from federation.kernel.guards import missing_guards
from federation.kernel.health import causes, waiting
from federation.kernel.logs import kind_of
from federation.kernel.mail import failure_in_words, reach
from federation.kernel.mail_hold import federations_held, held_mail
from federation.kernel.outbox import MOST_ATTEMPTS
from federation.kernel.record import RecordEntry, RecordHead
from federation.kernel.servers import durability_faults, powerless, separation_faults, sqlite_settings
from federation.kernel.words import moment, plural
from federation.kernel.working_turns import turns_taken
from federation.network.models import Federation, Membership
from federation.paths import variable_data
from federation.people.models import Person
from federation.sweep import TURN
from federation.worker import MAIL_TURN

FOR_PRODUCTION = "For production: "
"""How lines begin that matter to a production installation alone."""
LAST_ENTRIES, LEAST_ENTRIES, ENTRIES_IN_ALL = 1_000, 10, 100_000
"""So many entries of a record are looked at, at the most and at the least, and so many of all together."""
LATE = timedelta(hours=1)
SILENT_WORKER = timedelta(minutes=2)
CLOCKS_APART = timedelta(seconds=2)
LEAST_ROOM = 500 * 2**20
"""Bytes that are free at least."""


def examine() -> list[str]:
    """Everything that is wrong, one line each; empty when all is well."""
    settings = gather_settings()
    before = "" if settings["production"] else FOR_PRODUCTION
    return [
        *filter(None, [without_mode(settings)]),
        *(before + words for words in (*unsafe_settings(settings), *doubtful_settings(settings))),
        *_stylesheets(),
        *_of_database(settings),
    ]


def refuse_unsafe_server(settings: dict[str, Any]) -> None:
    """Raise :class:`UnsafeSettings` where a production database would lose what it acknowledged, or mix
    federations."""
    from federation.plugin.migrate import owner_engine

    engine = owner_engine(settings["database_url"])
    try:
        with engine.connect() as connection:
            checks = (durability_faults, separation_faults, partial(powerless, settings=settings))
            if found := [line for check in checks for line in check(connection)]:
                raise UnsafeSettings("production will not start:\n  " + "\n  ".join(found))
    finally:
        engine.dispose()


def _stylesheets() -> Iterator[str]:
    try:
        read_assets()
    except AssetsMissing as missing:
        yield str(missing)


def _of_database(settings: dict[str, Any]) -> list[str]:
    from federation.app import CORE, configure, tables_of
    from federation.kernel.db import init_db
    from federation.plugin.door import FeatureDoor
    from federation.plugin.installed import installed, units
    from federation.plugin.migrate import faults, owner_engine

    plugins = installed()
    FeatureDoor(CORE, plugins)
    try:
        engine = owner_engine(settings["database_url"])
        with engine.connect() as connection:
            checks = _PLACES[connection.dialect.name]
            found = [line for check in checks for line in check(connection)]
            if connection.dialect.name == "postgresql":
                before = "" if settings["production"] else FOR_PRODUCTION
                found += [before + words for words in powerless(connection, settings)]
        engine.dispose()
        if wrong := faults(settings["database_url"], tables_of(plugins)):
            return found + wrong
        app = Flask("federation")
        configure(app, {**settings, "secret_key": settings["secret_key"] or "unset"})
        init_db(app)
        with app.app_context():
            ours = [unit.guards for unit in units(plugins)]
            guards = missing_guards(db.session.connection(), ours)
            found += [f"{flaw}. Run: federation record verify" for flaw in guards]
            found += [*_federations(), *_clock(), *_outbox(), *_workers(), *_held()]
            db.session.remove()
            db.engine.dispose()
    except (NotDurable, NoDatabase) as error:
        return [str(error)]
    except DBAPIError as error:
        return [f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}"]
    return [*found, *_disk(settings), *_mail_server(settings)]


_PLACES: dict[str, tuple[Callable[[Connection], Iterable[str]], ...]] = {
    "sqlite": (sqlite_settings,),
    "postgresql": (durability_faults, separation_faults),
}


def _federations() -> list[str]:
    """What is wrong in single federations: as many statements for one as for ten thousand."""
    with tenancy.every_federation("the doctor looks at all federations at once"):
        found = db.session.execute(_EACH).all()
        broken = _broken_entries(len(found))
    lines = []
    for one in found:
        if not one.is_administered:
            lines.append(
                f"{one.slug} has no administrator who can sign in: "
                f"federation person add EMAIL --name NAME --federation {one.slug} --role administrator"
            )
        if one.at is not None and one.at - one.now > timedelta(seconds=1):
            lines.append(
                f"{one.slug}: the clock is behind the newest entry of the record, of {record.stamp(one.at)}. Deadlines wait "
                "there until it is later again: set the clock of the database server right"
            )
        if words := _broken_end(one) or broken.get(one.id):
            lines.append(f"{one.slug}: {words}. Run: federation record verify --federation {one.slug}")
    return lines


_ADMINISTERED = (
    select(Membership.id)
    .join(Person, Person.id == Membership.person_id)
    .where(
        Membership.federation_id == Federation.id,
        Membership.role == "administrator",
        Membership.in_force(),
        Person.password_hash.is_not(None),
    )
    .exists()
)
_LAST = select(func.max(RecordEntry.seq)).where(RecordEntry.federation_id == Federation.id).scalar_subquery()
_EACH = (
    select(
        Federation.id,
        Federation.slug,
        _ADMINISTERED.label("is_administered"),
        database_now().label("now"),
        RecordHead.at,
        RecordHead.seq,
        _LAST.label("last"),
    )
    .outerjoin(RecordHead, RecordHead.federation_id == Federation.id)
    .order_by(Federation.id)
)


def _broken_end(one: Any) -> str | None:
    """What is wrong with where a record ends, or None."""
    if one.seq is None:
        return "the record has lost its end" if one.last else "the record was never begun"
    if (one.last or 0) != one.seq:
        return f"the record should end with entry {one.seq}, and ends with {one.last}"
    return None


def _broken_entries(federations: int) -> dict[int, str]:
    """The first flaw in the last entries of each record, by the number of its federation. Of many federations fewer entries of
    each are looked at; all of them are by ``federation record verify``."""
    depth = min(LAST_ENTRIES, max(LEAST_ENTRIES, ENTRIES_IN_ALL // max(federations, 1)))
    columns = [getattr(RecordEntry, name) for name in ("federation_id", *ChainEntry._fields[1:])]
    rows = db.session.execute(
        select(*columns, RecordHead.seq.label("last"), RecordHead.hash.label("end"))
        .join(RecordHead, RecordHead.federation_id == RecordEntry.federation_id)
        .where(RecordEntry.seq > RecordHead.seq - depth)
        .order_by(RecordEntry.federation_id, RecordEntry.seq),
        execution_options={"yield_per": 5_000},
    )
    found: dict[int, str] = {}
    before: dict[int, str] = {}
    for row in rows:
        here, seq = row[0], row[1]
        one = ChainEntry(here, seq, record.stamp(row[2]), *row[3:9])
        if before.get(here) not in (None, one.prev):
            found.setdefault(here, f"entry {seq} of the record does not follow on from the one before it")
        elif entry_hash(one.prev, *one[:7]) != one.hash:
            found.setdefault(here, f"entry {seq} of the record was changed")
        elif seq == row.last and one.hash != row.end:
            found.setdefault(here, "the record's end does not match its last entry")
        before = {here: one.hash}
    return found


def _held() -> Iterator[str]:
    if held := held_mail():
        yield f"Mail is held since {moment(held.since)}, when a copy was restored: federation resume"
    if apart := federations_held():
        yield f"The mail of {plural(len(apart), 'federation')} that moved in is held: federation resume"


def _clock() -> Iterator[str]:
    """On PostgreSQL the time of deadlines is the server's."""
    apart = abs(machine_now() - time_now())
    if apart > CLOCKS_APART:
        yield (
            f"The clock of the database and that of this machine are {int(apart.total_seconds())} seconds apart. "
            "Votes close by the database's: set both right, and keep them right with NTP"
        )


def _outbox() -> Iterator[str]:
    for one in waiting():
        if one.given_up:
            yield (
                f"{one.given_up} messages ({one.kind}) were tried {MOST_ATTEMPTS} times and given up. "
                "When the cause is mended: federation mail again"
            )
        if one.oldest > LATE:
            yield (
                f"{one.waiting} messages ({one.kind}) have been waiting for more than an hour, {one.failing} of them after a "
                "failure. Is a worker running? federation worker"
            )
    for kind, error, many in causes():
        why = failure_in_words(error) if kind == "mail" else error
        yield f"{many} messages ({kind}) failed: {why}"


def _workers() -> Iterator[str]:
    """Whether somebody looks for what is due, and for mail. Before the first federation there is nothing to look for."""
    taken = turns_taken()
    if db.session.scalar(select(Federation.id).limit(1)) is None:
        return
    for name, words in ((TURN, "what is due"), (MAIL_TURN, "letters")):
        if name not in taken:
            yield f"No worker has ever looked for {words}. Run: federation worker"
        elif taken[name] > SILENT_WORKER:
            minutes = int(taken[name].total_seconds() // 60)
            yield f"No worker has looked for {words} for {minutes} minutes. Run: federation worker"


def _disk(settings: dict[str, Any]) -> Iterator[str]:
    """Room where this machine keeps what it writes: SQLite's file, letters that leave for nobody."""
    folder = variable_data() if variable_data().is_dir() else variable_data().parent
    places = {folder}
    if settings["database_url"].startswith("sqlite:///"):
        places.add(Path(settings["database_url"].removeprefix("sqlite:///")).parent)
    for place in sorted(places):
        room = shutil.disk_usage(place)
        if room.free < LEAST_ROOM:
            yield f"{room.free // 2**20} MB are free in {place}. What is written fails when none is left: make room"


def _mail_server(settings: dict[str, Any]) -> Iterator[str]:
    """Whether the mail server takes a connection, and our name and password."""
    try:
        reach(settings)
    except OSError as error:
        yield f"Mail: {failure_in_words(kind_of(error))} ({settings['mail']['smtp_host']})"
