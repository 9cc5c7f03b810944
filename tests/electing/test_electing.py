"""People put themselves forward for seats in a group, and a vote of the members alone seats them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from federation.decisions.models import Decision
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.electing.actions import ElectionWanted, begin_election, let_vote, stand, stand_down
from federation.electing.models import GroupCandidate, GroupElection
from federation.electing.proofs import elections
from federation.electing.queries import candidates_of, election_here, elections_of
from federation.kernel.days import today
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.record import now_here
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.network.groups.actions import (
    GroupWanted,
    SeatWanted,
    begin_group,
    end_group,
    end_seat,
    give_seat,
)
from federation.network.groups.elected import give_up_seat
from federation.network.groups.proofs import seats
from federation.network.groups.queries import seats_of
from federation.network.models import GroupSeat, Membership
from federation.testing import both_databases
from federation.testing.statements import statements
from federation.testing.world import World, make_world
from federation.worker import run_once

Travels = Callable[..., Any]
API = "/api/v1/federations/saltmarsh"
EVERYBODY = ("admin", "chair", "rep1", "member", "lay", "observer")


@pytest.fixture
def world(app: Flask) -> World:
    """The federation."""
    return make_world(practices=3)


@pytest.fixture
def group(world: World) -> int:
    """A group in which one practice has a seat."""
    with world.scope():
        wanted = GroupWanted("Home Visiting Group", "Home visits.", seats=(SeatWanted(practice="Z99003"),))
        return begin_group(world.actor("admin"), wanted)


def begun(world: World, group: int, **changes: Any) -> int:
    """An election to two seats with a vote."""
    with world.scope():
        wanted = ElectionWanted(2, False, True, False, "Four hours a month.", today() + timedelta(days=10))
        return begin_election(world.actor("member"), group, wanted._replace(**changes))


def stood(world: World, election: int, *names: str) -> None:
    with world.scope():
        for name in names:
            stand(world.actor(name), election, f"I am {name}.")


def opened(world: World, election: int, by: str = "rep1") -> int:
    with world.scope():
        return let_vote(world.actor(by), election)


def counted(app: Flask, world: World, decision: int, travel: Travels) -> str | None:
    """The verdict once voting is over."""
    travel(timedelta(days=40))
    run_once(app)
    run_once(app)
    db.session.rollback()
    with world.scope():
        return db.session.scalar(select(Decision.verdict).where(Decision.id == decision))


def seated(world: World, group: int) -> list[tuple[str, bool, bool]]:
    db.session.rollback()
    with world.scope():
        return [(one.name, one.is_lead, one.has_vote) for one in seats_of(group) if one.person_id]


@both_databases
def test_the_members_choose_by_points_and_the_verdict_seats_them(
    app: Flask, world: World, group: int, travel: Travels
) -> None:
    election = begun(world, group)
    stood(world, election, "member", "lay", "rep2", "chair")
    with world.scope():
        stand_down(world.actor("chair"), election)
        with pytest.raises(Refusal, match="still put themselves forward"):
            let_vote(world.actor("rep1"), election)
    travel(timedelta(days=12))
    number = opened(world, election)
    assert opened(world, election, "member") == number
    with world.scope():
        row = db.session.get_one(Decision, number)
        assert (row.state, row.rule["name"], row.rule["seats"]) == ("open", "election", 2)
        assert (row.rule["lead_may_close"], row.rule["lead_may_withdraw"]) == (False, False)
        for name, points in (("rep1", {"a": 6, "c": 4}), ("rep2", {"b": 1, "c": 9}), ("rep3", {"a": 10})):
            cast(world.actor(name), number, world.practice_of(name), "", "", choice=points)
    assert seated(world, group) == []
    assert counted(app, world, number, travel) == "carried"
    assert seated(world, group) == [("Member", False, True), ("Rep2", False, True)]
    with world.scope():
        assert {one.elected_in for one in seats_of(group) if one.person_id} == {number}
        assert world.actor("member").votes_in(group)
        assert (election_here(election).state, list(elections()), list(seats())) == ("elected", [], [])
        told = db.session.scalars(
            select(OutboxRow.key).where(OutboxRow.key.contains(f"electing:{election}:seated"))
        ).all()
        assert len(told) >= 4


@both_databases
def test_where_no_more_stand_than_seats_the_members_say_yes_or_no_to_all(
    app: Flask, world: World, group: int, travel: Travels
) -> None:
    election = begun(world, group, is_lead=True)
    stood(world, election, "member", "lay")
    travel(timedelta(days=12))
    number = opened(world, election)
    with world.scope():
        for name, stance in (("rep1", "against"), ("rep2", "against"), ("rep3", "for")):
            cast(world.actor(name), number, world.practice_of(name), stance, "So we think.")
    assert counted(app, world, number, travel) == "not_carried"
    assert seated(world, group) == []
    with world.scope():
        assert election_here(election).state == "not_elected"


def test_equal_points_at_the_last_place_seat_all_of_them(
    app: Flask, world: World, group: int, travel: Travels
) -> None:
    election = begun(world, group, seats=1)
    stood(world, election, "member", "lay")
    travel(timedelta(days=12))
    number = opened(world, election)
    with world.scope():
        for name, points in (("rep1", {"a": 5, "b": 5}), ("rep2", {"b": 10}), ("rep3", {"a": 10})):
            cast(world.actor(name), number, world.practice_of(name), "", "", choice=points)
    assert counted(app, world, number, travel) == "carried"
    assert [one[0] for one in seated(world, group)] == ["Lay", "Member"]


@both_databases
def test_who_was_elected_makes_room_for_others_and_is_ended_by_nobody_else(
    app: Flask, world: World, group: int, travel: Travels
) -> None:
    with world.scope():
        give_seat(world.actor("admin"), group, SeatWanted(world.people["rep1"], has_vote=False))
    first = begun(world, group)
    stood(world, first, "member", "rep1")
    travel(timedelta(days=12))
    carried = all_for(app, world, opened(world, first), travel, 28)
    assert seated(world, group) == [("Member", False, True), ("Rep1", False, True)]
    with world.scope():
        seat = next(one for one in seats_of(group) if one.name == "Member")
        with pytest.raises(Refusal, match="The members elected them"):
            end_seat(world.actor("admin"), group, seat.id)
        with pytest.raises(NotYours):
            give_up_seat(world.actor("rep2"), group, seat.id)
        wanted = ElectionWanted(1, False, True, True, "Go on.", today() + timedelta(days=8))
        second = begin_election(world.actor("rep1"), group, wanted)
    stood(world, second, "lay")
    travel(timedelta(days=28 + 10))
    assert carried == "carried"
    all_for(app, world, opened(world, second), travel, 28 + 10 + 16)
    assert seated(world, group) == [("Lay", False, True)]
    with world.scope():
        seat = next(one for one in seats_of(group) if one.name == "Lay")
        give_up_seat(world.actor("lay"), group, seat.id)
        assert list(seats()) == []
    assert seated(world, group) == []


def all_for(app: Flask, world: World, number: int, travel: Travels, days: int) -> str | None:
    with world.scope():
        for name in ("rep1", "rep2", "rep3"):
            cast(world.actor(name), number, world.practice_of(name), "for", "Yes.")
    travel(timedelta(days=days))
    run_once(app)
    run_once(app)
    db.session.rollback()
    with world.scope():
        return db.session.scalar(select(Decision.verdict).where(Decision.id == number))


def test_who_has_left_or_whose_group_has_ended_is_not_seated(
    app: Flask, world: World, group: int, travel: Travels
) -> None:
    election = begun(world, group)
    stood(world, election, "member", "lay")
    travel(timedelta(days=12))
    number = opened(world, election)
    with unit_of_work() as session, world.scope():
        gone = update(Membership).where(Membership.person_id == world.people["lay"])
        session.execute(gone.values(ended_at=Membership.started_at))
    assert all_for(app, world, number, travel, 30) == "carried"
    assert seated(world, group) == [("Member", False, True)]
    other = begun(world, group, until=today_in(world) + timedelta(days=8))
    stood(world, other, "rep1")
    travel(timedelta(days=30 + 10))
    number = opened(world, other)
    with world.scope():
        end_group(world.actor("admin"), group)
    assert all_for(app, world, number, travel, 30 + 10 + 16) == "carried"
    assert [one[0] for one in seated(world, group)] == ["Member"]


def today_in(world: World) -> Any:
    with world.scope():
        return today()


def test_nobody_stands_for_others_late_or_twice(world: World, group: int, travel: Travels) -> None:
    election = begun(world, group)
    with world.scope():
        with pytest.raises(NotYours):
            stand(world.actor("observer"), election, "Me.")
        with pytest.raises(Invalid, match="patient"):
            stand(world.actor("lay"), election, "NHS number 943 476 5919")
        with pytest.raises(Refusal, match="going on already"):
            begin_election(
                world.actor("rep1"),
                group,
                ElectionWanted(1, False, True, False, "x", today() + timedelta(days=9)),
            )
        with pytest.raises(Invalid, match="days to put themselves forward"):
            begin_election(world.actor("rep1"), group, ElectionWanted(1, False, True, False, "x", today()))
        with pytest.raises(NotYours):
            begin_election(world.actor("admin"), group, ElectionWanted(1, False, True, False, "x", today()))
    stood(world, election, "lay")
    with world.scope():
        with pytest.raises(Refusal, match="You stand already"):
            stand(world.actor("lay"), election, "Again.")
        with pytest.raises(Refusal, match="You do not stand"):
            stand_down(world.actor("member"), election)
    travel(timedelta(days=12))
    with world.scope():
        with pytest.raises(Refusal, match="is over"):
            stand(world.actor("member"), election, "Late.")
        stand_down(world.actor("lay"), election)
        with pytest.raises(Refusal, match="Nobody has put themselves forward"):
            let_vote(world.actor("rep1"), election)
        assert (election_here(election).state, list(candidates_of(election))) == ("nobody", [])


def test_nobody_closes_the_vote_early_or_calls_it_off(world: World, group: int, travel: Travels) -> None:
    election = begun(world, group)
    stood(world, election, "member")
    travel(timedelta(days=12))
    number = opened(world, election)
    for name in EVERYBODY:
        with world.scope():
            actor = world.actor(name)
            with pytest.raises(Refusal):
                close_early(actor, number, "I say so.")
            with pytest.raises(Refusal):
                withdraw(actor, number, "I say so.")
    assert seated(world, group) == []


@both_databases
def test_the_database_seats_nobody_without_the_decision_and_the_record_proves_who_stood(
    app: Flask, world: World, group: int, travel: Travels
) -> None:
    election = begun(world, group)
    stood(world, election, "member")
    travel(timedelta(days=12))
    number = opened(world, election)
    changes = (
        update(GroupElection).values(seats=3),
        update(GroupElection).values(decision_id=None),
        update(GroupCandidate).values(person_id=world.people["rep1"]),
        update(GroupSeat).values(elected_in=number),
    )
    for change in changes:
        with pytest.raises(DBAPIError), unit_of_work() as session, world.scope():
            session.execute(change.execution_options(synchronize_session=False))
    with pytest.raises(DBAPIError), unit_of_work() as session, world.scope():
        now = session.execute(select(now_here())).scalar_one()
        session.add(
            GroupCandidate(
                election_id=election,
                person_id=world.people["rep2"],
                words="Late.",
                stood_at=now,
            )
        )
    with world.scope():
        assert list(elections()) == []


def test_people_see_and_do_it_on_pages(app: Flask, world: World, group: int, travel: Travels) -> None:
    page = world.client(app, "member").get(world.address(f"groups/{group}"))
    assert "Let the members elect people to this group" in page.text
    empty = world.client(app, "member").post(world.address(f"groups/{group}/elections/new"), data={})
    assert (empty.status_code, "Enter how many people are elected" in empty.text) == (422, True)
    election = begun(world, group)
    lay = world.client(app, "lay")
    assert "Put yourself forward" in lay.get(world.address(f"elections/{election}")).text
    done = lay.post(world.address(f"elections/{election}/stand"), data={"words": "I know the wards."})
    assert done.status_code == 303, done.text
    with statements(app) as few:
        shown = lay.get(world.address(f"elections/{election}")).text
    assert "I know the wards." in shown and "No longer stand" in shown
    stood(world, election, "member", "rep1", "rep2", "rep3", "chair")
    with statements(app) as many:
        lay.get(world.address(f"elections/{election}"))
    assert len(many) == len(few)
    observer = world.client(app, "observer").get(world.address(f"elections/{election}"))
    assert "I know the wards." in observer.text and "Put yourself forward" not in observer.text
    assert lay.post(world.address(f"elections/{election}/vote")).status_code == 403
    travel(timedelta(days=12))
    opened_at = world.client(app, "rep1").post(world.address(f"elections/{election}/vote"))
    assert opened_at.status_code == 303, opened_at.text
    ballot = world.client(app, "rep1").get(opened_at.location).text
    assert "I know the wards." in ballot and "Stands for it" in ballot


def test_programs_run_an_election(app: Flask, world: World, group: int, travel: Travels) -> None:
    with world.scope():
        until = (today() + timedelta(days=10)).isoformat()
    sent = {"seats": 1, "lead": True, "words": "Lead us.", "until": until}
    made = world.program(app, "member").post(f"{API}/groups/{group}/elections", json=sent)
    assert made.status_code == 201, made.text
    number = made.json["id"]
    lay = world.program(app, "lay")
    assert lay.post(f"{API}/elections/{number}/candidates", json={"words": "I will."}).status_code == 201
    one = lay.get(f"{API}/elections/{number}").json
    assert (one["state"], [each["name"] for each in one["standing"]], one["lead"]) == (
        "standing",
        ["Lay"],
        True,
    )
    assert lay.delete(f"{API}/elections/{number}/candidates").status_code == 204
    assert lay.post(f"{API}/elections/{number}/candidates", json={"words": "I will."}).status_code == 201
    travel(timedelta(days=12))
    vote = world.program(app, "rep1").post(f"{API}/elections/{number}/vote")
    assert vote.status_code == 201, vote.text
    listed = lay.get(f"{API}/groups/{group}/elections").json["items"]
    assert [(each["id"], each["state"], each["decision"]) for each in listed] == [
        (number, "voting", vote.json["decision"])
    ]
    with world.scope():
        assert [each.id for each in elections_of(group)] == [number]
