"""Checklists, challenges and time that practices lend each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from federation_education.development.actions import (
    ChallengeWanted,
    follow_up,
    note,
    rate_host,
    rate_programme,
    register,
)
from federation_education.development.checklists import DESIGN, FIVE, HOST, PARTS, STRANDS
from federation_education.development.queries import after_a_year, challenge_here, host_standing
from federation_education.needs.actions.asking import NeedAsked, answer, ask
from federation_education.needs.rules import TaskRating
from federation_education.offers.actions import offer, take
from federation_education.offers.queries import offers
from federation_education.programmes.actions import ProgrammePlan, propose_programme
from sqlalchemy import select

from federation.network.models import LedgerLine
from federation.testing import both_databases
from federation.testing.world import World
from federation.toolkit import Invalid, NotYours, Refusal, session, today


def test_the_published_lists_have_8_8_5_and_7_items_and_6_strands() -> None:
    assert [len(one.items) for one in (PARTS, DESIGN, FIVE, HOST)] == [8, 8, 5, 7]
    assert len(STRANDS) == 6
    assert FIVE.items[0].title == "Practical" and DESIGN.items[0].title == "Starting with ‘what is’"


def _programme(world: World) -> int:
    need_id = ask(world.actor("chair"), NeedAsked("What nurses need", "Practice nurses", ("Dress a wound",)))
    practice = world.practice_of("rep1")
    answer(world.actor("rep1"), need_id, practice, {"1": TaskRating(7, 2)})
    return propose_programme(world.actor("rep1"), ProgrammePlan(2027, 0, 0, None, [f"{need_id}-1"]))


def test_a_programme_covers_parts_that_nobody_finds_missing(
    federation_world: World, federation_program: Callable[..., Any]
) -> None:
    world = federation_world
    with world.scope():
        number = _programme(world)
        for item in PARTS.items[:3]:
            rate_programme(world.actor("rep1"), number, "parts", item.key, 2, "In the plan")
        rate_programme(world.actor("rep2"), number, "parts", PARTS.items[0].key, 0, "")
        with pytest.raises(Invalid) as refused:
            rate_programme(world.actor("rep2"), number, "parts", PARTS.items[1].key, 1, "")
        assert refused.value.field == "evidence"
    base = f"/api/v1/federations/{world.slug}/education/programmes/{number}/coverage"
    found = federation_program("observer").get(base).json
    assert (found["met"], found["of"]) == (2, 8)
    assert found["items"][0]["value"] == 0 and found["items"][0]["raters"] == 2
    assert federation_program("rep1").get(f"{base}?checklist=five").json["of"] == 5


@both_databases
def test_a_challenge_has_earlier_attempts_a_host_and_a_year(federation_world: World) -> None:
    world = federation_world
    with world.scope():
        rep, practice = world.actor("rep1"), world.practice_of("rep1")
        wanted = ChallengeWanted("Weekly visits", "Nobody is helped.", " ", today() - timedelta(days=370))
        with pytest.raises(Invalid) as refused:
            register(rep, practice, wanted)
        assert refused.value.field == "attempts"
        number = register(rep, practice, wanted._replace(attempts="A letter, in 2024."))
        rate_host(world.actor("rep2"), number, "culture", 2, "In its plan")
        standing = host_standing(number)
        assert (standing.met, standing.of) == (1, 7)
        with pytest.raises(NotYours):
            note(world.actor("rep2"), number, "inquiry", "Asked nine people.")
        note(rep, number, "inquiry", "Asked nine people.")
        said = {"worthwhile": True, "empowered": False, "sustained": True}
        follow_up(rep, number, said, "It holds.")
        with pytest.raises(Refusal):
            follow_up(rep, number, said, "Again.")
        found = after_a_year(challenge_here(number))
        assert found["sustained"] == (1, 1, 1) and found["empowered"] == (0, 1, 1)
        early = register(rep, practice, wanted._replace(attempts="A letter.", begins_on=today()))
        with pytest.raises(Refusal, match="twelve months"):
            follow_up(rep, early, said, "")


@both_databases
def test_hours_lent_are_hours_received(federation_world: World) -> None:
    world = federation_world
    with world.scope():
        lender, taker = world.practice_of("rep1"), world.practice_of("rep2")
        number = offer(world.actor("rep1"), lender, "Persuading colleagues", "One queue, 2025.", 10, 2_500)
        with pytest.raises(Invalid):
            take(world.actor("rep1"), number, lender, 1)
        take(world.actor("rep2"), number, taker, 6)
        with pytest.raises(Invalid, match="4 hours left"):
            take(world.actor("rep2"), number, taker, 5)
        assert [one.left for one in offers()] == [4]
        lines = session.execute(
            select(LedgerLine.kind, LedgerLine.practice_id, LedgerLine.minutes, LedgerLine.pence)
        )
        assert {tuple(line) for line in lines} == {
            ("gave", lender, 360, None),
            ("gained", taker, 360, None),
            ("paid", taker, None, 15_000),
        }
