"""What features let members agree: shown to all, changed by a decision of the members alone, whose text is what it does."""

from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.proposals.actions.proposals import to_discussion
from federation.decisions.rulebook.proofs import agreed as flaws
from federation.decisions.rulebook.queries.agreed import agreed, value_in
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, Refusal
from federation.network.models import Federation
from federation.plugin.agreed import AgreedSetting
from federation.testing import both_databases
from federation.testing.world import World, make_world
from tests.api.programs import program
from tests.decisions.votes import in_hours, preset, vote
from tests.plugins.site import app, switched, words, world

__all__ = ["app", "world"]
PAGE = "/f/saltmarsh/decisions/agreed"
BEDS = f"{PAGE}/garden-beds/propose"


def proposed(world: World, app: Flask, value: str, of: str = "garden-beds") -> int:
    """A proposal of rep1, in discussion."""
    answer = world.client(app, "rep1").post(f"{PAGE}/{of}/propose", data={"value": value})
    assert answer.status_code == 303, words(answer.text)
    number = int(answer.location.rsplit("/", 1)[-1])
    with world.scope():
        to_discussion(world.actor("rep1"), number)
    return number


def held(world: World, number: int, stances: str = "fff") -> None:
    """Put to the vote, and closed."""
    with world.scope():
        open_vote(world.actor("rep1"), number, preset("simple_majority"), in_hours(100))
    vote(world, number, stances)
    with world.scope():
        close_early(world.actor("chair"), number, "All have voted.")


def now(world: World) -> tuple[int | Fraction, int | Fraction]:
    """What holds."""
    with world.scope():
        return agreed("garden.beds"), agreed("garden.common")


@both_databases
def test_a_decision_changes_it_and_its_text_says_so(app: Flask, world: World) -> None:
    rep = world.client(app, "rep1")
    assert "Beds of a practice" not in rep.get(PAGE).text
    switched(world, "garden")
    other = make_world("brackenfield", practices=3)
    assert "Beds of a practice A practice has 2 beds at most." in words(rep.get(PAGE).text)
    assert rep.get(BEDS).status_code == 200
    number = proposed(world, app, "4")
    shown = words(rep.get(f"/f/saltmarsh/decisions/{number}").text)
    assert "Change what we have agreed: Beds of a practice" in shown
    assert "A practice has 4 beds at most. Until now: A practice has 2 beds at most." in shown
    assert "A change is proposed: read the proposal" in words(rep.get(PAGE).text)
    assert now(world) == (2, Fraction(1, 5))
    held(world, number)
    assert now(world) == (4, Fraction(1, 5)) and now(other) == (2, Fraction(1, 5))
    held(world, proposed(world, app, "1/3", "garden-common"))
    assert now(world) == (4, Fraction(1, 3))
    page = words(rep.get(PAGE).text)
    assert "A practice has 4 beds at most." in page and "At least 1/3 of what grows is for all." in page
    assert "How it came about What is for all: At least 1/3 of what grows is for all. Decision" in page
    with world.scope():
        entries = db.session.scalars(select(RecordEntry).where(RecordEntry.action == "agreed.changed")).all()
        assert [(entry.actor, entry.subject.partition(":")[0]) for entry in entries] == [
            (None, "decision")
        ] * 2
        assert list(flaws()) == []
        with unit_of_work():
            federation = db.session.get_one(Federation, world.federation_id)
            federation.settings = {
                **federation.settings,
                "agreed": {"garden.beds": 5, "garden.common": "1/3"},
            }
        assert [flaw.why for flaw in flaws()] == [
            "the entries hold other values of what its members agreed than hold now"
        ]


