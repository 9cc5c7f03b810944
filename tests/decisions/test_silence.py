"""Silence that agrees, and the vote that follows where somebody objects, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.proofs import decisions as flaws
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due
from federation.decisions.voting.actions.objections import accept_resolution
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.kernel.words import day
from federation.testing.world import make_world
from tests.decisions.votes import opened, preset

pytestmark = pytest.mark.both_databases


def test_nobody_objects_and_it_is_carried(app: Flask, travel: Callable[[timedelta], None]) -> None:
    world = make_world(practices=3)
    number = opened(world, preset("silence"))
    travel(timedelta(days=30))
    with world.scope():
        assert close_due() == 1
        found = db.session.get_one(Decision, number)
        assert (found.verdict, found.voted) == ("carried", 0)


def test_one_objection_turns_it_into_a_vote(app: Flask, travel: Callable[[timedelta], None]) -> None:
    world = make_world(practices=3)
    number = opened(world, preset("silence"))
    with world.scope():
        cast(world.actor("rep2"), number, world.practices["Z99002"], "object", "Too dear.")
        with pytest.raises(NotFound):
            accept_resolution(world.actor("rep2"), number, world.practices["Z99002"])
    travel(timedelta(days=30))
    with world.scope():
        assert close_due() == 1
        first = db.session.get_one(Decision, number)
        later = db.session.scalars(select(Decision).where(Decision.id > number)).one()
        assert (first.verdict, later.state, later.title) == ("objected", "open", first.title)
        assert first.result is not None
        assert first.result["words"] == "Objected to: it goes to a vote"
        assert first.result["notes"][-1] == (
            "It is put to a vote now, under the rule that was named when the silence began: "
            f"decision {later.number}."
        )
        assert later.rule == first.rule["then"] if first.rule else False
        assert later.plan is not None and later.plan["follows"] == [number, first.number]
        assert later.closes_at and later.opened_at
        assert later.closes_at - later.opened_at == timedelta(hours=24)
        cast(world.actor("rep1"), later.id, world.practices["Z99001"], "for")
        assert [str(flaw) for flaw in flaws() if f"{later.number}:" in str(flaw)] == []
    page = world.client(app, "rep1").get(world.address(f"decisions/{later.id}"))
    assert page.status_code == 200 and "which was" in page.text


def test_it_closes_as_soon_as_the_result_is_certain(app: Flask) -> None:
    from dataclasses import replace

    world = make_world(practices=5)
    number = opened(world, replace(preset("simple_majority"), early_close="met"))
    with world.scope():
        for one in (1, 2):
            cast(world.actor(f"rep{one}"), number, world.practices[f"Z9900{one}"], "for")
        assert db.session.get_one(Decision, number).state == "open"
        cast(world.actor("rep3"), number, world.practices["Z99003"], "for")
        found = db.session.get_one(Decision, number)
        assert (found.state, found.verdict, found.close_reason) == (
            "closed",
            "carried",
            "Practices that have not voted can no longer change the result.",
        )


def test_lists_of_open_votes_say_what_silence_means(app: Flask) -> None:
    world = make_world(practices=3)
    number = opened(world, preset("silence"), title="Share a van")
    with world.scope():
        closes = day(db.session.get_one(Decision, number).closes_at)
        db.session.rollback()
    pages = (world.address(""), world.address("decisions/now"))
    told = f"Nobody has objected; carried on {closes} if nobody does."
    for page in pages:
        text = world.client(app, "lay").get(page).text
        assert told in text and "have voted" not in text
    with world.scope():
        cast(world.actor("rep2"), number, world.practices["Z99002"], "no_objection")
    told = f"1 of 3 practices has answered; carried on {closes} unless one objects."
    assert [told in world.client(app, "lay").get(page).text for page in pages] == [True, True]
