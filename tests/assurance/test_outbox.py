"""What follows from an act happens: not before it is committed, not twice while nothing dies, and never not at all."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, text

from federation.decisions.models import Decision, RegisterTotal
from federation.decisions.voting.actions.closing import close_early
from federation.kernel import mail, outbox, record
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.tenancy import every_federation
from federation.plugin.announcements import announce
from federation.plugin.door import door
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.assurance import tasks
from tests.assurance.checks import check_record
from tests.assurance.conftest import rounds
from tests.assurance.crew import Crew, until
from tests.assurance.listener import Listener, Noted
from tests.decisions.votes import opened, vote

pytestmark = pytest.mark.both_databases
LETTER = {"subject": "A vote is open", "text": "Please vote."}


def rows(kind: str | None = None) -> list[Any]:
    db.session.rollback()
    with every_federation("a test"):
        statement = select(
            OutboxRow.key, OutboxRow.attempts, OutboxRow.done_at, OutboxRow.leased_until, OutboxRow.error
        ).order_by(OutboxRow.id)
        found = db.session.execute(statement.where(OutboxRow.kind == kind) if kind else statement).all()
    db.session.rollback()
    return list(found)


def heard(world: World) -> list[str]:
    db.session.remove()
    with world.scope():
        return sorted(
            db.session.scalars(
                select(record.RecordEntry.subject).where(record.RecordEntry.action == "test.heard")
            )
        )


def letters(world: World, count: int) -> None:
    with unit_of_work(), world.scope():
        outbox.add_many(
            "mail", [(f"letter:{n}", {"person": world.people["rep1"], **LETTER}) for n in range(count)]
        )
    db.session.remove()


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Message-IDs of what was sent."""
    found: list[str] = []
    monkeypatch.setattr(mail, "send", lambda _settings, letter: found.append(letter["Message-ID"]))
    return found


def test_an_act_that_is_rolled_back_leaves_no_row(app: Flask) -> None:
    world = make_world(practices=2)
    with pytest.raises(ZeroDivisionError), unit_of_work(), world.scope():
        announce(Noted(1), "noted:1")
        outbox.add("mail", "letter:1", {"person": 1, **LETTER})
        raise ZeroDivisionError
    db.session.remove()
    assert rows() == []


def test_a_fact_can_wait_for_its_time(
    app: Flask, travel: Callable[[timedelta], None], tmp_path: Path
) -> None:
    world = make_world(practices=1)
    door().calls.register(Listener(str(tmp_path / "good")), "good", core=True)
    with unit_of_work(), world.scope():
        assert announce(Noted(3), "noted:3", at=time_now() + timedelta(days=1))
        assert not announce(Noted(3), "noted:3")
    run_once(app)
    assert heard(world) == []
    travel(timedelta(days=1, minutes=1))
    run_once(app)
    assert heard(world) == ["test:3"]


def test_a_key_is_used_once(app: Flask) -> None:
    world = make_world(practices=1)
    for _ in range(3):
        with unit_of_work(), world.scope():
            announce(Noted(1), "noted:1")
    assert [row.key for row in rows()] == ["event:noted:1"]


