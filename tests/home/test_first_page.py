"""The first page: what needs whom, and how a practice takes part."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import update

from federation.decisions.discussion.actions import comment, withdraw_comment
from federation.decisions.models import Decision
from federation.decisions.outcomes import actions as act
from federation.decisions.outcomes.queries.actions import today
from federation.decisions.voting.actions.closing import close_due, close_early, give_casting_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.decisions.voting.queries.owed import votes_owed
from federation.home.queries import first_page as queries
from federation.kernel.days import end_of_day
from federation.kernel.db import db, unit_of_work
from federation.kernel.words import day, moment
from federation.network.dues.queries import DueOwners, things_owed
from federation.network.models import Membership, ThingDue
from federation.testing.tidy import tidied
from federation.testing.world import LONG_AGO, World, make_world
from tests.decisions.many import closed, counted, proposed
from tests.decisions.votes import opened, preset, vote


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
        assert [one.decision_id for one in votes_owed(world.actor("rep1"))] == [soon, late]
        assert [one.decision_id for one in votes_owed(world.actor("rep2"))] == [
            soon,
            voted,
            aside,
            late,
        ]
        world.add("rep1", "member", "Z99002")
        assert [(one.decision_id, one.practice) for one in votes_owed(world.actor("rep1"))][:3] == [
            (soon, "Driftwood Surgery"),
            (soon, "Lighthouse Medical Centre"),
            (voted, "Lighthouse Medical Centre"),
        ]
        assert votes_owed(world.actor("lay")) == []
    assert over not in (late, soon)


@pytest.mark.both_databases
def test_a_vote_that_is_over_is_being_counted_until_it_is_closed(
    app: Flask, world: World, travel: Callable[[timedelta], None]
) -> None:
    over, later = opened(world, hours=1), opened(world, hours=50)
    opened(make_world("upland", practices=2), hours=1)
    vote(world, over, "ffff")
    path, words = f"/f/{world.slug}/", "Voting is over; being counted"
    assert words not in world.client(app, "rep1").get(path).text
    travel(timedelta(hours=2))
    for name in ("rep1", "lay", "observer"):
        page = world.client(app, name).get(path).text
        assert page.count(words) == 1
        assert re.search(rf'href="/f/{world.slug}/decisions/{over}">[^<]*</a> <[^>]*>{words}<', page)
        assert not re.search(rf"decisions/{over}\b", page.split(words)[1])
        assert re.search(rf"decisions/{later}\b", page)
        assert "Carried" not in page
    with world.scope():
        close_due()
    page = world.client(app, "rep1").get(path).text
    assert words not in page
    assert re.search(rf"decisions/{over}\b", page.split("Recently decided")[1])


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
        owners = DueOwners(world.people["rep1"], [world.practices["Z99001"]])
        found = things_owed(owners, end_of_day(today() + timedelta(days=28)))
    assert [one.id for one in found] == [ours, mine, both]
    assert {far, others}.isdisjoint(one.id for one in found)
    assert (
        found[0].about == "From decision 2026/1"
        and found[0].owner == "Rep2"
        and found[0].practice == "Driftwood Surgery"
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
    theirs_closed = closed(other, 100)
    with other.scope():
        act.add_action(other.actor("chair"), theirs_closed, "Theirs", other.people["rep1"], today())
    proposed(other, "Theirs")
    with world.scope():
        practices = list(other.practices.values())
        theirs = other.actor("rep1")
        assert theirs.seats and votes_owed(theirs) == []
        owners = DueOwners(other.people["rep1"], practices)
        assert things_owed(owners, end_of_day(today()), end_of_day(today())) == []
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
    assert "Set up the federation" in world.client(app, "admin").get("/f/saltmarsh/").text
    assert "Set up the federation" not in world.client(app, "chair").get("/f/saltmarsh/").text


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
    assert set(numbers) == {12}


def listed(page: str) -> list[tuple[str, str, str]]:
    """What a first page lists as needing somebody: heading, title, hint."""
    main = tidied(page).partition("<main")[2]
    found = []
    for section in main.split("<section")[1:]:
        if 'aria-labelledby="steps"' in section:
            continue  # the set-up list is no need of a day
        heading = re.search(r"<h2[^>]*>([^<]*)</h2>", section)
        for title, hint in re.findall(r'task-list__link"[^>]*>([^<]*)</a><div[^>]*>([^<]*)</div>', section):
            found.append((heading[1] if heading else "", unescape(title), unescape(hint)))
    return found


def votes_going_on(page: str) -> list[tuple[str, str]]:
    """The open votes that a first page lists for everybody: title, and how far they have come."""
    part = tidied(page).partition('id="open">')[2].partition("</ul>")[0]
    return re.findall(r'<li><a href="[^"]*">([^<]*)</a><br><span[^>]*>(.*?)\.\s*Voting closes', part)


@pytest.mark.both_databases
def test_open_votes_are_on_everybodys_first_page_with_how_many_are_needed(app: Flask, world: World) -> None:
    decision = opened(world, hours=24 * 20, title="Share a van")
    vote(world, decision, "ffff")
    opened(world, preset("advisory", quorum_practices=None), hours=24 * 30, title="Which colour?")
    for name in ("chair", "admin", "lay", "observer", "rep1"):
        page = world.client(app, name).get("/f/saltmarsh/").text
        expected = [
            ("Share a van", "4 of 12 practices have voted; 3 more are needed"),
            ("Which colour?", "0 of 12 practices have voted"),
        ]
        assert votes_going_on(page) == (expected[:1] if name == "rep1" else expected), name
    hints = [hint.partition(". ")[2] for *_, hint in listed(page)]
    assert hints == ["0 of 12 practices have voted"]


def without_representative(world: World, *codes: str) -> None:
    """Let nobody represent these practices any more."""
    with unit_of_work() as session, world.scope():
        session.execute(
            update(Membership)
            .where(
                Membership.practice_id.in_([world.practices[code] for code in codes]),
                Membership.role == "representative",
            )
            .values(ended_at=LONG_AGO)
        )


@pytest.mark.both_databases
def test_the_executive_sees_which_vote_runs_short_and_who_cannot_vote_but_never_who_has_voted(
    app: Flask, world: World
) -> None:
    decision = opened(world, hours=50)
    vote(world, decision, "fxf")
    opened(world, hours=24 * 20, title="There is time")
    enough = opened(world, hours=50, title="Enough")
    vote(world, enough, "fffffff")
    with world.scope():
        closes = moment(db.session.get_one(Decision, decision).closes_at)
    said = f"3 of 12 practices have voted; 4 more are needed by {closes}. Ask the practices to vote"
    title = "Share home visits by patients"
    page = world.client(app, "chair").get("/f/saltmarsh/").text
    assert listed(page) == [("Votes short of numbers", title, said)]
    assert "1 thing needs you</h1>" in page
    for name in ("Driftwood", "Lighthouse", "Quayside", "Saltpan", "Estuary"):
        assert name not in page
    without_representative(world, "Z99002", "Z99008")
    page = world.client(app, "chair").get("/f/saltmarsh/").text
    cannot = "Lighthouse Medical Centre and Tidemill Practice have no representative, so cannot vote yet"
    assert listed(page) == [("Votes short of numbers", title, f"{said}. {cannot}")]
    assert [words for words, _ in votes_going_on(page)] == ["Enough", "There is time"]
    for name in ("lay", "observer", "admin"):
        assert listed(world.client(app, name).get("/f/saltmarsh/").text) == []


@pytest.mark.both_databases
def test_ties_and_outcomes_wait_for_those_who_can_act(app: Flask, world: World) -> None:
    world.add("second", "executive")
    tie = opened(world, preset("simple_majority", tie="casting_vote"), title="Move the meeting")
    vote(world, tie, "fx-----")
    done = opened(world, title="Buy gloves", author="rep3")
    vote(world, done, "fffffffx")
    lost = opened(world, title="Too few")
    with world.scope():
        for number in (tie, done, lost):
            close_early(world.actor("chair"), number, "Test.")
        on = day(db.session.get_one(Decision, tie).closed_at)
    outcome = ("Outcomes to write", "Write the outcome: Buy gloves")
    seen = {
        name: world.client(app, name).get("/f/saltmarsh/").text
        for name in ("chair", "second", "rep3", "rep1", "lay")
    }
    assert [one[:2] for one in listed(seen["chair"])] == [
        ("Late", "Give the casting vote: Move the meeting"),
        outcome,
    ]
    assert f"/decisions/{tie}/casting-vote" in seen["chair"] and f"/decisions/{done}/outcome" in seen["chair"]
    assert listed(seen["chair"])[1][2] == f"Decided {on}. For 7, against 1. Say what happens now"
    assert listed(seen["second"]) == [
        (*outcome, listed(seen["chair"])[1][2]),
        (
            "Ties that wait for the chair",
            "Move the meeting",
            f"For 1, against 1, abstained 5. Tied since {on}. Only the chair can decide it: remind them",
        ),
    ]
    assert [one[:2] for one in listed(seen["rep3"])] == [outcome]
    assert listed(seen["rep1"]) == [] == listed(seen["lay"])
    assert "2 things need you</h1>" in seen["chair"] and "1 thing needs you</h1>" in seen["rep3"]
    with world.scope():
        give_casting_vote(world.actor("chair"), tie, "for", "It cannot wait.")
        act.write_outcome(world.actor("rep3"), done, "We buy them.")
    assert [one[:2] for one in listed(world.client(app, "chair").get("/f/saltmarsh/").text)] == [
        ("Outcomes to write", "Write the outcome: Move the meeting")
    ]
    assert listed(world.client(app, "rep3").get("/f/saltmarsh/").text) == []


@pytest.mark.both_databases
def test_what_is_late_comes_first_and_the_executive_sees_what_is_late_with_others(
    app: Flask, world: World
) -> None:
    decision = closed(world, 1, year=2020, outcome="Done.")
    with world.scope():
        for owner, days in (("rep1", 1), ("rep1", 20), ("rep2", 2), ("chair", 1)):
            act.add_action(
                world.actor("chair"),
                decision,
                f"{owner} in {days}",
                world.people[owner],
                today() + timedelta(days),
            )
    with unit_of_work() as session, world.scope():
        days = {"rep1 in 1": 4, "rep2 in 2": 3, "chair in 1": 4}
        for title, ago in days.items():
            due_at = end_of_day(today() - timedelta(days=ago))
            session.execute(update(ThingDue).where(ThingDue.words == title).values(due_at=due_at))
    opened(world, hours=24 * 15)
    first = listed(world.client(app, "rep1").get("/f/saltmarsh/").text)
    assert [one[:2] for one in first] == [
        ("Late", "rep1 in 1"),
        ("To do", "Share home visits by patients"),
        ("To do", "rep1 in 20"),
    ]
    page = world.client(app, "chair").get("/f/saltmarsh/").text
    assert [one[:2] for one in listed(page)] == [
        ("Late", "chair in 1"),
        ("Late with others", "rep1 in 1"),
        ("Late with others", "rep2 in 2"),
    ]
    assert "3 things need you</h1>" in page


def test_the_executives_page_costs_the_same_whatever_waits(app: Flask, world: World) -> None:
    client, numbers = world.client(app, "chair"), []
    for number in range(1, 8):
        opened(world, hours=20 + number)
        tie = opened(world, preset("simple_majority", tie="casting_vote"))
        vote(world, tie, "fx-----")
        done = opened(world)
        vote(world, done, "fffffff")
        with world.scope():
            for one in (tie, done):
                close_early(world.actor("chair"), one, "Test.")
            act.add_action(world.actor("chair"), done, "Do it", world.people["rep1"], today())
        if number in (1, 7):
            with counted() as statements:
                assert client.get("/f/saltmarsh/").status_code == 200
            numbers.append(len(statements))
    assert set(numbers) == {12}


@pytest.mark.both_databases
def test_what_was_said_since_is_told_until_it_is_read(app: Flask, world: World) -> None:
    said, quiet, own, withdrawn, over = (proposed(world, title) for title in ("A van", "B", "C", "D", "E"))
    with world.scope():
        for number in (said, withdrawn, over):
            comment(world.actor("rep2"), number, "What does it cost?")
        comment(world.actor("rep1"), own, "I would like this.")
        withdraw_comment(world.actor("rep2"), 2)
        withdraw(world.actor("rep4"), over, "Not now.")

    def told(name: str) -> list[str]:
        page = world.client(app, name).get("/f/saltmarsh/").text
        return re.findall(r"(\d+ discussions? ha\w+) something new", page)

    assert {name: told(name) for name in ("rep1", "rep2", "lay")} == {
        "rep1": ["1 discussion has"],
        "rep2": ["1 discussion has"],
        "lay": ["2 discussions have"],
    }
    for number in (said, quiet):
        world.client(app, "rep1").get(f"/f/saltmarsh/decisions/{number}")
    for number in (said, own):
        world.client(app, "lay").get(f"/f/saltmarsh/decisions/{number}")
    assert (told("rep1"), told("lay")) == ([], [])
    with world.scope():
        comment(world.actor("rep3"), said, "Who drives it?")
    assert told("rep1") == told("lay") == ["1 discussion has"]
