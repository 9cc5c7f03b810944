"""The doctor: names every unsafe setting and everything in the database that needs somebody."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from federation.kernel import record, tenancy
from federation.kernel.assets import AssetsMissing, read_assets
from federation.kernel.chain import ChainEntry, entry_hash
from federation.kernel.clock import database_now
from federation.kernel.config import UnsafeSettings, doubtful_settings, gather_settings, unsafe_settings
from federation.kernel.days import time_now
from federation.kernel.db import NotDurable, db
from federation.kernel.guards import missing_guards
from federation.kernel.mail_hold import held_mail
from federation.kernel.outbox import MOST_ATTEMPTS, OutboxRow
from federation.kernel.servers import durability_faults, powerless, separation_faults, sqlite_settings
from federation.kernel.words import moment
from federation.network.models import Federation, Membership
from federation.people.models import Person

LAST_ENTRIES = 1_000
LATE = timedelta(hours=1)


def examine() -> list[str]:
    """Everything that is wrong, one line each; empty when all is well."""
    settings = gather_settings()
    before = "" if settings["production"] else "For production: "
    return [
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
    from federation.app import CORE, configure
    from federation.kernel.db import init_db
    from federation.plugin.door import FeatureDoor
    from federation.plugin.installed import installed, units
    from federation.plugin.migrate import CORE as PRODUCT
    from federation.plugin.migrate import owner_engine, versions

    plugins = installed()
    FeatureDoor(CORE, plugins)
    try:
        engine = owner_engine(settings["database_url"])
        with engine.connect() as connection:
            checks = _PLACES[connection.dialect.name]
            found = [line for check in checks for line in check(connection)]
            if connection.dialect.name == "postgresql":
                before = "" if settings["production"] else "For production: "
                found += [before + words for words in powerless(connection, settings)]
        engine.dispose()
        behind = [
            f"The database is behind: {unit} is at {now or 'nothing'}, the newest is {newest}. Run: "
            f"federation db upgrade"
            for unit, now, newest in versions(settings["database_url"], (PRODUCT, *units(plugins)))
            if now != newest
        ]
        if behind:
            return found + behind
        app = Flask("federation")
        configure(app, {**settings, "secret_key": settings["secret_key"] or "unset"})
        init_db(app)
        with app.app_context():
            ours = [unit.guards for unit in units(plugins)]
            guards = missing_guards(db.session.connection(), ours)
            found += [f"{flaw}. Run: federation record verify" for flaw in guards]
            found += [*_federations(), *_outbox(), *_held()]
            db.session.remove()
            db.engine.dispose()
    except NotDurable as error:
        return [str(error)]
    except DBAPIError as error:
        return [f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}"]
    return found


_PLACES: dict[str, tuple[Callable[[Connection], Iterable[str]], ...]] = {
    "sqlite": (sqlite_settings,),
    "postgresql": (durability_faults, separation_faults),
}


def _federations() -> Iterator[str]:
    for number, slug in db.session.execute(
        select(Federation.id, Federation.slug).order_by(Federation.id)
    ).all():
        with tenancy.federation_scope(number):
            if not _has_administrator():
                yield (
                    f"{slug} has no administrator who can sign in: "
                    f"federation person add EMAIL --name NAME --federation {slug} --role administrator"
                )
            now, here = db.session.execute(
                select(database_now(), record.now_here())
                .select_from(Federation)
                .where(Federation.id == number)
            ).one()
            if here - now > timedelta(seconds=1):
                yield (
                    f"{slug}: the clock is behind the newest entry of the record, of {record.stamp(here)}. Deadlines wait "
                    "there until it is later again: set the clock of the database server right"
                )
            if words := _broken_end():
                yield f"{slug}: {words}. Run: federation record verify --federation {slug}"


def _has_administrator() -> bool:
    return (
        db.session.execute(
            select(Membership.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.role == "administrator",
                Membership.in_force(),
                Person.password_hash.is_not(None),
            )
            .limit(1)
        ).first()
        is not None
    )


def _broken_end() -> str | None:
    """The first flaw in the last entries of the record, or None."""
    head = db.session.execute(select(record.RecordHead.seq, record.RecordHead.hash)).first()
    last = db.session.scalar(select(func.max(record.RecordEntry.seq)))
    if head is None:
        return "the record has lost its end" if last else "the record was never begun"
    if last != head.seq:
        return f"the record should end with entry {head.seq}, and ends with {last}"
    entry = record.RecordEntry
    rows = db.session.execute(
        select(
            entry.federation_id,
            entry.seq,
            entry.at,
            entry.actor,
            entry.action,
            entry.subject,
            entry.data,
            entry.prev,
            entry.hash,
        )
        .where(entry.seq > head.seq - LAST_ENTRIES)
        .order_by(entry.seq)
    ).all()
    follows = None
    for row in rows:
        one = ChainEntry(row[0], row[1], record.stamp(row[2]), *row[3:])
        if follows not in (None, one.prev):
            return f"entry {one.seq} of the record does not follow on from the one before it"
        if entry_hash(one.prev, *one[:7]) != one.hash:
            return f"entry {one.seq} of the record was changed"
        follows = one.hash
    return None if follows == head.hash else "the record's end does not match its last entry"


def _held() -> Iterator[str]:
    if held := held_mail():
        yield f"Mail is held since {moment(held.since)}, when a copy was restored: federation resume"


def _outbox() -> Iterator[str]:
    with tenancy.every_federation("the doctor counts what was not sent"):
        now = time_now()
        given_up, late = db.session.execute(
            select(
                func.count().filter(OutboxRow.attempts >= MOST_ATTEMPTS),
                func.count().filter(OutboxRow.attempts < MOST_ATTEMPTS),
            ).where(OutboxRow.done_at.is_(None), OutboxRow.due_at < now - LATE)
        ).one()
    if given_up:
        yield (
            f"{given_up} messages were tried {MOST_ATTEMPTS} times and given up. Their errors are "
            f"in the table kernel_outbox"
        )
    if late:
        yield (
            f"{late} messages have been waiting for more than an hour. Is a worker running? federation worker"
        )
