"""The members give a group its mandate, change it and take it back; nobody else does, in any role and by no other way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions.proposals.actions import proposals
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.mandates.actions.granting import propose_mandate, propose_withdrawal
from federation.mandates.models import GroupMandate
from federation.mandates.queries.standing import mandate_of, standing_mandate, standing_told
from federation.network.groups.actions import end_group
from federation.network.record.proving import flaws
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import Grants, loaded, wanted

TRIED = ("admin", "chair", "rep1", "member", "lead", "lay", "observer")


def standing(world: World, group: int) -> Any:
    db.session.rollback()
    with world.scope():
        return mandate_of(group)


@both_databases
def test_members_give_change_and_take_back_a_mandate(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    first = granted()
    assert (first.state, first.left_pence, first.number) == ("in_force", 1_500_000, f"{first.now.year}/1")
    with world.scope():
        assert standing_told()[group].state == "in_force"
        letters = db.session.scalars(select(OutboxRow.key).where(OutboxRow.key.contains("mandate:"))).all()
    assert sorted(letters) == sorted(
        f"mail:mandate:{first.id}:granted:{world.people[name]}" for name in ("lead", "rep3", "lay")
    )
    second = granted(total_pence=2_000_000, report_days=30)
    assert (second.left_pence, second.id > first.id) == (2_000_000, True)
    assert second.report_due_at == second.starts_at + timedelta(days=30)
    with world.scope():
        before = db.session.get_one(GroupMandate, first.id)
        assert (before.stopped_how, before.stopped_by_id) == ("replaced", second.decision_id)
        number = propose_withdrawal(world.actor("rep2"), group, "It is not needed any more.")
    world.decide(number)
    run_once(app)
    after = standing(world, group)
    assert (after.state, after.stopped_by_id) == ("withdrawn", number)
    with world.scope():
        assert standing_mandate(group) is None
        with pytest.raises(Refusal):
            propose_withdrawal(world.actor("rep2"), group, "Once more.")
        assert [str(flaw) for flaw in flaws() if "andate" in str(flaw)] == []


def test_members_read_what_they_decide(app: Flask, world: World, group: int) -> None:
    with world.scope():
        number = propose_mandate(world.actor("rep1"), group, loaded(time_now()), "It is time.")
        proposals.to_discussion(world.actor("rep1"), number)
        assert standing_told()[group].state == "proposed"
    page = world.client(app, "rep2").get(world.address(f"decisions/{number}")).text
    for words in (
        "A mandate for the Home Visiting Group",
        "Specify, tender and watch over one home visiting service",
        "Tendering and premises and back office",
        "Recommend, spend and open a tender",
        "Up to £2,500 an item and £15,000 in all",
        "Employ people",
        "If one is 14 days late",
        "Any practice can stop an act within 10 days",
        "It is time.",
    ):
        assert words in page, words


@both_databases
def test_no_mandate_without_the_verdict_of_the_members(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    with world.scope():
        now = time_now()
        refused = propose_mandate(world.actor("rep1"), group, loaded(now))
        for name in ("admin", "lay", "observer"):
            with pytest.raises(NotYours):
                propose_mandate(world.actor(name), group, loaded(now))
            with pytest.raises(NotYours):
                propose_withdrawal(world.actor(name), group, "Mine.")
    world.decide(refused, "against")
    run_once(app)
    assert standing(world, group) is None
    kept = granted()
    with world.scope():
        terms = db.session.get_one(GroupMandate, kept.id).terms
        wider = GroupMandate(group_id=group, decision_id=refused, terms=terms, starts_at=time_now())
        with pytest.raises(Exception, match="the members alone give a mandate"), unit_of_work() as session:
            session.add(wider)
    longer = {**terms, "ends_at": "2031-01-01T00:00:00+00:00"}
    stopped: dict[str, Any] = {"stopped_at": kept.starts_at, "stopped_how": "withdrawn"}
    for change in (
        {"terms": {**terms, "total_pence": 9_900_000}},
        {"terms": longer},
        {"decision_id": refused},
        stopped,
        {**stopped, "stopped_by_id": refused},
    ):
        with (
            world.scope(),
            pytest.raises(Exception, match="stays as the members decided it"),
            unit_of_work() as session,
        ):
            session.execute(update(GroupMandate).where(GroupMandate.id == kept.id).values(**change))
    assert standing(world, group).terms == terms


def test_what_makes_no_sense_together_is_said_at_once(world: World, group: int) -> None:
    with world.scope():
        now = time_now()
        changes = {
            "areas": ["gardening"],
            "item_pence": 1_600_000,
            "powers": ["decide"],
            "ends_at": now.isoformat(),
        }
        with pytest.raises(Invalid) as refused:
            propose_mandate(world.actor("rep1"), group, loaded(now, **changes))
        assert [field for _, field in refused.value.each] == ["areas", "powers", "item_pence", "ends_at"]
        for change, field in (
            ({"total_pence": 0, "item_pence": 0}, "total_pence"),
            ({"item_pence": 0}, "item_pence"),
            ({"ends_at": (now + timedelta(days=4_000)).isoformat()}, "ends_at"),
        ):
            with pytest.raises(Invalid) as refused:
                propose_mandate(world.actor("rep1"), group, loaded(now, **change))
            assert refused.value.field == field
        end_group(world.actor("admin"), group)
        with pytest.raises(Refusal, match="ended"):
            propose_mandate(world.actor("rep1"), group, loaded(now))


def test_a_vote_on_a_mandate_binds_and_stands_alone(
    world: World, group: int, granted: Grants, travel: Callable[[timedelta], None]
) -> None:
    rep = world.actor("rep1")
    with world.scope():
        first = propose_mandate(rep, group, loaded(time_now()))
        other = propose_mandate(rep, group, loaded(time_now(), total_pence=1_000_000))
        short = propose_mandate(rep, group, loaded(time_now(), ends_at=in_hours(20).isoformat()))
        for number in (first, other, short):
            proposals.to_discussion(rep, number)
        for rule in (preset("advisory"), preset("simple_majority", tie="casting_vote")):
            with pytest.raises(Refusal):
                open_vote(rep, first, rule, in_hours(24))
        open_vote(rep, first, preset("simple_majority"), in_hours(24))
        with pytest.raises(Refusal, match="Another vote on the mandate"):
            open_vote(rep, other, preset("simple_majority"), in_hours(24))
    travel(timedelta(hours=21))
    with world.scope(), pytest.raises(Refusal, match="over already"):
        open_vote(rep, short, preset("simple_majority"), in_hours(24))


@pytest.mark.parametrize("name", TRIED)
def test_pages_and_programs_begin_a_proposal_and_nothing_more(
    app: Flask, world: World, group: int, name: str
) -> None:
    """In every role: what somebody can do alone is a draft, or nothing."""
    with world.scope():
        now = time_now()
    may = name in ("chair", "rep1", "member", "lead")
    sent = world.program(app, name).post(
        f"/api/v1/federations/saltmarsh/groups/{group}/mandate", json=wanted(now)
    )
    assert sent.status_code == (201 if may else 403), sent.text
    form = {
        "task": "Look after visits",
        "areas": "premises",
        "powers": "recommend",
        "reserved": "Employ people\nSet fees",
        "ends_on-day": "1",
        "ends_on-month": "6",
        "ends_on-year": str(now.year + 1),
        "report_days": "90",
        "grace_days": "14",
        "ratify": "none",
        "call_in_days": "0",
        "own_seats": "no",
    }
    page = world.client(app, name).post(world.address(f"groups/{group}/mandate/new"), data=form)
    assert page.status_code == (303 if may else 403), page.text
    assert standing(world, group) is None


def test_what_was_typed_comes_back_with_what_is_wrong(app: Flask, world: World, group: int) -> None:
    answer = world.client(app, "rep1").post(
        world.address(f"groups/{group}/mandate/new"),
        data={"task": "Look after visits", "areas": "premises", "powers": "spend", "item_pence": "a lot"},
    )
    assert answer.status_code == 422
    assert "Look after visits" in answer.text and "must be an amount of money" in answer.text


@both_databases
def test_the_scheme_says_who_may_act(app: Flask, world: World, group: int, granted: Grants) -> None:
    empty = world.client(app, "observer").get(world.address("mandates/")).text
    assert "No group has a mandate" in empty
    mandate = granted()
    reader = world.client(app, "observer")
    page = reader.get(world.address("mandates/")).text
    assert "1 mandate in force" in page and "<strong>£15,000</strong> of £15,000" in page
    rows = reader.get(world.address("mandates/scheme.csv")).text.splitlines()
    assert rows[1].startswith("Home Visiting Group,Sub-group,in_force,")
    assert ",2500.00,15000.00,0.00,0.00,15000.00," in rows[1]
    own = reader.get(world.address(f"groups/{group}")).text
    assert "Mandate in force" in own and "Propose to change" not in own
    assert (
        "Propose to take this mandate back"
        in world.client(app, "rep1").get(world.address(f"groups/{group}")).text
    )
    assert "Mandate in force" in reader.get(world.address(f"mandates/{mandate.id}")).text
    program = world.program(app, "observer")
    (listed,) = program.get("/api/v1/federations/saltmarsh/mandates").json["items"]
    assert (listed["state"], listed["left_pence"], listed["powers"]) == (
        "in_force",
        1_500_000,
        ["recommend", "spend", "open_tender"],
    )
    shown = program.get(f"/api/v1/federations/saltmarsh/groups/{group}").json["mandate"]
    assert (shown["state"], shown["left_pence"], shown["report_due_at"]) == (
        "in_force",
        1_500_000,
        listed["report_due_at"],
    )
