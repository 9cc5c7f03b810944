"""Groups report to the members, who accept it or send it back; who does not report may do nothing until it does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.rules import PRESETS
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.mandates.actions.acting import do_act
from federation.mandates.actions.reporting import object_to, send_report
from federation.mandates.jobs import ask_for_reports
from federation.mandates.models import GroupReport
from federation.mandates.proofs import reports
from federation.mandates.queries.personal import personal_acts
from federation.mandates.queries.reports import report_here
from federation.mandates.queries.standing import mandate_of
from federation.mandates.rules import GroupAct
from federation.network.dues.queries import DueOwners, things_owed
from federation.network.models import ThingDue
from federation.testing import both_databases
from federation.testing.due import due_in
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.test_floors_hold import deliver
from tests.decisions.votes import in_hours
from tests.mandates.conftest import Grants

ACT = GroupAct("spend", "tendering", 190_000, "A solicitor checks the contract.")
Travels = Callable[[timedelta], None]


def state(world: World, group: int) -> str:
    db.session.rollback()
    with world.scope():
        found = mandate_of(group)
        assert found is not None
        return found.state


def owed(world: World, name: str) -> list[str]:
    """What somebody of the executive, or who owes it, reads on their Home."""
    db.session.rollback()
    with world.scope():
        now = time_now()
        found = things_owed(DueOwners(world.people[name], ()), now + timedelta(days=14), now)
        return [one.words for one in found]


def report(world: World, number: int) -> Any:
    db.session.rollback()
    with world.scope():
        return report_here(number)


@both_databases
def test_a_report_that_is_late_stops_the_group_until_it_is_in(
    app: Flask, world: World, group: int, granted: Grants, travel: Travels
) -> None:
    granted(ratify="none", call_in_days=0)
    with world.scope():
        assert ask_for_reports() == 0
        do_act(world.actor("lead"), group, ACT)
    assert due_in("mandates.reports") == []
    travel(timedelta(days=86))
    assert due_in("mandates.reports") == [world.federation_id]
    with world.scope():
        assert [ask_for_reports(), ask_for_reports()] == [1, 0]
    assert due_in("mandates.reports") == []
    assert owed(world, "lead") == ["Report of the Home Visiting Group to the members"]
    assert owed(world, "chair") == []
    travel(timedelta(days=91))
    with world.scope():
        assert [ask_for_reports(), ask_for_reports()] == [1, 0]
    assert owed(world, "chair") == ["Report of the Home Visiting Group to the members"]
    assert due_in("mandates.reports") == []
    travel(timedelta(days=105))
    assert state(world, group) == "suspended"
    assert due_in("mandates.reports") == [world.federation_id]
    with world.scope():
        assert [ask_for_reports(), ask_for_reports()] == [1, 0]
        keys = db.session.scalars(select(OutboxRow.key).where(OutboxRow.key.contains(":suspended:"))).all()
        assert len(keys) == 3
        with pytest.raises(Refusal):
            do_act(world.actor("lead"), group, GroupAct("spend", "tendering", 1, "A pen"))
        sent = send_report(world.actor("lead"), group, "We are slow.", "Ask earlier.")
        assert sent.decision_id is None
        assert db.session.scalars(select(ThingDue.done_by)).all() == [world.people["lead"]]
    assert state(world, group) == "in_force"
    shown = report(world, sent.id)
    assert shown.state == "noted"
    assert ["Acts in the members’ name", "1"] in shown.known and [
        "Money of these acts",
        "£1,900",
    ] in shown.known
    with world.scope():
        due = mandate_of(group)
        assert due is not None and due.report_due_at == shown.sent_at + timedelta(days=90)


@both_databases
def test_members_accept_a_report_by_silence(
    app: Flask, world: World, group: int, granted: Grants, travel: Travels
) -> None:
    granted()
    with world.scope():
        until = time_now() + timedelta(days=3)
        with pytest.raises(Invalid) as early:
            send_report(world.actor("lead"), group, "All is well.", "", time_now() + timedelta(hours=1))
        assert early.value.field == "silent_until"
        sent = send_report(world.actor("lead"), group, "All is well.", "Visits take longer.", until)
    assert (report(world, sent.id).state, sent.decision_id is not None) == ("sent", True)
    with (
        world.scope(),
        pytest.raises(Exception, match="the members accept a report"),
        unit_of_work() as session,
    ):
        session.execute(update(GroupReport).values(state="ratified"))
    page = world.client(app, "rep2").get(world.address(f"decisions/{sent.decision_id}")).text
    assert "Visits take longer." in page and "All is well." in page
    travel(timedelta(days=4))
    run_once(app)
    assert report(world, sent.id).state == "ratified"
    with world.scope():
        assert list(reports()) == []


@both_databases
def test_one_objection_makes_it_a_vote_and_members_send_it_back(
    app: Flask, world: World, group: int, granted: Grants, travel: Travels
) -> None:
    granted()
    with world.scope():
        sent = send_report(world.actor("lead"), group, "All is well.", "")
        for name, practice in (("rep2", "rep1"), ("lead", "rep2"), ("chair", "rep1")):
            with pytest.raises(NotYours):
                object_to(world.actor(name), sent.id, world.practice_of(practice), "Mine.")
        made = object_to(world.actor("rep1"), sent.id, world.practice_of("rep1"), "Add weekend cover.")
        assert (made.state, made.decision_id) == ("objected", sent.decision_id)
    travel(timedelta(days=15))
    run_once(app)
    later = report(world, sent.id)
    assert (later.state, later.decision_id != sent.decision_id) == ("sent", True)
    with world.scope():
        again = object_to(world.actor("rep1"), sent.id, world.practice_of("rep1"), "Still.")
        assert again.state == "sent"
        for name in ("rep2", "rep3"):
            cast(world.actor(name), later.decision_id, world.practice_of(name), "against", "No.")
        close_early(world.actor("chair"), later.decision_id, "All have voted.")
    run_once(app)
    assert report(world, sent.id).state == "sent_back"
    with world.scope():
        assert list(reports()) == []
        mandate = mandate_of(group)
        assert mandate is not None and mandate.report_due_at == mandate.starts_at + timedelta(days=90)
        with pytest.raises(Refusal, match="settled"):
            object_to(world.actor("rep1"), sent.id, world.practice_of("rep1"), "More.")


def test_a_report_that_was_sent_back_is_due_again(
    app: Flask, world: World, group: int, granted: Grants, travel: Travels
) -> None:
    granted(ratify="vote")
    travel(timedelta(days=100))
    with world.scope():
        sent = send_report(world.actor("lead"), group, "All is well.", "")
        withdraw(world.actor("chair"), sent.decision_id or 0, "It says nothing.")
    run_once(app)
    shown = report(world, sent.id)
    assert shown.state == "sent_back"
    assert due_in("mandates.reports") == [world.federation_id]
    with world.scope():
        mandate = mandate_of(group)
        assert mandate is not None
        assert (mandate.report_due_at, mandate.state) == (shown.settled_at, "in_force")
    travel(timedelta(days=115))
    assert state(world, group) == "suspended"


@pytest.mark.parametrize("name", ["admin", "chair", "rep1", "member", "lay", "observer"])
def test_nobody_reports_without_a_seat_that_counts(
    app: Flask, world: World, group: int, granted: Grants, name: str
) -> None:
    granted()
    with world.scope(), pytest.raises(NotYours):
        send_report(world.actor(name), group, "Mine.", "")
    path = f"/api/v1/federations/saltmarsh/groups/{group}/reports"
    assert world.program(app, name).post(path, json={"words": "Mine."}).status_code == 403
    page = world.client(app, name).post(world.address(f"groups/{group}/reports/new"), data={"words": "Mine."})
    assert page.status_code == 403


def test_pages_and_programs_report_and_object(app: Flask, world: World, group: int, granted: Grants) -> None:
    granted()
    lead = world.client(app, "lead")
    at = world.address(f"groups/{group}/reports/new")
    assert "What is filled in for you" in lead.get(at).text
    assert lead.post(at, data={"learned": "Much"}).status_code == 422
    made = lead.post(at, data={"words": "All is well.", "learned": "Much"})
    assert made.status_code == 303
    assert "All is well." in world.client(app, "observer").get(made.location).text
    assert "To ratify" in lead.get(world.address(f"groups/{group}/reports")).text
    program, api = world.program(app, "lead"), "/api/v1/federations/saltmarsh"
    sent = program.post(f"{api}/groups/{group}/reports", json={"words": "Again."}).json
    path = f"{api}/reports/{sent['id']}"
    objection = {"practice": "Z99001", "reason": "Not so."}
    answer = world.program(app, "rep1").post(f"{path}/objections", json=objection)
    assert (answer.status_code, answer.json) == (201, {"state": "objected", "decision": sent["decision"]})
    assert program.get(path).json["state"] == "sent"
    assert len(program.get(f"{api}/groups/{group}/reports").json["items"]) == 2
    with world.scope():
        titles = [one.title for one in personal_acts(world.people["lead"])]
        assert titles == ["Report of a group"] * 2 and personal_acts(world.people["rep1"]) == []


@both_databases
def test_a_report_is_accepted_by_silence_under_the_floors_as_delivered(
    app: Flask, world: World, group: int, granted: Grants, travel: Travels
) -> None:
    """The mandate that the members gave says so: nothing else is carried by silence there."""
    granted(ratify="silence", call_in_days=0)
    deliver(world)
    with world.scope():
        rep = world.actor("rep1")
        other = proposals.start(rep, Draft("Buy vans", "Two of them."))
        proposals.to_discussion(rep, other)
        with pytest.raises(Invalid, match="silence is not a vote"):
            open_vote(rep, other, PRESETS["silence"].rule, in_hours(100))
        sent = send_report(world.actor("lead"), group, "It goes well.", "Ask earlier.")
    assert report(world, sent.id).state == "sent"
    travel(timedelta(days=15))
    run_once(app)
    assert report(world, sent.id).state == "ratified"
