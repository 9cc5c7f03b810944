"""Every hook x every fault, on both databases: nothing that a plugin does reaches a vote, a page or another plugin."""

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from federation.decisions.models import Decision
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import every_federation
from federation.network.models import Federation, FederationAim, PluginFailure
from federation.network.plugins.actions import troubles as limits
from federation.network.plugins.actions.switching import switch_from_terminal
from federation.network.plugins.actions.troubles import retry_due, run_again
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.decisions.votes import in_hours, opened, preset, propose, vote
from tests.plugins import rogue, tame
from tests.plugins.conftest import MakeApp
from tests.plugins.rogue import faults

pytestmark = pytest.mark.both_databases


@pytest.fixture
def app(app_with: MakeApp, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The product with both plugins; the breaker is out of the way, so that each fault is met each time."""
    monkeypatch.setattr(limits, "MOST_FAILED", 10_000)
    monkeypatch.setattr(limits, "MOST_SLOW", 10_000)
    faults.now = "nothing"
    faults.asked.clear()
    yield app_with(rogue.feature, tame.feature)
    faults.now = "nothing"


@pytest.fixture
def world(app: Flask) -> World:
    """A federation with both plugins switched on."""
    made = make_world(practices=3)
    with made.scope():
        switch_from_terminal("rogue", True)
        switch_from_terminal("tame", True)
    return made


def read(client: FlaskClient, path: str) -> str:
    """A page without the keys of its forms, which are new each time."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*"', r'\1"', answer.text)


def failures(world: World, hook: str) -> int:
    with world.scope():
        return len(db.session.scalars(select(PluginFailure.id).where(PluginFailure.hook == hook)).all())


def test_pages_are_what_they_are_without_it(app: Flask, world: World, subtests: pytest.Subtests) -> None:
    decision = opened(world)
    pages = ["", f"decisions/{decision}", f"practices/{world.practices['Z99001']}"]
    client = world.client(app, "rep1")
    wanted = {path: read(client, f"/f/saltmarsh/{path}") for path in pages}
    assert all(text.count("Tame panel") == 1 for text in wanted.values())
    before = names_and_aims()
    for fault in each_fault(world):
        with subtests.test(fault):
            for path in pages:
                assert read(client, f"/f/saltmarsh/{path}") == wanted[path]
            assert faults.asked == ["panels"] * len(pages)
            assert names_and_aims() == before
            assert failures(world, "panels") == (0 if fault in ("nothing", "spoils its arguments") else 1)


def test_a_whole_vote_goes_on(app: Flask, world: World, subtests: pytest.Subtests) -> None:
    run_once(app)
    for fault in each_fault(world):
        faults.now = "nothing"
        decision = opened(world)
        run_once(app)
        faults.now = fault
        faults.asked.clear()
        with subtests.test(fault):
            vote(world, decision, "fff")
            with world.scope():
                close_early(world.actor("chair"), decision, "All have voted.")
            assert faults.asked == []
            run_once(app)
            assert faults.asked == ["happened"]
            with world.scope():
                assert db.session.get_one(Decision, decision).verdict == "carried"
                assert heard(decision) == ["DecisionOpened", "DecisionClosed"]
                assert [one.tries for one in failures_of_events()] == ([0] if fails_on_events(fault) else [])
                assert record.verify()[1] is None
            assert names_and_aims() == (["Saltmarsh GP Federation"], [])
            assert left_in_the_outbox() == []
            assert letters(f"closed:{decision}") == len(set(world.people) - {"admin", "observer"})


def test_an_act_that_asks_first(app: Flask, world: World, subtests: pytest.Subtests) -> None:
    rule = preset("simple_majority")
    for fault in each_fault(world):
        faults.now = "nothing"
        decision = propose(world)
        faults.now = fault
        faults.asked.clear()
        with subtests.test(fault), world.scope():
            goes_on = fault in faults.QUIET
            if goes_on:
                open_vote(world.actor("rep1"), decision, rule, in_hours(5))
            else:
                with pytest.raises(Refusal, match="rogue could not be asked"):
                    open_vote(world.actor("rep1"), decision, rule, in_hours(5))
            assert faults.asked == ["objections"]
            db.session.rollback()
            kept = db.session.get_one(Decision, decision, populate_existing=True)
            assert kept.state == ("open" if goes_on else "discussion")
            assert kept.rule == (rule.to_dict() if goes_on else None)
            assert kept.subject == "decisions.proposal"
            assert names_and_aims() == (["Saltmarsh GP Federation"], [])


def test_the_export_of_personal_data_says_what_is_missing(
    app: Flask, world: World, subtests: pytest.Subtests
) -> None:
    client = world.client(app, "rep1")
    missing = "could not be read; ask your administrator"
    for fault in each_fault(world):
        with subtests.test(fault):
            kept = client.get("/account/data.json").get_json()["federations"][0]["kept"]
            assert kept["rogue"] == ([] if fault in faults.QUIET else missing)
            assert kept["tame"] == [{"what": "Number", "number": world.people["rep1"]}]


def each_fault(world: World) -> Iterator[str]:
    """Every fault in turn, each with no failure noted yet."""
    for fault in faults.FAULTS:
        with unit_of_work(), world.scope():
            db.session.execute(delete(PluginFailure))
        faults.now = fault
        faults.asked.clear()
        yield fault
    faults.now = "nothing"


def names_and_aims() -> tuple[list[str], list[int]]:
    """What the rogue tries to write to."""
    db.session.rollback()
    with every_federation("what a test compares"):
        return list(db.session.scalars(select(Federation.name))), list(
            db.session.scalars(select(FederationAim.id))
        )


def heard(decision: int) -> list[str]:
    """What the tame one was told of a decision."""
    rows = db.session.scalars(
        select(RecordEntry.data)
        .where(RecordEntry.action == "tame.heard", RecordEntry.subject == f"decision:{decision}")
        .order_by(RecordEntry.seq)
    )
    return [json.loads(row)["event"] for row in rows]


def left_in_the_outbox() -> list[str]:
    with every_federation("the outbox is of all federations"):
        return list(
            db.session.scalars(
                select(OutboxRow.key).where(OutboxRow.kind == "event", OutboxRow.done_at.is_(None))
            )
        )


def letters(key: str) -> int:
    with every_federation("the outbox is of all federations"):
        keys = db.session.scalars(select(OutboxRow.key).where(OutboxRow.kind == "mail")).all()
    return len([one for one in keys if f"{key}:" in f"{one}:"])


def fails_on_events(fault: str) -> bool:
    return fault not in faults.QUIET and not fault.startswith("returns")


def failures_of_events() -> list[PluginFailure]:
    return list(db.session.scalars(select(PluginFailure).where(PluginFailure.hook == "happened")))


def test_once_mended_it_is_told_again(app: Flask, world: World) -> None:
    decision = opened(world)
    run_once(app)
    faults.now = "raises"
    with world.scope():
        close_early(world.actor("chair"), decision, "Enough.")
    run_once(app)
    with world.scope():
        (failure,) = failures_of_events()
        assert (failure.times, failure.words) == (1, "Boom: this plugin is broken")
        assert retry_due() == 0
        assert run_again(world.actor("admin"), failure.id) is False
        faults.now = "nothing"
        assert run_again(world.actor("admin"), failure.id) is True
        db.session.rollback()
        assert failure.mended_at is not None
        assert heard(decision) == ["DecisionOpened", "DecisionClosed"]


def test_what_was_written_before_a_failure_is_gone(app: Flask, world: World) -> None:
    with world.scope(), pytest.raises(Refusal):
        decision = propose(world)
        faults.now = "spoils rows"
        open_vote(world.actor("rep1"), decision, preset("simple_majority"), in_hours(5))
    db.session.rollback()
    with world.scope():
        assert db.session.scalars(select(Federation.name)).all() == ["Saltmarsh GP Federation"]
        actor = world.actor("rep1")
        faults.now = "nothing"
        open_vote(actor, decision, preset("simple_majority"), in_hours(5))
        cast(actor, decision, world.practices["Z99001"], "for")
