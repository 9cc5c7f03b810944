"""Scores: each alone, locked for good, blind to each other; what is agreed is agreed by two; then prices and ranking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.network.dues.queries import DueOwners, things_owed
from federation.tendering.bidding.actions.opening import open_half
from federation.tendering.evaluating.actions.moderating import agree_score, check_bid, confirm_score
from federation.tendering.evaluating.actions.scoring import lock_scores, score_bid
from federation.tendering.evaluating.api import evaluation_for
from federation.tendering.evaluating.proofs import tender_scores
from federation.tendering.evaluating.queries.moderation import moderation_for, quality_agreed
from federation.tendering.evaluating.queries.results import ranking_for
from federation.tendering.evaluating.queries.scores import GivenScore
from federation.tendering.models import AgreedScore, BidScore, ScoreLock
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.testing import both_databases
from federation.testing.world import World
from tests.mandates.conftest import group, world
from tests.tendering.judging import (
    OPENERS,
    VISITS,
    OpenedTender,
    Travel,
    open_prices,
    opened_tender,
    score_all,
)

__all__ = ["group", "world"]
API = "/api/v1/federations/saltmarsh/tendering/tenders"
GIVEN = {
    "rep1": [(4, 4), (4, 3)],
    "rep3": [(5, 4), (3, 3)],
    "lay": [(4, 4), (1, 3)],
}


def refused_by_the_database(act: Callable[[], Any]) -> None:
    with pytest.raises(DBAPIError), unit_of_work():
        act()
    db.session.rollback()


def owed(world: World, *names: str) -> list[list[str]]:
    """What each of these people still has to do."""
    with world.scope():
        until = time_now() + timedelta(days=99)
        return [
            [one.words.partition(",")[0] for one in things_owed(DueOwners(world.people[name], []), until)]
            for name in names
        ]


@both_databases
def test_from_scores_to_the_ranking(app: Flask, world: World, group: int, travel: Travel) -> None:
    found = opened_tender(app, world, group, travel, (12_500_00, 10_000_00), VISITS)
    first, second = found.bids
    with world.scope():
        rep1, rep3, lay, lead = (world.actor(name) for name in ("rep1", "rep3", "lay", "lead"))
        with pytest.raises(NotYours, match="named as scorers"):
            score_bid(lead, found.id, first, {"c1": GivenScore(5, "Good.")})
        with pytest.raises(Invalid, match="no criterion c9"):
            score_bid(rep1, found.id, first, {"c9": GivenScore(5, "Good.")})
        with pytest.raises(Invalid, match="from 0 to 5"):
            score_bid(rep1, found.id, first, {"c1": GivenScore(6, "Good.")})
        score_bid(rep1, found.id, first, {"c1": GivenScore(4, "")})
        with pytest.raises(Invalid) as missing:
            lock_scores(rep1, found.id, [first])
        assert [field for _, field in missing.value.each] == ["c1-reason", "c2"]
    assert owed(world, "rep1", *OPENERS) == [["Score the bids"], [], []]
    score_all(world, found, GIVEN)
    assert owed(world, "rep1", *OPENERS) == [[], [], []]
    with world.scope():
        with pytest.raises(Refusal, match="Locked is locked"):
            score_bid(rep1, found.id, first, {"c1": GivenScore(5, "Better.")})
        scores = moderation_for(lead, found.id)
        assert [(one.points, one.to_talk, one.halves) for one in scores] == [
            ([4, 4, 5], False, 8),
            ([4, 4, 4], False, 8),
            ([1, 3, 4], True, None),
            ([3, 3, 3], False, 6),
        ]
        assert not quality_agreed(found.id)
        with pytest.raises(Refusal, match="all scores are agreed"):
            open_half(world.actor(OPENERS[0]), found.id, "price", quality_agreed)
        with pytest.raises(Invalid, match="from 1 to 4"):
            agree_score(lead, found.id, second, "c1", 9, "So they say.")
        agree_score(lead, found.id, second, "c1", 5, "The car breaks down.")
        assert not quality_agreed(found.id)
        with pytest.raises(NotYours, match="A scorer confirms"):
            confirm_score(lead, found.id, second, "c1")
        confirm_score(lay, found.id, second, "c1")
        agree_score(rep3, found.id, second, "c2", 6, "As it was.")
        with pytest.raises(Refusal, match="Another scorer"):
            confirm_score(rep3, found.id, second, "c2")
        assert not quality_agreed(found.id)
        confirm_score(rep1, found.id, second, "c2")
        assert quality_agreed(found.id)
    assert owed(world, *OPENERS) == [["Open your half of the prices"]] * 2
    open_prices(world, found)
    assert owed(world, *OPENERS) == [[], []]
    with world.scope():
        ranking = ranking_for(lead, found.id)
        assert [(one.id, one.place, one.ranked.quality, one.ranked.price) for one in ranking.bids] == [
            (first, 1, 48, 32),
            (second, 2, 32, 40),
        ]
        assert ranking.held is not None and ranking.held.whole == (0, 57)
        with pytest.raises(Refusal, match="prices are open"):
            check_bid(rep1, found.id, first, False, "No insurance.")
        assert list(tender_scores()) == []


@both_databases
def test_nobody_sees_the_scores_of_another_before_all_have_locked(
    app: Flask, world: World, group: int, travel: Travel
) -> None:
    found = opened_tender(app, world, group, travel, (12_500_00, 10_000_00), VISITS)
    score_all(world, found, {name: GIVEN[name] for name in ("rep1", "rep3")})
    with world.scope():
        for name in ("rep1", "lead", "lay", *OPENERS):
            with pytest.raises(Refusal, match="every scorer has locked"):
                moderation_for(world.actor(name), found.id)
            seen = evaluation_for(world.actor(name), found.id)
            assert (seen["locked"], seen["scorers"], seen["scores"], seen["ranking"]) == (2, 3, None, None)
            assert "rep3 on" not in str(seen)
        assert "rep1 on visits." in str(evaluation_for(world.actor("rep1"), found.id))
    for name in ("lead", "rep1", "admin", "chair", "observer", "rep2"):
        for path in (
            f"tenders/{found.id}/moderation",
            f"tenders/{found.id}/scores/{found.bids[0]}",
            "record",
        ):
            text = (
                world.client(app, name)
                .get(world.address(path if path == "record" else f"tendering/{path}"))
                .text
            )
            assert "rep3 on visits." not in text
    assert world.program(app, "rep2").get(f"{API}/{found.id}/evaluation").status_code == 403
    with world.scope():
        locked = select(BidScore).where(BidScore.scorer_id == world.people["rep1"])
        row = db.session.scalars(locked).first()
        assert row is not None
        refused_by_the_database(
            lambda: db.session.execute(update(BidScore).where(BidScore.id == row.id).values(points=0))
        )
        refused_by_the_database(lambda: db.session.execute(delete(BidScore).where(BidScore.id == row.id)))
        refused_by_the_database(lambda: db.session.execute(delete(ScoreLock)))
        refused_by_the_database(
            lambda: db.session.add(_agreed(found, world.people["lead"], world.people["rep1"]))
        )
        with pytest.raises(Refusal, match="sealed until"):
            ranking_for(world.actor("lead"), found.id)


def _agreed(found: OpenedTender, by: int, confirmed: int) -> AgreedScore:
    """A score that one person would have agreed and confirmed by hand."""
    now = time_now()
    return AgreedScore(
        tender_id=found.id,
        bid_id=found.bids[0],
        criterion="c1",
        halves=10,
        reason="Mine.",
        agreed_by=by,
        agreed_at=now,
        confirmed_by=confirmed,
        confirmed_at=now,
    )


@both_databases
def test_whoever_has_an_interest_scores_nothing_and_what_they_scored_is_void(
    app: Flask, world: World, group: int, travel: Travel
) -> None:
    made = opened_tender(app, world, group, travel, (12_500_00, 10_000_00), VISITS)
    score_all(world, made, GIVEN)
    with world.scope():
        declare_interest(world.actor("lay"), made.id, True, "My sister works there.")
        for act in (
            lambda: score_bid(world.actor("lay"), made.id, made.bids[0], {}),
            lambda: moderation_for(world.actor("lay"), made.id),
            lambda: evaluation_for(world.actor("lay"), made.id),
            lambda: agree_score(world.actor("lay"), made.id, made.bids[1], "c1", 4, "So."),
            lambda: check_bid(world.actor("lay"), made.id, made.bids[1], False, "So."),
            lambda: evaluation_for(world.actor("rep2"), made.id),
        ):
            with pytest.raises(NotYours):
                act()
        seen = evaluation_for(world.actor("lead"), made.id)
        assert (seen["void"], seen["scorers"], seen["agreed"]) == (1, 2, True)
        assert [one["given"] for one in seen["scores"]] == [[4, 5], [4, 4], [3, 4], [3, 3]]
        declare_interest(world.actor("lay"), made.id, False, "She left.")
        again = evaluation_for(world.actor("lead"), made.id)
        assert (again["void"], again["scores"]) == (1, seen["scores"]), (
            "nobody chooses whether their scores count"
        )


def test_two_people_put_a_bid_out_and_a_changed_score_is_found(
    app: Flask, world: World, group: int, travel: Travel
) -> None:
    found = opened_tender(app, world, group, travel, (12_500_00, 10_000_00), VISITS)
    program = world.program(app, "rep1")
    scores = {"c1": {"points": 4, "reason": "Fast."}, "c2": {"points": 4, "reason": "Known faces."}}
    for number in found.bids:
        assert program.put(f"{API}/{found.id}/scores/{number}", json=scores).status_code == 204
    wrong = program.put(f"{API}/{found.id}/scores/{found.bids[0]}", json={"c1": {"points": 4.5}})
    assert wrong.status_code == 422 and "c1" in wrong.text
    locked = program.post(f"{API}/{found.id}/scores/lock", json={})
    assert locked.json == {"locked": list(found.bids)}
    assert program.post(f"{API}/{found.id}/scores/lock", json={}).status_code == 409
    score_all(world, found, {name: [(4, 4), (4, 4)] for name in ("rep3", "lay")})
    with world.scope():
        check_bid(world.actor("lead"), found.id, found.bids[0], False, "No insurance.")
        check_bid(world.actor("lead"), found.id, found.bids[0], False, "Still none.")
    open_prices(world, found)
    with world.scope():
        assert [one.place for one in ranking_for(world.actor("lead"), found.id).bids] == [1, 2]
        assert list(tender_scores()) == []
        with unit_of_work() as session:
            session.connection().exec_driver_sql("DROP TRIGGER guard_tendering_score_update")
            session.execute(update(BidScore).values(points=5))
        assert "a score is not the one that was locked" in {flaw[1] for flaw in tender_scores()}
