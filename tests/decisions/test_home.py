"""The first page: what needs whom, and how a practice takes part."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from federation.decisions.actions import outcomes as act
from federation.decisions.actions.closing import close_due
from federation.decisions.actions.voting import stand_aside
from federation.decisions.queries import home as queries
from federation.decisions.queries.outcomes import today
from federation.decisions.queries.owed import votes_owed
from tests.decisions.many import closed, counted, proposed
from tests.decisions.votes import opened, vote
from tests.world import World, make_world


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


@pytest.mark.both_databases
def test_votes_owed_are_those_open_without_a_ballot_by_deadline(
    world: World, travel: Callable[[timedelta], None]
) -> None:
    late, soon, voted, aside, over = (opened(world, hours=hours) for hours in (300, 50, 60, 70, 1))
    vote(world, voted, "f")
    practice = world.practices["Z99001"]
    with world.scope():
        stand_aside(world.actor("rep1"), aside, practice, "We rent the rooms.")
    travel(timedelta(hours=2))
    with world.scope():
        assert [one.decision_id for one in votes_owed([practice])] == [soon, late]
        assert [one.decision_id for one in votes_owed([world.practices["Z99002"]])] == [
            soon,
            voted,
            aside,
            late,
        ]
        assert [(one.decision_id, one.practice) for one in votes_owed([practice, world.practices["Z99002"]])][
            :3
        ] == [
            (soon, "Driftwood Surgery"),
            (soon, "Lighthouse Medical Centre"),
            (voted, "Lighthouse Medical Centre"),
        ]
        assert votes_owed([]) == []
    assert over not in (late, soon)


@pytest.mark.both_databases
def test_actions_that_wait_for_me_or_my_practice(world: World) -> None:
    decision = closed(world, 1)
    with world.scope():
        chair = world.actor("chair")

        def add(owner: str, days: int, code: str | None = None) -> int:
            return act.add_action(
                chair,
                decision,
                f"For {owner}",
                world.people[owner],
                today() + timedelta(days=days),
                world.practices[code] if code else None,
            )

        mine, ours, both, far, others = (
            add("rep1", 3),
            add("rep2", 2, "Z99001"),
            add("rep1", 5, "Z99001"),
            add("rep1", 60),
            add("rep2", 1),
        )
        finished = add("rep1", 1)
        act.report_progress(chair, finished, "done")
        found = queries.actions_due(world.people["rep1"], [world.practices["Z99001"]])
    assert [one.id for one in found] == [ours, mine, both]
    assert {far, others}.isdisjoint(one.id for one in found)
    assert (
        found[0].number == "2026/1" and found[0].owner == "Rep2" and found[0].practice == "Driftwood Surgery"
    )


@pytest.mark.both_databases
def test_how_the_practice_voted_stands_beside_recent_results(
    app: Flask, world: World, travel: Callable[[timedelta], None]
) -> None:
    first, second, third = (opened(world, hours=hours) for hours in (1, 2, 3))
    vote(world, first, "xffffff")
    vote(world, second, " ffffff")
    with world.scope():
        stand_aside(world.actor("rep1"), third, world.practices["Z99001"], "We rent the rooms.")
    travel(timedelta(hours=4))
    with world.scope():
        close_due()
        lately = queries.lately(world.practices["Z99001"])
        assert [(one.id, one.verdict, one.ours) for one in lately.decided] == [
            (third, "inquorate", "Stood aside"),
            (second, "inquorate", "Did not vote"),
            (first, "carried", "Against"),
        ]
        assert lately.part is not None
        assert (lately.part.cast, lately.part.possible, lately.part.proposals) == (1, 2, 0)
        assert queries.lately(world.practices["Z99004"]).part == (2, 3, 0, 3)
        assert [one.ours for one in queries.lately(None).decided] == [None, None, None]


@pytest.mark.both_databases
def test_nothing_of_another_federation_is_shown(world: World) -> None:
    other = make_world("dune")
    opened(other, hours=5)
    closed(other, 100)
    proposed(other, "Theirs")
    with world.scope():
        practices = list(other.practices.values())
        assert votes_owed(practices) == []
        assert queries.actions_due(other.people["rep1"], practices) == []
        assert queries.underway(other.people["rep4"]) == []
        assert queries.lately(practices[0]).decided == []


def test_the_heading_counts_what_needs_the_practice(app: Flask, world: World) -> None:
    def heading(name: str) -> str:
        return world.client(app, name).get("/f/saltmarsh/").text.split("<h1")[1].split(">")[1].split("<")[0]

    assert heading("rep1") == "Nothing needs Driftwood Surgery today"
    assert heading("chair") == "Welcome, Chair"
    opened(world, hours=50)
    assert heading("rep1") == "1 thing needs Driftwood Surgery"
    opened(world, hours=500)
    assert heading("member") == "2 things need Driftwood Surgery"
    assert heading("lay") == "Welcome, Lay"
    world.add("rep1", "representative", "Z99002")
    assert heading("rep1") == "4 things need your practices"
    with world.scope():
        act.add_action(world.actor("chair"), closed(world, 99), "Tell all", world.people["lay"], today())
    assert heading("lay") == "1 thing needs you"


def test_the_page_says_how_urgent_a_vote_is(app: Flask, world: World) -> None:
    opened(world, hours=75)
    opened(world, hours=24 * 20)
    page = world.client(app, "rep1").get("/f/saltmarsh/").text
    assert "nhsuk-tag--yellow" in page and "nhsuk-tag--purple" in page
    assert page.index("nhsuk-tag--yellow") < page.index("nhsuk-tag--purple")
    assert "How Driftwood takes part" in page
    assert "representatives cast its vote" in world.client(app, "member").get("/f/saltmarsh/").text


def test_an_empty_federation_shows_its_administrator_how_to_begin(app: Flask) -> None:
    world = make_world(practices=0)
    assert "Three steps to begin" in world.client(app, "admin").get("/f/saltmarsh/").text
    assert "Three steps to begin" not in world.client(app, "chair").get("/f/saltmarsh/").text


def test_many_things_cost_what_one_costs(app: Flask, world: World) -> None:
    client = world.client(app, "rep1")
    numbers = []
    for number in range(1, 13):
        decision = closed(world, number, year=2025)
        opened(world, hours=number)
        proposed(world, f"Talk {number}")
        proposed(world, f"Draft {number}", state="draft", author="rep1")
        with world.scope():
            act.add_action(world.actor("chair"), decision, "Do it", world.people["rep1"], today())
        if number in (1, 12):
            with counted() as statements:
                assert client.get("/f/saltmarsh/").status_code == 200
            numbers.append(len(statements))
    assert set(numbers) == {6}