@both_databases
def test_what_cannot_be_is_said_and_nothing_is_begun(app: Flask, world: World) -> None:
    switched(world, "garden")
    rep = world.client(app, "rep1")
    for typed, said in (
        ("", "Enter a whole number"),
        ("6", "New value must be between 1 and 5"),
        ("two", "New value must be a whole number, like 12 or 1,000"),
        ("2", "This is what holds now: enter another value"),
    ):
        answer = rep.post(BEDS, data={"value": typed})
        assert (answer.status_code, said in words(answer.text)) == (422, True), (typed, words(answer.text))
        assert f'value="{typed}"' in answer.text or not typed
    assert rep.get(f"{PAGE}/garden-soil/propose").status_code == 404
    assert world.client(app, "observer").get(BEDS).status_code == 403


@both_databases
def test_of_two_votes_on_one_value_one_waits(app: Flask, world: World) -> None:
    switched(world, "garden")
    first, second, other = (
        proposed(world, app, "4"),
        proposed(world, app, "5"),
        proposed(world, app, "1/3", "garden-common"),
    )
    with world.scope():
        open_vote(world.actor("rep1"), first, preset("simple_majority"), in_hours(100))
        open_vote(world.actor("rep1"), other, preset("simple_majority"), in_hours(100))
        with pytest.raises(Refusal, match="Another vote on what we have agreed is open"):
            open_vote(world.actor("rep1"), second, preset("simple_majority"), in_hours(100))
        with pytest.raises(Invalid, match="What we have agreed is changed by a vote that binds"):
            open_vote(world.actor("rep1"), second, preset("advisory"), in_hours(100))
    vote(world, first, "fff")
    with world.scope():
        close_early(world.actor("chair"), first, "All have voted.")
        with pytest.raises(Refusal, match="It has changed since this proposal was written"):
            open_vote(world.actor("rep1"), second, preset("simple_majority"), in_hours(100))
    assert now(world) == (4, Fraction(1, 5))


@both_databases
def test_programs_read_and_propose(app: Flask, world: World) -> None:
    switched(world, "garden")
    client = program(app, world, "rep1")
    found = client("GET", "/agreed").json["items"]
    assert [one for one in found if one["key"].startswith("garden-")] == [
        {
            "key": "garden-beds",
            "title": "Beds of a practice",
            "value": 2,
            "words": "A practice has 2 beds at most.",
            "least": 1,
            "most": 5,
            "changes": [],
        },
        {
            "key": "garden-common",
            "title": "What is for all",
            "value": "1/5",
            "words": "At least 20% of what grows is for all.",
            "least": "1/10",
            "most": "1/2",
            "changes": [],
        },
    ]
    for key, value in (
        ("garden-beds", "4"),
        ("garden-beds", 9),
        ("garden-common", 1),
        ("garden-common", "1/0"),
    ):
        assert client("POST", f"/agreed/{key}/proposals", {"value": value}).status_code == 422, value
    made = client("POST", "/agreed/garden-common/proposals", {"value": "3/10"})
    assert made.status_code == 201
    terms = client("GET", f"/decisions/{made.json['id']}").json["terms"]
    assert terms["data"] == {"setting": "garden.common", "before": "1/5", "after": "3/10"}


def test_what_is_declared_wrongly_is_refused() -> None:
    half = Fraction(1, 2)
    assert AgreedSetting("a.b", "A", "{} days", 1, 5, 2).flaw() == ""
    assert "lies from" in AgreedSetting("a.b", "A", "{} days", 1, 5, 6).flaw()
    assert "all shares" in AgreedSetting("a.b", "A", "{}", 0, 1, half).flaw()
    assert "once" in AgreedSetting("a.b", "A", "two days", 1, 5, 2).flaw()


def test_what_was_agreed_within_older_bounds_can_be_read() -> None:
    days = AgreedSetting("a.b", "A", "{} at most.", 1, 5, 2, "day")
    assert days.sentence_of(9) == "9 days at most."
    assert value_in({"agreed": {"a.b": 9}}, days) == 2
    part = AgreedSetting("a.c", "A", "{} of all.", Fraction(1, 10), Fraction(1, 2), Fraction(1, 5))
    assert part.sentence_of("3/4") == "75% of all."
