"""The failures of plugins: kept in a list, tried again, and stopped when it is too much."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select

from federation.kernel import outbox, record, tenancy
from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound, Refusal
from federation.network.models import Federation, Membership, PluginFailure
from federation.network.plugins.actions.state import publish, state_for_change
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.plugin.announcements import revive
from federation.plugin.calls import PluginTrouble, said
from federation.plugin.door import door

WINDOW: Final = timedelta(minutes=10)
MOST_FAILED: Final = 10
MOST_SLOW: Final = 3
"""Troubles within ten minutes that stop a plugin."""
TRIES: Final = 5
"""How often a fact is told again by itself, after 1, 2, 4, 8 and 16 minutes."""
_STOPPED = """Hello {name},

the plugin “{plugin}” was stopped in {federation}: {why}

Its pages do not show until an administrator starts it again. No vote was affected, and its data is kept.

See what happened:
{link}
"""


def keep_failure(
    plugin: str, hook: str, key: str, error: BaseException, event: dict[str, Any] | None = None
) -> None:
    """Keep a failure in the open unit of work; ``event`` is the outbox's payload, so that it can be told again."""
    _keep(plugin, hook, key, "failed", said(error), event)
    _count(plugin, failed=1)


def write_down(troubles: Iterable[PluginTrouble]) -> None:
    """Keep what pages and acts met, in the open unit of work."""
    for one in troubles:
        _keep(one.plugin, one.hook, record.digest([one.kind, one.words])[:40], one.kind, one.words, None)
        _count(one.plugin, failed=one.kind == "failed", slow=one.kind == "slow")


def _keep(plugin: str, hook: str, key: str, kind: str, words: str, event: dict[str, Any] | None) -> None:
    now = time_now()
    row = db.session.scalars(
        select(PluginFailure)
        .where(PluginFailure.plugin == plugin, PluginFailure.hook == hook, PluginFailure.key == key)
        .with_for_update()
    ).first()
    if row is None:
        row = PluginFailure(
            plugin=plugin,
            hook=hook,
            key=key,
            kind=kind,
            words=words,
            event=event,
            times=0,
            tries=0,
            first_at=now,
        )
        db.session.add(row)
    row.times, row.last_at, row.words, row.mended_at = row.times + 1, now, words, None
    if event is not None:
        row.next_try_at = _next_try(row.tries, now)
    db.session.flush()


def _next_try(tries: int, now: datetime) -> datetime | None:
    return now + timedelta(minutes=2**tries) if tries < TRIES else None


def _count(plugin: str, failed: int = 0, slow: int = 0) -> None:
    """Count towards the limit, and stop the plugin when it is reached."""
    now = time_now()
    row = state_for_change(plugin)
    if not row.is_on or row.stopped_at is not None:
        return
    if row.counted_since is None or now - row.counted_since > WINDOW:
        row.counted_since, row.failed, row.slow = now, 0, 0
    row.failed, row.slow = row.failed + failed, row.slow + slow
    if row.slow >= MOST_SLOW:
        _stop(plugin, f"its parts of pages were too slow {row.slow} times within ten minutes.")
    elif row.failed >= MOST_FAILED:
        _stop(plugin, f"it failed {row.failed} times within ten minutes.")


def _stop(plugin: str, why: str) -> None:
    """Take a plugin out of pages, jobs and messages, with those that need it, and tell the administrators."""
    now = time_now()
    for name in door().needing(plugin):
        row = state_for_change(name)
        if row.is_on and row.stopped_at is None:
            row.stopped_at = now
            row.stopped_why = (
                why if name == plugin else f"it needs {door().features[plugin].title}, which was stopped."
            )
    publish()
    record.append(None, "plugin.stopped", f"plugin:{plugin}")
    _mail_administrators(plugin, why, now)


def _mail_administrators(plugin: str, why: str, now: datetime) -> None:
    federation = db.session.execute(
        select(Federation.slug, Federation.name).where(Federation.id == tenancy.current())
    ).one()
    title = door().features[plugin].title
    people = db.session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == "administrator", Membership.in_force(), Person.erased_at.is_(None))
        .distinct()
    )
    link = full_address("network.plugins", federation=federation.slug)
    outbox.add_many(
        "mail",
        [
            (
                f"plugin-stopped:{tenancy.current()}:{plugin}:{record.stamp(now)}:{person_id}",
                {
                    "person": person_id,
                    "subject": f"{title} was stopped in {federation.name}",
                    "text": _STOPPED.format(
                        name=name, plugin=title, federation=federation.name, why=why, link=link
                    ),
                },
            )
            for person_id, name in people
        ],
    )


