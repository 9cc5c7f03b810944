"""The members share out money among groups, and move the reserve; nobody else does, and no group acts past its envelope."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.mandates.actions.acting import OutsideItsMandate, do_act, pay
from federation.mandates.actions.budgeting import WantedBudget, propose_budget, propose_move
from federation.mandates.models import GroupBudget, MandateAct
from federation.mandates.queries.authority import may_act
from federation.mandates.queries.budget import budget_now, envelope_of, shown_budget
from federation.mandates.rules import EnvelopeUse, GroupAct, OutsideMandate, WithinMandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.network.record.proving import flaws
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import Grants

ACT = GroupAct("spend", "tendering", 190_000, "A solicitor checks the contract.")
API = "/api/v1/federations/saltmarsh/mandates/budget"


def year(total: int, envelopes: dict[int, int]) -> WantedBudget:
    """A budget that has begun yesterday and holds for a year."""
    now = time_now()
    return WantedBudget("Money 2026", now - timedelta(days=1), now + timedelta(days=364), total, envelopes)


def decided(app: Flask, world: World, wanted: WantedBudget) -> int:
    with world.scope():
        number = propose_budget(world.actor("rep1"), wanted)
    world.decide(number)
    run_once(app)
    return number


def envelope(world: World, group: int) -> EnvelopeUse | None:
    db.session.rollback()
    with world.scope():
        return envelope_of(group)


@both_databases
def test_the_members_share_out_money_and_no_group_acts_past_its_envelope(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted(call_in_days=0)
    with world.scope():
        assert envelope_of(group) is None
        do_act(world.actor("lead"), group, replace(ACT, pence=10_000, words="A lock"))
        now = year(500_000, {group: 250_000})
    decided(app, world, now)
    assert envelope(world, group) == EnvelopeUse(250_000, 0, 10_000)
    with world.scope():
        assert may_act(group, ACT) == WithinMandate(50_000)
        done = do_act(world.actor("lead"), group, ACT).id
        assert may_act(group, replace(ACT, pence=50_001, words="A van")) == OutsideMandate(("total",))
        with pytest.raises(OutsideItsMandate):
            do_act(world.actor("lead"), group, replace(ACT, pence=50_001, words="A van"))
        pay(world.actor("lead"), done, 100_000, "Invoice 1", last=True)
        row = db.session.get_one(MandateAct, done)
        same = {
            name: getattr(row, name)
            for name in ("group_id", "mandate_id", "power", "area", "item", "acted_by", "acted_at")
        }
    assert envelope(world, group) == EnvelopeUse(250_000, 100_000, 10_000)
    with (
        world.scope(),
        pytest.raises(Exception, match="past its envelope"),
        unit_of_work() as session,
    ):
        session.add(MandateAct(**same, words="Past it", pence=140_001))
    with world.scope():
        do_act(world.actor("lead"), group, replace(ACT, pence=140_000, words="A van"))
        assert [str(flaw) for flaw in flaws() if "udget" in str(flaw)] == []
    assert envelope(world, group) == EnvelopeUse(250_000, 100_000, 150_000)


@both_databases
def test_money_leaves_the_reserve_by_a_decision_and_one_change_at_a_time(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted(call_in_days=0)
    with world.scope():
        other = begin_group(
            world.actor("admin"),
            GroupWanted("Second Group", "Also.", seats=(SeatWanted(world.people["lead"], is_lead=True),)),
        )
        wanted = year(500_000, {group: 100_000})
    decided(app, world, wanted)
    with world.scope():
        rep = world.actor("rep2")
        with pytest.raises(Invalid, match="reserve has £4,000"):
            propose_move(rep, other, 400_001, "Too much.")
        moves = [propose_move(rep, other, 300_000, f"Vans {one}.") for one in (1, 2)]
        for number in moves:
            world.show(number)
        open_vote(rep, moves[0], preset("simple_majority"), in_hours(24))
        with pytest.raises(Refusal, match="Another vote on the money"):
            open_vote(rep, moves[1], preset("simple_majority"), in_hours(24))
        for name in ("rep1", "rep2", "rep3"):
            cast(world.actor(name), moves[0], world.practice_of(name), "for", "Because.")
        close_early(world.actor("chair"), moves[0], "All have voted.")
    run_once(app)
    with world.scope():
        budget = budget_now()
        assert budget is not None
        plan = budget.plan
        assert (plan.total_pence, plan.reserve_pence, dict(plan.envelopes)) == (
            500_000,
            100_000,
            {group: 100_000, other: 300_000},
        )
        assert budget.decision_id == moves[0]
        with pytest.raises(Refusal, match="has changed since"):
            open_vote(rep, moves[1], preset("simple_majority"), in_hours(24))


@both_databases
def test_a_budget_is_what_the_members_decided(app: Flask, world: World, group: int, granted: Grants) -> None:
    with world.scope():
        for name in ("admin", "lay", "observer"):
            with pytest.raises(NotYours):
                propose_budget(world.actor(name), year(1, {}))
        with pytest.raises(Invalid, match="more than there is"):
            propose_budget(world.actor("rep1"), year(99, {group: 100}))
        refused = propose_budget(world.actor("rep1"), year(100, {group: 60}))
        wanted = year(100, {group: 60})
    world.decide(refused, "against")
    run_once(app)
    number = decided(app, world, wanted)
    with world.scope():
        row = budget_now()
        assert row is not None and row.decision_id == number
        kept = db.session.get_one(GroupBudget, row.id)
        same = {
            name: getattr(kept, name)
            for name in (
                "terms",
                "total_pence",
                "given_pence",
                "reserve_pence",
                "from_at",
                "until_at",
                "decided_at",
            )
        }
    for values in (
        {"decision_id": refused},
        {"decision_id": number, "total_pence": 200, "reserve_pence": 140},
    ):
        with world.scope(), pytest.raises(Exception, match="share out a budget"), unit_of_work() as session:
            session.add(GroupBudget(**{**same, **values}))
    with world.scope(), pytest.raises(Exception, match="stays as the members"), unit_of_work() as session:
        session.execute(update(GroupBudget).values(reserve_pence=0, given_pence=100))


def test_an_act_before_or_after_the_time_of_a_budget_is_not_of_it(
    app: Flask, world: World, group: int, granted: Grants, travel: Any
) -> None:
    granted(call_in_days=0, report_days=0)
    with world.scope():
        now = time_now()
        later = WantedBudget("Later", now + timedelta(days=30), now + timedelta(days=60), 1_000, {group: 500})
    decided(app, world, later)
    with world.scope():
        do_act(world.actor("lead"), group, ACT)
    travel(timedelta(days=40))
    assert envelope(world, group) == EnvelopeUse(500)
    with world.scope():
        do_act(world.actor("lead"), group, replace(ACT, pence=500, words="A lock"))
        assert may_act(group, replace(ACT, pence=1, words="A key")) == OutsideMandate(("total",))
    travel(timedelta(days=70))
    assert envelope(world, group) is None
    with world.scope():
        assert may_act(group, replace(ACT, words="A van")) == WithinMandate(1_119_500)


def test_pages_and_programs_show_and_propose_a_budget(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted(call_in_days=0)
    reader, rep = world.client(app, "observer"), world.client(app, "rep1")
    page = world.address("mandates/budget")
    assert "No budget holds now" in reader.get(page).text
    with world.scope():
        now = time_now()
    form = {
        "name": "Money 2026",
        **{f"from_on-{part}": str(getattr(now, part)) for part in ("day", "month", "year")},
        "until_on-day": "1",
        "until_on-month": "6",
        "until_on-year": str(now.year + 1),
        "total_pence": "5,000",
        f"envelope_{group}": "6,000",
    }
    assert reader.post(f"{page}/new", data=form).status_code == 403
    wrong = rep.post(f"{page}/new", data=form)
    assert wrong.status_code == 422 and "more than there is in all" in wrong.text and "6,000" in wrong.text
    made = rep.post(f"{page}/new", data={**form, f"envelope_{group}": "2,000"})
    assert made.status_code == 303, made.text
    number = int(made.location.rpartition("/")[2])
    world.decide(number)
    run_once(app)
    with world.scope():
        do_act(world.actor("lead"), group, ACT)
    shown = reader.get(page).text
    for words in ("£5,000", "£100 left of £2,000", "Reserve", "£3,000"):
        assert words in shown, words
    assert "Propose to move" not in shown and "Propose to move" in rep.get(page).text
    rows = reader.get(f"{page}.csv").text.splitlines()
    assert rows[1:] == [
        "Home Visiting Group,2000.00,0.00,1900.00,100.00",
        "Reserve,3000.00,0.00,0.00,3000.00",
        "Total,5000.00,0.00,1900.00,3100.00",
    ]
    moved = rep.post(f"{page}/move", data={"group": str(group), "pence": "500", "reasons": "More visits."})
    assert moved.status_code == 303
    program = world.program(app, "rep1")
    told = program.get(API).json["budget"]
    assert (told["reserve_pence"], told["envelopes"][0]["left_pence"]) == (300_000, 10_000)
    assert world.program(app, "observer").post(f"{API}/moves", json={}).status_code == 403
    sent = {"group": group, "pence": 50_000, "reason": "More visits."}
    assert program.post(f"{API}/moves", json=sent).status_code == 201
    whole = {
        "name": "Next",
        "from_at": told["from_at"],
        "until_at": told["until_at"],
        "total_pence": 400_000,
        "envelopes": [{"group": group, "pence": 189_999}],
    }
    assert program.post(API, json=whole).status_code == 422
    whole["envelopes"] = [{"group": group, "pence": 190_000}]
    assert program.post(API, json=whole).status_code == 201
    with world.scope():
        budget = budget_now()
        assert budget is not None
        assert shown_budget(budget).given == EnvelopeUse(200_000, 0, 190_000)


@both_databases
def test_money_moves_in_a_budget_that_holds_again_after_another_that_was_shorter(
    app: Flask, world: World, group: int, granted: Grants, travel: Callable[[timedelta], None]
) -> None:
    granted(call_in_days=0)
    with world.scope():
        whole = year(500_000, {group: 250_000})
        now = time_now()
        short = WantedBudget("Four days", now, now + timedelta(days=4), 300_000, {group: 200_000})
    decided(app, world, whole)
    decided(app, world, short)
    assert envelope(world, group) == EnvelopeUse(200_000, 0, 0)
    travel(timedelta(days=5))
    assert envelope(world, group) == EnvelopeUse(250_000, 0, 0)
    with world.scope():
        number = propose_move(world.actor("rep1"), group, 50_000, "It needs a van.")
    world.decide(number)
    run_once(app)
    assert envelope(world, group) == EnvelopeUse(300_000, 0, 0)
