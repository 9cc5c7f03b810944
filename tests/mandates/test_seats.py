"""Whoever joins a group that acts in the members' name counts once a second person says so; the members name the others."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import NotFound, NotYours, Refusal
from federation.mandates.actions.acting import do_act
from federation.mandates.actions.granting import propose_mandate
from federation.mandates.actions.reporting import send_report
from federation.mandates.rules import GroupAct
from federation.network.groups.actions import SeatWanted, end_group, end_seat, give_seat
from federation.network.groups.confirming import confirm_seat, refuse_seat
from federation.network.groups.queries import seats_of, voters_of
from federation.network.groups.waiting import seats_to_confirm
from federation.network.members.actions.roles import add_role
from federation.network.models import GroupSeat
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import Grants, loaded

ACT = GroupAct("spend", "tendering", 190_000, "A solicitor checks the contract.")
API = "/api/v1/federations/saltmarsh"
CANNOT = ("admin", "boss", "rep1", "member", "lay", "observer")
CAN = ("chair", "lead", "rep3")


def given(world: World, group: int, name: str = "boss") -> int:
    """A seat with which somebody new would lead the group, given by the administrator."""
    with world.scope():
        return give_seat(world.actor("admin"), group, SeatWanted(world.people[name], is_lead=True))


@both_databases
def test_nobody_seats_themselves_where_a_group_acts_for_the_members(
    world: World, group: int, granted: Grants
) -> None:
    world.add("boss", "administrator")
    world.add("boss", "representative", "Z99001")
    with world.scope():
        seat = give_seat(world.actor("boss"), group, SeatWanted(world.people["boss"], is_lead=True))
        assert world.actor("boss").leads(group)
        end_seat(world.actor("boss"), group, seat)
    granted()
    for wanted in (SeatWanted(world.people["boss"], is_lead=True), SeatWanted(practice=" z99001")):
        with world.scope(), pytest.raises(Refusal, match="somebody else has to give you"):
            give_seat(world.actor("boss"), group, wanted)
    with world.scope():
        assert not world.actor("boss").sits_in(group)


@both_databases
def test_a_new_seat_reads_and_speaks_until_a_second_person_confirms_it(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted()
    world.add("boss", "member", "Z99001")
    seat = given(world, group)
    with world.scope():
        boss = world.actor("boss")
        assert (boss.sits_in(group), boss.votes_in(group), boss.leads(group)) == (True, False, False)
        assert [one.code for one in voters_of(group)] == [f"p-{world.people['lead']}", "Z99003"]
        for tried in (
            lambda: do_act(boss, group, ACT),
            lambda: send_report(boss, group, "All is well.", ""),
            lambda: proposals.start(boss, Draft(title="Mine", body="Text."), group_id=group),
        ):
            with pytest.raises(NotYours):
                tried()
        (waiting,) = seats_to_confirm()
        assert waiting.can == {world.people[name] for name in CAN}
        for name in CANNOT:
            with pytest.raises(NotYours):
                confirm_seat(world.actor(name), group, seat)
        with pytest.raises(NotFound):
            confirm_seat(world.actor("chair"), group + 1, seat)
        told = db.session.scalars(select(OutboxRow.key).where(OutboxRow.key.contains(f"seat:{seat}:begun")))
        assert {int(key.rpartition(":")[2]) for key in told} == {
            world.people[name] for name in (*CAN, "boss", "lay")
        }
        confirm_seat(world.actor("rep3"), group, seat)
        assert world.actor("boss").leads(group)
        do_act(world.actor("boss"), group, ACT)
        with pytest.raises(NotFound):
            refuse_seat(world.actor("chair"), group, seat)
    page = world.client(app, "rep1").get(world.address("our-federation/record")).text
    assert "confirmed the seat of Boss, given by Admin" in page and "Rep3" in page


def test_no_page_and_no_program_confirms_it_for_them(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted()
    world.add("boss", "member", "Z99001")
    seat = given(world, group)
    for name in CANNOT:
        browser, program = world.client(app, name), world.program(app, name)
        for word in ("confirm", "refuse"):
            at = f"groups/{group}/seats/{seat}/{word}"
            assert browser.post(world.address(at)).status_code == 403, (name, word)
            assert program.post(f"{API}/{at}").status_code == 403, (name, word)
        page = browser.get(world.address(f"groups/{group}")).text
        assert "Waits for a second person" in page and f"seats/{seat}/confirm" not in page, name
        home = browser.get(world.address(""), follow_redirects=True).text
        assert f"seats/{seat}/confirm" not in home, name
    sent = {"power": "spend", "area": "tendering", "pence": 1, "words": "Mine"}
    assert world.program(app, "boss").post(f"{API}/groups/{group}/acts", json=sent).status_code == 403
    assert _waiting(world.program(app, "lay"), group) == ["Boss"]


def test_pages_and_programs_confirm_and_refuse(app: Flask, world: World, group: int, granted: Grants) -> None:
    granted()
    world.add("boss", "member", "Z99001")
    seat = given(world, group)
    for name in ("chair", "lead"):
        browser = world.client(app, name)
        assert f"seats/{seat}/confirm" in browser.get(world.address(""), follow_redirects=True).text
    shown = browser.get(world.address(f"groups/{group}/seats/{seat}/confirm")).text
    assert "Confirm the seat of Boss?" in shown and "by Admin" in shown
    assert browser.post(world.address(f"groups/{group}/seats/{seat}/refuse")).status_code == 303
    assert "Boss" not in browser.get(world.address(f"groups/{group}")).text
    admin, chair = world.program(app, "admin"), world.program(app, "chair")
    sent = {"person": world.people["boss"], "lead": True}
    again = admin.post(f"{API}/groups/{group}/seats", json=sent).json["id"]
    assert _waiting(admin, group) == ["Boss"]
    assert chair.post(f"{API}/groups/{group}/seats/{again}/confirm").status_code == 204
    assert _waiting(admin, group) == []
    voice = {"person": world.people["observer"], "votes": False}
    assert admin.post(f"{API}/groups/{group}/seats", json=voice).status_code == 201
    assert _waiting(admin, group) == []


def _waiting(program: Any, group: int) -> list[str]:
    return [one["name"] for one in program.get(f"{API}/groups/{group}").json["seats"] if one["waits"]]


@both_databases
def test_an_account_that_the_giver_made_confirms_nothing(world: World, group: int, granted: Grants) -> None:
    granted()
    world.add("boss", "member", "Z99001")
    with world.scope():
        add_role(world.actor("admin"), world.people["observer"], "executive")
        seat = given(world, group)
        with pytest.raises(NotYours):
            confirm_seat(world.actor("observer"), group, seat)
        refuse_seat(world.actor("chair"), group, seat)
        by_other = give_seat(world.actor("observer"), group, SeatWanted(world.people["boss"]))
        (waiting,) = seats_to_confirm()
        assert waiting.can == {world.people[name] for name in CAN}
        with pytest.raises(Exception, match="second"), unit_of_work() as session:
            row = session.get_one(GroupSeat, by_other)
            row.waits, row.confirmed_by, row.confirmed_at = False, row.given_by, time_now()


@both_databases
def test_the_members_settle_the_seats_that_their_vote_names(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    world.add("boss", "member", "Z99001")
    with world.scope():
        number = propose_mandate(world.actor("rep1"), group, loaded(time_now()))
        late = give_seat(world.actor("admin"), group, SeatWanted(world.people["boss"], is_lead=True))
        assert world.actor("boss").leads(group)
    page = world.client(app, "rep1").get(world.address(f"decisions/{number}")).text
    assert "Lead (lead, with a vote); Quayside Practice (a vote)" in page and "Boss" not in page
    world.decide(number)
    run_once(app)
    with world.scope():
        assert [one.id for one in seats_to_confirm()] == [late]
        assert not world.actor("boss").leads(group) and world.actor("lead").leads(group)
    granted()
    with world.scope():
        assert seats_to_confirm() == []
        assert world.actor("boss").leads(group)


@both_databases
def test_nobody_is_seated_into_a_vote_that_is_open(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted()
    world.add("boss", "member", "Z99001")
    with world.scope():
        lead = world.actor("lead")
        number = proposals.start(lead, Draft(title="A van", body="We buy a van."), group_id=group)
        proposals.to_discussion(lead, number)
        open_vote(lead, number, preset("simple_majority"), in_hours(100))
    seat = given(world, group)
    with world.scope():
        confirm_seat(world.actor("chair"), group, seat)
        with pytest.raises(Refusal, match="not on the list"):
            cast(world.actor("boss"), number, None, "for", "Mine.")
    browser, program = world.client(app, "boss"), world.program(app, "boss")
    ballot = {"stance": "for", "reason": "Mine."}
    assert program.put(f"{API}/decisions/{number}/ballots/me", json=ballot).status_code == 409
    assert browser.post(world.address(f"decisions/{number}/vote/me"), data=ballot).status_code in (403, 409)
    assert program.get(f"{API}/decisions/{number}").json["roll"]["practices"] == 2


def test_ending_a_seat_or_a_group_is_told_to_all_of_it(world: World, group: int, granted: Grants) -> None:
    granted()
    with world.scope():
        seat = next(one.id for one in seats_of(group) if one.is_lead)
        end_seat(world.actor("admin"), group, seat)
        end_group(world.actor("admin"), group)
        keys = db.session.scalars(select(OutboxRow.key).where(OutboxRow.key.contains("ended")))
        told = {key.removeprefix("mail:") for key in keys}
    people = world.people
    assert told == {
        *(f"seat:{seat}:ended:{people[name]}" for name in ("lead", "rep3", "lay")),
        *(f"group:{group}:ended:{people[name]}" for name in ("rep3", "lay")),
    }