def run_again(actor: Actor, failure_id: int) -> bool:
    """Tell a plugin that is on again what it failed on; returns whether it went well."""
    authorize(actor, "network.plugins")
    with unit_of_work():
        row = _open_failure(failure_id)
        if row.event is None:
            raise Refusal("This happened in a page, so there is nothing to run again. Open the page to see.")
        if row.plugin not in door().plugins:
            raise Refusal("This plugin is not installed any more.")
        went_well = _tell_again(row)
        record.append(actor.person_id, "plugin.run_again", f"plugin:{row.plugin}", mended=went_well)
        return went_well


def run_all_again(plugin: str) -> tuple[int, int]:
    """Tell a plugin again all that it failed on, as the operator; returns how many went well and how many did not."""
    ids = db.session.scalars(
        select(PluginFailure.id)
        .where(
            PluginFailure.plugin == plugin,
            PluginFailure.event.is_not(None),
            PluginFailure.mended_at.is_(None),
        )
        .order_by(PluginFailure.id)
    ).all()
    outcomes = []
    for failure_id in ids:
        with unit_of_work():
            outcomes.append(_tell_again(_open_failure(failure_id)))
    return sum(outcomes), len(outcomes) - sum(outcomes)


def dismiss(actor: Actor, failure_id: int) -> None:
    """Take a failure off the list."""
    authorize(actor, "network.plugins")
    with unit_of_work():
        row = _open_failure(failure_id)
        row.mended_at, row.next_try_at = time_now(), None
        record.append(actor.person_id, "plugin.failure_dismissed", f"plugin:{row.plugin}")


def retry_due() -> int:
    """Tell the plugins that are on again what they failed on, where it is time; returns how many were told."""
    done = 0
    for failure_id in _due():
        with unit_of_work():
            row = db.session.scalars(_locked_failure(failure_id)).first()
            if (
                row is None
                or row.next_try_at is None
                or row.next_try_at > time_now()
                or row.mended_at is not None
            ):
                continue
            if row.plugin in door().calls.switched_on():
                _tell_again(row)
                done += 1
            else:
                row.next_try_at = None
    return done


def where_to_retry() -> Select[int]:
    """The federations in which a plugin is to be told again what it failed on."""
    return select(PluginFailure.federation_id).where(*_to_tell()).distinct()


def _due() -> Sequence[int]:
    return db.session.scalars(
        select(PluginFailure.id).where(*_to_tell()).order_by(PluginFailure.id).limit(50)
    ).all()


def _to_tell() -> tuple[ColumnElement[bool], ...]:
    return PluginFailure.next_try_at <= database_now(), PluginFailure.mended_at.is_(None)


def _tell_again(row: PluginFailure) -> bool:
    if row.plugin not in door().calls.switched_on():
        raise Refusal("This plugin is off or stopped. Switch it on first, then run this again.")
    failed = door().calls.tell(revive(row.event or {}), (row.plugin,))
    now = time_now()
    row.tries += 1
    if failed:
        row.words, row.last_at, row.times = said(failed[0].error or Exception()), now, row.times + 1
        row.next_try_at = _next_try(row.tries, now)
        return False
    row.mended_at, row.next_try_at = now, None
    return True


def _locked_failure(failure_id: int) -> Any:
    return select(PluginFailure).where(PluginFailure.id == failure_id).with_for_update()


def _open_failure(failure_id: int) -> PluginFailure:
    row: PluginFailure | None = db.session.scalars(_locked_failure(failure_id)).first()
    if row is None or row.mended_at is not None:
        raise NotFound()
    return row


def open_failures() -> dict[str, int]:
    """How many failures of each plugin are not mended."""
    rows = db.session.execute(
        select(PluginFailure.plugin, func.count().label("open"))
        .where(PluginFailure.mended_at.is_(None))
        .group_by(PluginFailure.plugin)
    )
    return {row.plugin: row.open for row in rows}
