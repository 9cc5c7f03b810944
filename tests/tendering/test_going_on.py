"""Judging bids without a scorer who never locks: late, in the open, by two people, and never once scores can be seen."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import NotYours, Refusal
from federation.tendering.evaluating.actions.going_on import ask_to_go_on, confirm_going_on
from federation.tendering.evaluating.actions.scoring import score_bid
from federation.tendering.evaluating.api import evaluation_for
from federation.tendering.evaluating.proofs import tender_scores
from federation.tendering.models import ScoreLock, ScorerAside
from federation.testing import both_databases
from federation.testing.letters import letters_to, work
from federation.testing.world import World
from tests.mandates.conftest import group, world
from tests.tendering.judging import OPENERS, VISITS, OpenedTender, Travel, opened_tender, score_all

__all__ = ["group", "world"]
NOBODY = ("admin", "chair", "observer", "member", "rep2")
"""Roles of every kind that neither run the tender nor score."""
GIVEN = {"rep1": [(4, 4), (4, 3)], "rep3": [(5, 4), (3, 3)]}


def refused_by_the_database(*statements: object) -> None:
    for statement in statements:
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.execute(statement)  # type: ignore[call-overload]
        db.session.rollback()


def answers(app: Flask, world: World, found: OpenedTender, end: str, *names: str) -> set[int]:
    """What programs of these people are answered about the late scorer."""
    path = f"/api/v1/federations/saltmarsh/tendering/tenders/{found.id}/scorers/{world.people['lay']}/{end}"
    return {
        world.program(app, one).post(path, json={"reason": "Ill since May."}).status_code for one in names
    }


@both_databases
def test_two_people_go_on_without_a_scorer_who_never_locks(
    app: Flask, world: World, group: int, travel: Travel
) -> None:
    found = opened_tender(app, world, group, travel, (12_500_00, 10_000_00), VISITS)
    lay, rep3 = world.people["lay"], world.people["rep3"]
    with world.scope():
        lead = world.actor("lead")
        with pytest.raises(Refusal, match="Nobody is left out before"):
            ask_to_go_on(lead, found.id, lay, "They are slow.")
    score_all(world, found, {"rep1": GIVEN["rep1"]})
    travel(timedelta(days=31 + 15))
    assert answers(app, world, found, "aside", *NOBODY, "rep1", "lay") == {403}
    assert answers(app, world, found, "aside/confirm", "rep1") == {409}
    assert "Lay has not locked" not in world.client(app, "observer").get(page(world, found)).text
    assert "Ask to go on without Lay" in world.client(app, "lead").get(page(world, found)).text
    sent = world.client(app, "lead").post(f"{page(world, found)}/scorers/{lay}/aside", data={"reason": ""})
    assert sent.status_code == 422 and "Say why" in sent.text
    assert answers(app, world, found, "aside", "lead") == {204}
    assert answers(app, world, found, "aside", "rep3") == {409}
    assert answers(app, world, found, "aside/confirm", *NOBODY) == {403}
    assert answers(app, world, found, "aside/confirm", "lead", "lay") == {409}
    named = update(ScorerAside).values(confirmed_at=time_now())
    with world.scope():
        refused_by_the_database(
            named.values(confirmed_by=world.people["lead"]),
            named.values(confirmed_by=lay),
            delete(ScorerAside),
        )
        assert evaluation_for(lead, found.id)["scorers"] == 3
    assert answers(app, world, found, "aside/confirm", "rep1") == {204}
    with world.scope():
        seen = evaluation_for(lead, found.id)
        assert (seen["scorers"], seen["locked"], seen["aside"], seen["scores"]) == (2, 1, 1, None)
        with pytest.raises(Refusal, match="At least 2"):
            ask_to_go_on(lead, found.id, rep3, "They are slow.")
    score_all(world, found, {"rep3": GIVEN["rep3"]})
    with world.scope():
        assert evaluation_for(lead, found.id)["scores"][0]["given"] == [4, 5]
        with pytest.raises(Refusal, match="can be seen"):
            ask_to_go_on(lead, found.id, rep3, "They gave too much.")
        with pytest.raises(Refusal, match="can be seen"):
            confirm_going_on(world.actor("rep1"), found.id, lay)
        with pytest.raises(NotYours, match="without you"):
            score_bid(world.actor("lay"), found.id, found.bids[0], {})
        with pytest.raises(DBAPIError), unit_of_work() as session:
            lock = ScoreLock(tender_id=found.id, bid_id=found.bids[0], scorer_id=lay, fingerprint="f" * 64)
            lock.locked_at = time_now()
            session.add(lock)
        db.session.rollback()
        assert list(tender_scores()) == []
    words = world.client(app, "observer").get(page(world, found)).text
    assert "judged without Lay" in words and "Lead asked for it and Rep1 confirmed it" in words
    assert "Ill since May." in world.client(app, "observer").get(world.address("our-federation/record")).text
    work(app)
    asked, out = sorted(one for one in letters_to("lay@saltmarsh.example") if "Ill since May." in one)
    assert "can still lock" in asked and "Lead asked for it and Rep1 confirmed it" in out
    assert not any(
        "Ill since May." in one for name in OPENERS for one in letters_to(f"{name}@saltmarsh.example")
    )


def page(world: World, found: OpenedTender) -> str:
    """The page of the tender."""
    return world.address(f"tendering/tenders/{found.id}")
