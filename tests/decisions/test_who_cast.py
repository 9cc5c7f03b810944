"""Who acted for a practice is told: by mail when its vote is replaced, to everybody once the vote is over."""

import csv
import io
from dataclasses import replace

import pytest
from flask import Flask

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.kernel.policy import BY_LINK, OneThing
from federation.testing.world import World, make_world
from tests.api.programs import program
from tests.decisions.votes import opened, preset, vote
from tests.people.accounts import letters

both = pytest.mark.both_databases
F = "/f/saltmarsh/decisions/"


@pytest.fixture
def world(app: Flask) -> World:
    made = make_world()
    made.add("second", "representative", "Z99001")
    made.add("third", "representative", "Z99001")
    return made


def replaced(world: World) -> list[tuple[int, str]]:
    return [(one["person"], one["text"]) for one in letters("mail:replaced")]


def cast_first(world: World, decision: int, name: str, stance: str) -> None:
    with world.scope():
        cast(world.actor(name), decision, world.practices["Z99001"], stance, "Because.")


@both
def test_representatives_are_told_when_somebody_else_replaces_their_vote(app: Flask, world: World) -> None:
    decision = opened(world)
    cast_first(world, decision, "rep1", "for")
    cast_first(world, decision, "rep1", "against")
    assert replaced(world) == []
    world.add("late", "representative", "Z99001")
    cast_first(world, decision, "second", "for")
    told = replaced(world)
    assert {person for person, _ in told} == {world.people[name] for name in ("rep1", "third", "late")}
    for _, text in told:
        assert "has changed the vote of Driftwood Surgery" in text and "Rep1 had cast it before" in text
        assert "against" not in text and "Because." not in text


@both
@pytest.mark.parametrize("visibility", ["live", "after_own_vote", "after_close"])
def test_before_the_close_only_the_practice_learns_who_cast(
    app: Flask, world: World, visibility: str
) -> None:
    decision = opened(world, preset("simple_majority", visibility=visibility))
    vote(world, decision, "fffx")
    cast_first(world, decision, "second", "against")
    for name in ("rep2", "chair", "admin"):
        page = world.client(app, name)
        for path in ("", "/roll", "/votes.csv"):
            text = page.get(f"{F}{decision}{path}").text
            assert "Cast by</th>" not in text and "Cast by,Cast at" not in text and "Second" not in text
        items = program(app, world, name).get(f"/decisions/{decision}/ballots")["items"]
        assert {row["cast_by"] for row in items if row["practice"] != "Z99002"} <= {None}
    own = program(app, world, "rep1").get(f"/decisions/{decision}/ballots")["items"]
    mine = [(row["cast_by"], row["changes"]) for row in own if row["practice"] == "Z99001"]
    assert mine == [("Second", 1)] if visibility == "after_close" else [(None, None)]


@both
def test_after_the_close_everybody_reads_who_cast_when_and_how_often_it_changed(
    app: Flask, world: World
) -> None:
    decision = opened(world)
    vote(world, decision, "fffffff")
    for name, stance in (("second", "against"), ("rep1", "for")):
        cast_first(world, decision, name, stance)
    with world.scope():
        stand_aside(world.actor("rep4"), decision, world.practices["Z99004"], "We rent the rooms.")
        close_early(world.actor("chair"), decision, "All agree.")
    page = world.client(app, "observer")
    for path in ("", "/roll"):
        text = page.get(f"{F}{decision}{path}").text
        assert (
            "Cast by</th>" in text
            and "changed 2 times" in text
            and "Rep2<br>" in text
            and "Rep4<br>" not in text
        )
    rows = list(csv.DictReader(io.StringIO(page.get(f"{F}{decision}/votes.csv").text.lstrip("\ufeff"))))
    shown = {row["ODS code"]: (row["Cast by"], row["Changes"], bool(row["Cast at"])) for row in rows}
    assert shown["Z99001"] == ("Rep1", "2", True)
    assert shown["Z99002"] == ("Rep2", "0", True)
    assert shown["Z99004"] == shown["Z99012"] == ("", "", False)
    items = program(app, world, "observer").get(f"/decisions/{decision}/ballots")["items"]
    told = {row["practice"]: (row["cast_by"], row["changes"]) for row in items}
    assert (told["Z99001"], told["Z99002"], told["Z99004"]) == (("Rep1", 2), ("Rep2", 0), (None, None))


@both
def test_how_it_was_cast_is_read_after_the_close_by_people_and_programs(app: Flask, world: World) -> None:
    decision = opened(world)
    vote(world, decision, "ff")
    by_link = replace(world.actor("rep3"), roles=frozenset({BY_LINK}), only=OneThing("decision", decision))
    with world.scope():
        cast(by_link, decision, world.practices["Z99003"], "for")
    program(app, world, "rep2").done("PUT", f"/decisions/{decision}/ballots/Z99002", {"stance": "against"})
    reader, caller = world.client(app, "observer"), program(app, world, "observer")
    open_rows = list(
        csv.DictReader(io.StringIO(reader.get(f"{F}{decision}/votes.csv").text.lstrip("\ufeff")))
    )
    assert len(open_rows) == len(world.practices) and "How it was cast" not in open_rows[0]
    own = {
        one["practice"]: one["way"]
        for one in program(app, world, "rep2").get(f"/decisions/{decision}")["own_ballots"]
    }
    assert own == {"Z99002": "program"}
    with world.scope():
        close_early(world.actor("chair"), decision, "All agree.")
    rows = csv.DictReader(io.StringIO(reader.get(f"{F}{decision}/votes.csv").text.lstrip("\ufeff")))
    shown = {row["ODS code"]: row["How it was cast"] for row in rows}
    ways = {row["practice"]: row["way"] for row in caller.get(f"/decisions/{decision}/ballots")["items"]}
    assert (shown["Z99001"], ways["Z99001"]) == ("Signed in", "signed_in")
    assert (shown["Z99002"], ways["Z99002"]) == ("By a program", "program")
    assert (shown["Z99003"], ways["Z99003"]) == ("By the link in a letter", "link")
    assert (shown["Z99004"], ways["Z99004"]) == ("", None)
    page = reader.get(f"{F}{decision}/roll").text
    assert (page.count(", by a program"), page.count(", by the link in a letter")) == (1, 1)
