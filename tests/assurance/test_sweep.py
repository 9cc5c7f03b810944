"""A sweep asks once for all federations where something is due, one process does it at a time, and it waits for nobody."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation import sweep as sweeping
from federation.decisions.models import Decision
from federation.kernel import mail, outbox, working_turns
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.working_turns import SILENT, sign_of_life, take_turn, turns_taken
from federation.network.models import Federation, PluginFailure
from federation.plugin.door import door
from federation.plugin.feature import Job
from federation.plugin.installed import installed
from federation.sweep import sweep
from federation.testing.statements import statements
from federation.testing.world import World, make_world
from federation.worker import run_for_ever
from tests.assurance.crew import until
from tests.decisions.votes import opened

pytestmark = pytest.mark.both_databases
SetClock = Callable[[datetime], None]


def in_two_hours(set_clock: SetClock) -> None:
    set_clock(db.session.scalars(select(database_now())).one() + timedelta(hours=2))
    db.session.remove()


def state_of(world: World, decision_id: int) -> str | None:
    db.session.remove()
    with world.scope():
        return db.session.scalar(select(Decision.state).where(Decision.id == decision_id))


def another_process(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(working_turns, "_process", lambda: name)


def test_a_sweep_costs_the_same_for_many_federations(app: Flask) -> None:
    """What is due in none of them is found by as many statements for one federation as for nine."""
    make_world(practices=2)
    with app.app_context():
        sweep(app)
        with statements(app) as one:
            sweep(app)
        for number in range(8):
            make_world(f"bay{number}", practices=2)
        db.session.remove()
        sweep(app)
        with statements(app) as nine:
            sweep(app)
    assert len(nine) == len(one)


def test_every_job_says_where_it_is_due(app: Flask) -> None:
    """Else it would run in each of ten thousand federations, every few seconds."""
    features = [*door(app).features.values(), *(one.feature for one in installed())]
    assert [job.name for feature in features for job in feature.jobs if not job.due] == []


def test_votes_are_closed_where_they_are_over_and_nowhere_else(app: Flask, set_clock: SetClock) -> None:
    worlds = [make_world(f"bay{number}", practices=2) for number in range(4)]
    votes = [opened(world, hours=hours) for world, hours in zip(worlds, (9, 1, 9, 1), strict=True)]
    in_two_hours(set_clock)
    assert sweep(app) >= 2
    assert [state_of(*one) for one in zip(worlds, votes, strict=True)] == ["open", "closed", "open", "closed"]


def test_one_process_sweeps_until_it_falls_silent(
    app: Flask, monkeypatch: pytest.MonkeyPatch, set_clock: SetClock
) -> None:
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    set_clock(at)
    another_process(monkeypatch, "first")
    assert take_turn("sweep") and take_turn("sweep")
    another_process(monkeypatch, "second")
    assert not take_turn("sweep")
    set_clock(at + SILENT)
    assert not take_turn("sweep"), "it has not been silent for longer than that"
    set_clock(at + SILENT + timedelta(seconds=1))
    assert take_turn("sweep")
    another_process(monkeypatch, "first")
    assert not take_turn("sweep")
    assert turns_taken() == {"sweep": timedelta(0)}


def test_whoever_works_beside_others_says_so_whichever_did_last(
    app: Flask, monkeypatch: pytest.MonkeyPatch, set_clock: SetClock
) -> None:
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    set_clock(at)
    another_process(monkeypatch, "first")
    sign_of_life("mail")
    set_clock(at + timedelta(seconds=5))
    another_process(monkeypatch, "second")
    sign_of_life("mail")
    set_clock(at + timedelta(seconds=6))
    assert turns_taken() == {"mail": timedelta(seconds=1)}


def test_a_long_job_is_no_silence(app: Flask, monkeypatch: pytest.MonkeyPatch, set_clock: SetClock) -> None:
    """Each federation takes fifteen seconds, and another process finds the turn taken all the while; one that falls silent
    for longer than it may sweeps no further."""
    at, passed, takes = datetime(2026, 11, 2, 9, tzinfo=UTC), 0, 15
    others: list[bool] = []
    for number in range(4):
        make_world(f"bay{number}", practices=2)

    def job() -> int:
        nonlocal passed
        passed += takes
        set_clock(at + timedelta(seconds=passed))
        db.session.rollback()
        with monkeypatch.context() as elsewhere:
            another_process(elsewhere, "second")
            others.append(take_turn("sweep"))
        return 1

    slow = SimpleNamespace(name="slow", always_on=True, jobs=(Job("slow.job", "slow:job"),))
    monkeypatch.setattr(sweeping, "load", lambda _name: job)
    monkeypatch.setattr(
        sweeping, "door", lambda _app=None: SimpleNamespace(features={"slow": slow}, plugins={})
    )
    monkeypatch.setattr(sweeping, "time", SimpleNamespace(monotonic=lambda: passed))
    another_process(monkeypatch, "first")
    set_clock(at)
    assert (sweep(app), others) == (4, [False] * 4)
    takes = 21
    assert (sweep(app), others[4:]) == (1, [True])


def test_a_clock_that_was_set_back_stops_no_sweep(
    app: Flask, monkeypatch: pytest.MonkeyPatch, set_clock: SetClock
) -> None:
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    set_clock(at)
    another_process(monkeypatch, "dead since")
    assert take_turn("sweep")
    set_clock(at - timedelta(hours=1))
    another_process(monkeypatch, "alive")
    assert take_turn("sweep")


def test_who_has_not_the_turn_closes_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, set_clock: SetClock
) -> None:
    world = make_world(practices=2)
    decision_id = opened(world, hours=1)
    in_two_hours(set_clock)
    another_process(monkeypatch, "first")
    assert take_turn("sweep")
    another_process(monkeypatch, "second")
    assert sweep(app) == 0
    assert state_of(world, decision_id) == "open"
    another_process(monkeypatch, "first")
    assert sweep(app) >= 1
    assert state_of(world, decision_id) == "closed"


def test_a_job_that_cannot_say_where_it_is_due_stops_no_other_and_is_listed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, set_clock: SetClock
) -> None:
    """A plugin's is listed where it is on, as one that fails there is; the product's own is logged."""
    world, other = make_world(practices=2), make_world("bay", practices=2)
    with unit_of_work(), world.scope():
        here = db.session.get_one(Federation, world.federation_id)
        here.settings = {**here.settings, "plugins": ["shaky"]}
    decision_id = opened(world, hours=1)
    in_two_hours(set_clock)
    found = {
        name: SimpleNamespace(
            name=name,
            always_on=name == "broken",
            jobs=(Job(f"{name}.job", "none:such", "federation.sweep:missing"),),
        )
        for name in ("broken", "shaky")
    }
    found |= door(app).features
    monkeypatch.setattr(sweeping, "door", lambda _app=None: SimpleNamespace(features=found, plugins={}))
    assert sweep(app) >= 1
    assert state_of(world, decision_id) == "closed"
    for one, listed in ((world, [("shaky", "job", "shaky.job")]), (other, [])):
        db.session.remove()
        with one.scope():
            rows = select(PluginFailure.plugin, PluginFailure.hook, PluginFailure.key)
            assert [tuple(row) for row in db.session.execute(rows)] == listed


def test_a_mail_server_that_does_not_answer_holds_up_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, set_clock: SetClock
) -> None:
    """While a letter hangs, votes are closed; told to stop, the worker hands that letter over first."""
    world = make_world(practices=2)
    decision_id = opened(world, hours=1)
    in_two_hours(set_clock)
    with unit_of_work(), world.scope():
        outbox.add("mail", "letter:1", {"person": world.people["rep1"], "subject": "A", "text": "B"})
    db.session.remove()
    begun, let_go, stop = threading.Event(), threading.Event(), threading.Event()
    sent: list[str] = []

    def hang(_settings: Any, _letter: Any) -> None:
        begun.set()
        let_go.wait()
        sent.append("handed over")

    monkeypatch.setattr(mail, "send", hang)
    monkeypatch.setitem(app.config["SETTINGS"]["jobs"], "every_seconds", 0)
    worker = threading.Thread(target=run_for_ever, args=(app, stop))
    worker.start()
    try:
        until(begun.is_set)
        until(lambda: state_of(world, decision_id) == "closed")
        assert sent == []
    finally:
        stop.set()
        let_go.set()
        worker.join()
    assert sent == ["handed over"]
