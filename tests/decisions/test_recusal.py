"""Who stands aside because a feature demands it: before voting opens, for all to read, and nobody undoes it."""

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.models import Decision, RollEntry
from federation.decisions.proposals.actions import proposals
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.queries.roll import fixed_roll
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, Refusal
from federation.network.plugins.actions.switching import switch_from_terminal
from federation.network.record.proving import flaws
from federation.testing import both_databases
from federation.testing.world import World
from federation.toolkit import Draft, propose, recuse
from federation.worker import run_once
from tests.assurance.proven import tamper, undone
from tests.decisions.test_letters import mails
from tests.decisions.votes import in_hours, preset
from tests.decisions.votes import propose as written
from tests.plugins.site import app, world

__all__ = ["app", "world"]
pytestmark = both_databases
WHY = "Its partners sell the seeds."


@pytest.fixture
def number(app: Flask, world: World) -> int:
    """A draft about a subject of a feature."""
    with world.scope():
        switch_from_terminal("garden", True)
    run_once(app)
    with world.scope():
        draft = Draft(title="Buy leeks", body="We buy seeds for the garden.")
        return propose(world.actor("rep1"), "garden.buy", draft, {"seeds": "Leeks", "pence": 4_000})


def demanded(world: World, number: int, *voters: str) -> int:
    with world.scope(), unit_of_work():
        return recuse(world.actor("rep1"), number, voters, WHY)


def shown(world: World, number: int) -> None:
    with world.scope():
        proposals.to_discussion(world.actor("rep1"), number)


def put(world: World, number: int, name: str = "simple_majority") -> None:
    with world.scope():
        open_vote(world.actor("rep1"), number, preset(name), in_hours(24))


def aside(world: World, number: int) -> list[str]:
    db.session.rollback()
    with world.scope():
        return [entry.code for entry in fixed_roll(number) if entry.recused]


def about_interests(found: object) -> list[str]:
    return [str(flaw) for flaw in found if "interest" in str(flaw) or "aside" in str(flaw)]  # type: ignore[attr-defined]


def test_from_the_demand_to_the_result(app: Flask, world: World, number: int) -> None:
    assert demanded(world, number, "Z99002") == 1
    shown(world, number)
    assert demanded(world, number, "Z99002", "Z99003") == 1
    assert set(mails(world, f"aside:{number}")) == {"rep2", "rep3"}
    letter = mails(world, f"aside:{number}")["rep3"]
    assert "stands aside in the decision “Buy leeks”" in letter and WHY in letter and "Garden" in letter
    at = f"/f/saltmarsh/decisions/{number}"
    page = world.client(app, "lay").get(at).text
    assert page.count(f"{WHY} (demanded by Garden)") == 2
    put(world, number)
    assert aside(world, number) == ["Z99002", "Z99003"]
    with world.scope():
        with pytest.raises(Refusal, match="has stood aside"):
            cast(world.actor("rep2"), number, world.practice_of("rep2"), "for", "")
        with pytest.raises(Refusal, match="stood aside already"):
            stand_aside(world.actor("rep2"), number, world.practice_of("rep2"), "Again.")
        cast(world.actor("rep1"), number, world.practice_of("rep1"), "for", "")
        verdict = close_early(world.actor("chair"), number, "Enough.")
        assert (verdict.verdict, verdict.roll.practices, verdict.roll.recused) == ("carried", 1, 2)
        assert about_interests(flaws()) == []
    assert WHY in world.client(app, "lay").get(at).text
    with undone(world) as session:
        tamper(session.connection(), ["UPDATE decisions_interest SET demanded_by = '' WHERE id = 1"])
        assert len(about_interests(flaws())) == 1


def test_never_once_voting_is_open(world: World, number: int) -> None:
    shown(world, number)
    put(world, number)
    with pytest.raises(Refusal, match="Voting has opened"):
        demanded(world, number, "Z99002")
    assert aside(world, number) == []


def test_whom_and_where_a_feature_may_not_ask(world: World, number: int) -> None:
    with pytest.raises(Invalid, match="Z99999 has no vote"):
        demanded(world, number, "Z99002", "Z99999")
    own = written(world)
    with pytest.raises(ValueError, match="no feature brings"):
        demanded(world, own, "Z99002")
    shown(world, number)
    put(world, number)
    assert aside(world, number) == []


def test_whoever_stood_aside_in_silence_does_so_in_the_vote_that_follows(world: World, number: int) -> None:
    demanded(world, number, "Z99002")
    shown(world, number)
    put(world, number, "silence")
    with world.scope():
        cast(world.actor("rep1"), number, world.practice_of("rep1"), "object", "Too dear.")
        stand_aside(world.actor("rep3"), number, world.practice_of("rep3"), "We sell leeks.")
        close_early(world.actor("chair"), number, "Enough.")
        following = db.session.scalars(
            select(Decision.id).where(Decision.id > number, Decision.state == "open")
        ).one()
        reasons = db.session.execute(
            select(RollEntry.code, RollEntry.recusal_reason)
            .where(RollEntry.decision_id == following, RollEntry.recused_at.is_not(None))
            .order_by(RollEntry.code)
        ).all()
        assert [tuple(row) for row in reasons] == [("Z99002", WHY), ("Z99003", "We sell leeks.")]
        assert about_interests(flaws()) == []
