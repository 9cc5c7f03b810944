"""Scores as they are read: one's own at any time, those of others once everybody has locked every bid."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.network.models import Membership
from federation.tendering.bidding.queries.bidders import opened_at
from federation.tendering.models import BidScore, ScoreLock, ScorerAside
from federation.tendering.preparing.queries.interests import bound_since, interests_of
from federation.tendering.preparing.queries.tenders import practices_asked, scorers_of


class GivenScore(NamedTuple):
    """What a scorer gives for a criterion, and why."""

    points: int
    reason: str


class ScoreSheet(NamedTuple):
    """The scores of one scorer for one bid, by criterion; ``locked_at`` is None while they can change."""

    scorer_id: int
    bid_id: int
    scores: Mapping[str, GivenScore]
    locked_at: datetime | None
    fingerprint: str


class ScorerState(NamedTuple):
    """Who scores a tender: ``counting`` are those whose scores count, ``void`` those who have an interest since; ``locked`` are
    those of the counting who have locked every bid, ``aside`` those without whom bids are judged because they did not lock."""

    counting: tuple[int, ...]
    void: tuple[int, ...]
    locked: tuple[int, ...]
    aside: tuple[int, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everybody whose scores count has locked every bid."""
        return bool(self.counting) and len(self.locked) == len(self.counting)


def sheets_of(tender_id: int, scorer_id: int | None = None) -> list[ScoreSheet]:
    """The sheets of a tender, or those of one scorer. For the rooms' own use: who may read them is said by those who ask. Two
    statements."""
    scores = select(BidScore).where(BidScore.tender_id == tender_id)
    locks = select(ScoreLock).where(ScoreLock.tender_id == tender_id)
    if scorer_id is not None:
        scores, locks = (
            scores.where(BidScore.scorer_id == scorer_id),
            locks.where(ScoreLock.scorer_id == scorer_id),
        )
    given: defaultdict[tuple[int, int], dict[str, GivenScore]] = defaultdict(dict)
    for row in db.session.scalars(scores.order_by(BidScore.id)):
        given[row.scorer_id, row.bid_id][row.criterion] = GivenScore(row.points, row.reason)
    locked = {(row.scorer_id, row.bid_id): row for row in db.session.scalars(locks)}
    return [
        ScoreSheet(
            *key,
            given.get(key, {}),
            locked[key].locked_at if key in locked else None,
            locked[key].fingerprint if key in locked else "",
        )
        for key in sorted(given.keys() | locked.keys())
    ]


def scorer_state(tender_id: int, bids: Sequence[int]) -> ScorerState:
    """How far the scorers are with these bids. A handful of statements, however many bids there are."""
    scorers = scorers_of(tender_id)
    void, aside = set(_conflicted(tender_id, scorers)), set(left_out(tender_id))
    counting = tuple(one for one in scorers if one not in void | aside)
    locks = select(ScoreLock.scorer_id, ScoreLock.bid_id).where(ScoreLock.tender_id == tender_id)
    done: defaultdict[int, set[int]] = defaultdict(set)
    for scorer, bid in db.session.execute(locks):
        done[scorer].add(bid)
    locked = tuple(one for one in counting if bids and done[one].issuperset(bids))
    voided = tuple(one for one in scorers if one in void - aside)
    return ScorerState(counting, voided, locked, tuple(one for one in scorers if one in aside))


def left_out(tender_id: int) -> list[int]:
    """The scorers without whom two people let bids be judged, by number of person. One statement."""
    found = select(ScorerAside.person_id).where(
        ScorerAside.tender_id == tender_id, ScorerAside.confirmed_by.is_not(None)
    )
    return list(db.session.scalars(found))


def sheet_digest(scores: Mapping[str, Any]) -> str:
    """The fingerprint of the scores of a sheet, as its lock and the record keep it."""
    return record.digest([[key, *scores[key]] for key in sorted(scores)])


def _conflicted(tender_id: int, scorers: Sequence[int]) -> list[int]:
    """Of the scorers those who have an interest, or belong to a practice that bids or whose representative has one. Who had one
    since the bids were opened has it for good: else they could choose, once they see the scores, whether theirs count."""
    opened = opened_at(tender_id, "quality")
    bound = {} if opened is None else bound_since(tender_id, opened)
    bound |= {one.person_id: one.practices for one in interests_of(tender_id) if one.conflict}
    people = set(bound)
    practices = {number for held in bound.values() for number in held} | practices_asked(tender_id).keys()
    of_practice = select(Membership.person_id).where(
        Membership.person_id.in_(scorers), Membership.practice_id.in_(practices), Membership.in_force()
    )
    people |= set(db.session.scalars(of_practice)) if practices else set()
    return [one for one in scorers if one in people]