def test_many_workers_tell_each_event_once(
    app: Flask, crew: Crew, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    world, count = make_world(practices=1), rounds(80, 2000)
    with unit_of_work(), world.scope():
        for number in range(count):
            announce(Noted(number), f"noted:{number}")
    db.session.remove()
    told = tmp_path / "told"
    crew.together(tasks.empty_outbox, [(str(told),)] * 4)
    assert sorted(map(int, told.read_text().split())) == list(range(count))
    assert heard(world) == sorted(f"test:{number}" for number in range(count))
    assert all(row.done_at and row.attempts == 1 for row in rows("event"))
    check_record(world)
    tell(f"{count} events emptied by 4 workers at once, each told once")


def test_emptying_again_does_nothing(app: Flask, posted: list[str]) -> None:
    world = make_world(practices=2)
    decision_id = opened(world, author="rep1")
    vote(world, decision_id, "ff")
    with world.scope():
        close_early(world.actor("chair"), decision_id, "Enough.")
    db.session.remove()
    run_once(app)
    before, sent = rows(), list(posted)
    assert before and all(row.done_at for row in before)
    assert run_once(app) == 0
    assert (rows(), posted) == (before, sent)


def test_a_worker_killed_after_sending_sends_the_same_letter_again(
    app: Flask, crew: Crew, owner: Engine, tmp_path: Path, settings: dict[str, Any], posted: list[str]
) -> None:
    world = make_world(practices=2)
    letters(world, 3)
    sent = tmp_path / "sent"
    process = crew.start(tasks.post_and_stop, settings, str(sent))
    until(lambda: sent.exists() and sent.read_text().endswith("\n"))
    process.kill()
    process.join()
    assert run_once(app) == 0, "the dead worker's lease still runs"
    db.session.remove()
    with owner.begin() as connection:
        connection.execute(text("UPDATE kernel_outbox SET leased_until = due_at"))
    run_once(app)
    assert len(posted) == 3 and len(set(posted)) == 3 and posted[0] == sent.read_text().strip()
    assert all(row.done_at and row.attempts == 2 for row in rows("mail"))


def test_mail_that_is_not_accepted_is_tried_again_after_growing_pauses_and_never_lost(
    app: Flask, travel: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(practices=1)
    letters(world, 1)

    def refuse(*_: Any) -> None:
        raise ConnectionRefusedError("no")

    monkeypatch.setattr(mail, "send", refuse)
    pauses, passed = [], timedelta()
    for attempt in range(1, 13):
        run_once(app)
        (row,) = rows("mail")
        assert (row.attempts, row.done_at, row.error) == (
            attempt,
            None,
            "ConnectionRefusedError: not accepted",
        )
        pauses.append(outbox._pause(attempt))
        run_once(app)
        assert rows("mail")[0].attempts == attempt, "not before the pause is over"
        passed += pauses[-1] + timedelta(seconds=5)
        db.session.remove()
        travel(passed)
    assert (
        pauses == sorted(pauses) and pauses[0] == timedelta(seconds=30) and pauses[-1] == timedelta(hours=1)
    )
    accepted: list[Any] = []
    monkeypatch.setattr(mail, "send", lambda _settings, letter: accepted.append(letter))
    run_once(app)
    assert len(accepted) == 1 and rows("mail")[0].done_at is not None


def test_one_letter_that_cannot_be_written_holds_up_no_other(app: Flask, posted: list[str]) -> None:
    world = make_world(practices=1)
    with unit_of_work(), world.scope():
        outbox.add("mail", "bad", {"nobody": 1})
        outbox.add("event", "event:bad", {"event": "federation.no_such:Event", "fields": {}})
    letters(world, 2)
    with unit_of_work(), world.scope():
        announce(Noted(1), "noted:1")
    run_once(app)
    found = {row.key: row for row in rows()}
    assert len(posted) == 2
    assert [key for key, row in found.items() if row.done_at is None] == ["bad", "event:bad"]
    assert all(found[key].error for key in ("bad", "event:bad"))


def test_a_feature_that_fails_is_told_again_and_the_others_are_not(
    app: Flask, travel: Callable[[timedelta], None], tmp_path: Path
) -> None:
    class Failing(Listener):
        pass

    world = make_world(practices=1)
    good, bad = Listener(str(tmp_path / "good")), Failing(str(tmp_path / "bad"), fail_first=True)
    door().calls.register(good, "good", core=True)
    door().calls.register(bad, "bad", core=True)
    with unit_of_work(), world.scope():
        announce(Noted(7), "noted:7")
    run_once(app)
    assert heard(world) == ["test:7"], "what the failing feature wrote is undone"
    bad.failing = False
    db.session.remove()
    travel(timedelta(minutes=2))
    run_once(app)
    assert (tmp_path / "good").read_text().split() == ["7"]
    assert (tmp_path / "bad").read_text().split() == ["7", "7"]
    assert heard(world) == ["test:7", "test:7"]
    check_record(world)


def test_work_that_outlasts_its_lease_is_undone_when_another_worker_has_it(
    app: Flask, owner: Engine, tmp_path: Path
) -> None:
    world = make_world(practices=1)
    with unit_of_work(), world.scope():
        announce(Noted(1), "noted:1")
    (late,) = outbox.lease("event")
    db.session.remove()
    with owner.begin() as connection:
        connection.execute(text("UPDATE kernel_outbox SET leased_until = due_at"))
    (mine,) = outbox.lease("event")
    assert not outbox.renew(late) and outbox.renew(mine)
    with pytest.raises(outbox.LeaseLost), unit_of_work(), world.scope():
        record.append(None, "test.heard", "test:1")
        outbox.finish(late)
    assert heard(world) == []
    outbox.finish(mine)
    with pytest.raises(outbox.LeaseLost):
        outbox.finish(mine)


def test_many_workers_close_each_due_vote_once(
    app: Flask, crew: Crew, travel: Callable[[timedelta], None], owner: Engine
) -> None:
    world = make_world(practices=2)
    if db.engine.dialect.name == "sqlite":
        count, hours = 6, 0.7 / 3600
    else:
        count, hours = rounds(12, 200), 1.0
    from tests.decisions.votes import preset

    for _ in range(count):
        opened(world, preset("simple_majority", minimum_hours=0), hours=hours, author="rep1")
    db.session.remove()
    if db.engine.dialect.name == "postgresql":
        travel(timedelta(hours=2))
    else:
        with owner.connect() as connection:
            until(
                lambda: (
                    connection.exec_driver_sql(
                        "SELECT max(closes_at) <= strftime('%Y-%m-%d %H:%M:%f', 'now') FROM decisions_decision"
                    ).scalar()
                    == 1
                )
            )
    assert sum(crew.together(tasks.close_all_due, [(world.federation_id, 3)] * 4)) == count
    check_record(world, decision_closed=count)
    with world.scope():
        assert (
            db.session.scalar(select(func.count()).select_from(Decision).where(Decision.state == "closed"))
            == count
        )
        assert db.session.scalars(select(RegisterTotal.decided)).all() == [count]
    assert len([row for row in rows("event") if row.key.startswith("event:closed:")]) == count
