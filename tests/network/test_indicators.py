"""Figures that members read of themselves: who takes part."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.network.indicators.queries import window
from federation.testing import both_databases
from federation.testing.world import World, make_world
from tests.decisions.votes import opened, preset, vote
from tests.plugins.site import words


@pytest.fixture
def world(app: Flask) -> World:
    """A federation of three practices."""
    return make_world(practices=3)


PATH = "/f/saltmarsh/our-federation/figures"
NAME = "decisions-taking_part"


def closed(world: World, stances: str) -> int:
    """A closed vote with these ballots, of the first practices in order."""
    decision_id = opened(world, preset("simple_majority"))
    vote(world, decision_id, stances)
    with world.scope():
        close_early(world.actor("chair"), decision_id, "Enough was said.")
    return decision_id


@both_databases
def test_who_takes_part_is_there_for_everybody_to_read(app: Flask, world: World) -> None:
    member = world.client(app, "member")
    assert "There is nothing to count yet." in words(member.get(f"{PATH}/").text)
    assert "There is nothing to count yet" in words(member.get(f"{PATH}/{NAME}").text)
    other = make_world("brackenfield", practices=3)
    closed(other, "fff")
    for _ in range(5):
        closed(world, "fx ")
    aside = opened(world, preset("simple_majority"))
    with world.scope():
        stand_aside(world.actor("rep1"), aside, world.practice_of("rep1"), "We sell it.")
        close_early(world.actor("chair"), aside, "Enough was said.")
    opened(world, preset("simple_majority"))
    practices = len(world.practices)
    shown = words(member.get(f"{PATH}/").text)
    assert f"Who takes part {WORDS} {percent(10, 6 * practices - 1)} 10 of {6 * practices - 1}" in shown
    page = member.get(f"{PATH}/{NAME}?sort=share").text
    assert f"{percent(10, 6 * practices - 1)} 10 of {6 * practices - 1}, from" in words(page)
    names = ["Quayside Practice", "Lighthouse Medical Centre", "Driftwood Surgery"]
    assert [name for name in re.findall(r">([^<]+)</a>", page) if name in names] == names
    file = member.get(f"{PATH}/{NAME}/practices.csv").text.splitlines()
    assert file[0].lstrip("\ufeff") == "Practice,Voted,Could vote,Share"
    rows = {line.split(",")[0]: line.split(",")[1:] for line in file[1:]}
    assert rows == dict(
        zip(names, (["0", "6", "0.0%"], ["5", "6", "83.3%"], ["5", "5", "100.0%"]), strict=True)
    )
    assert member.get(f"{PATH}/garden-beds").status_code == 404


@both_databases
def test_a_program_reads_them_a_part_at_a_time(app: Flask, world: World) -> None:
    closed(world, "f x")
    program = world.program(app, "rep1")
    path = "/api/v1/federations/saltmarsh/indicators"
    assert program.get(path).status_code == 200, program.get(path).text
    one, other = program.get(path).json["items"]
    assert (other["key"], other["whole"]) == ("workstreams-answered", 0)
    practices = len(world.practices)
    assert (one["key"], one["part"], one["whole"]) == (NAME, 2, practices)
    first = program.get(f"{path}/{NAME}?limit=2").json
    assert "items" in first, first
    assert [(row["practice"], row["part"], row["whole"]) for row in first["items"]] == [
        ("Z99001", 1, 1),
        ("Z99002", 0, 1),
    ]
    assert first["next"] == "Z99002" and first["months"][0]["part"] == 2
    later = program.get(f"{path}/{NAME}?limit=200&after={first['next']}").json
    assert [row["practice"] for row in later["items"]] == sorted(world.practices)[2:]
    assert later["next"] is None
    assert program.get(f"{path}/no-figure").status_code == 404


@both_databases
def test_where_nobody_need_vote_none_counts(app: Flask, world: World) -> None:
    opened(world, preset("silence"), hours=200)
    assert "There is nothing to count yet." in words(world.client(app, "lay").get(f"{PATH}/").text)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 11, 29, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), datetime(2025, 8, 31, 23, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_window_is_twelve_months_of_england(now: datetime, first: datetime) -> None:
    assert window(now) == (first, now)


WORDS = "Of the votes of all members in which a practice could vote, those in which it did."


def percent(part: int, whole: int) -> str:
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


@both_databases
def test_a_practice_sees_itself_beside_all(app: Flask, world: World) -> None:
    member = world.client(app, "member")
    page = f"/f/saltmarsh/practices/{world.practices['Z99001']}"
    assert "How this practice is doing" not in member.get(page).text
    other = make_world("brackenfield", practices=3)
    closed(other, "fff")
    closed(world, "ff ")
    assert "Who takes part 1 of 1: too few to say how it compares." in words(member.get(page).text)
    for _ in range(4):
        closed(world, "f x")
    shown = words(member.get(page).text)
    practices = 5 * len(world.practices)
    assert "Who takes part This practice 5 of 5 (100.0%)" in shown
    assert f"All practices together: {percent(10, practices)}." in shown
