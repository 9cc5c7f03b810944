"""A ballot costs the same in a group of three and of fifteen, and as in a vote of all members; so do the pages."""

from datetime import timedelta

from flask import Flask

from federation.decisions.models import Decision
from federation.decisions.proposals.actions.proposals import start, to_discussion
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.tenancy import insert_many
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.network.models import Practice
from federation.testing.statements import statements
from federation.testing.world import World, WorldPlace, make_world
from tests.decisions.votes import opened, preset


def a_vote(world: World, name: str, people: list[str]) -> int:
    """A vote of a group in which these people sit; the first of them leads."""
    with world.scope():
        seats = [SeatWanted(world.people[one], is_lead=one == people[0]) for one in people]
        group = begin_group(world.actor("admin"), GroupWanted(name, "Decides.", seats=seats))
        lead = world.actor(people[0])
        number = start(lead, Draft(title=name, body="We do."), group_id=group)
        to_discussion(lead, number)
        open_vote(lead, number, preset("simple_majority"), time_now() + timedelta(days=1))
    return number


def test_a_ballot_costs_the_same_for_any_number_who_vote(app: Flask) -> None:
    world = make_world(practices=3)
    people = [f"person{number}" for number in range(15)]
    world.add_all([WorldPlace(one, "member", "Z99001") for one in people])
    few, many = a_vote(world, "Few", people[:3]), a_vote(world, "Many", people)
    costs = []
    for number in (few, many):
        with world.scope():
            actor = world.actor(people[1])
            with statements(app) as cast_in:
                cast(actor, number, None, "for", "Yes.")
        pages = []
        for path in (f"decisions/{number}", f"decisions/{number}/vote/me"):
            client = world.client(app, people[1])
            client.get(world.address(path))
            with statements(app) as shown:
                assert client.get(world.address(path)).status_code == 200
            pages.append(len(shown))
        costs.append((len(cast_in), *pages))
    assert costs[0] == costs[1], costs
    of_all = opened(world)
    with world.scope():
        actor = world.actor("rep1")
        with statements(app) as cast_by_all:
            cast(actor, of_all, world.practice_of("rep1"), "for", "Yes.")
    assert costs[0][0] <= len(cast_by_all) + 1, (costs, cast_by_all)


def test_a_ballot_costs_the_same_in_a_group_of_eight_and_on_a_roll_of_ten_thousand(app: Flask) -> None:
    world = make_world(practices=3)
    with world.scope(), unit_of_work():
        row = {"postcode": "SK8 1AA", "membership": "full", "address": []}
        many = ({"code": f"Y{n:05}", "name": f"Practice {n}", **row} for n in range(10_000 - 3))
        insert_many(Practice, many)
    people = [f"person{number}" for number in range(8)]
    world.add_all([WorldPlace(one, "member", "Z99001") for one in people])
    of_group, of_all = a_vote(world, "Eight", people), opened(world)
    with world.scope():
        sizes = [db.session.get_one(Decision, number).roll["practices"] for number in (of_group, of_all)]
        db.session.rollback()
    assert sizes == [8, 10_000]
    costs = []
    for number, name, practice in ((of_group, people[1], None), (of_all, "rep1", world.practice_of("rep1"))):
        with world.scope():
            actor = world.actor(name)
            with statements(app) as run:
                cast(actor, number, practice, "for", "Yes.")
            costs.append(len(run))
    assert costs[0] == costs[1], costs
