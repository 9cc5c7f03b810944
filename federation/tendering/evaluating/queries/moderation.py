"""What the scorers gave, side by side, once all have locked: the middle, where they talk, and what they agreed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import Refusal
from federation.tendering.evaluating.queries.opened import JudgedBid, judged_bids, opened_bids
from federation.tendering.evaluating.queries.scores import ScorerState, scorer_state, sheets_of
from federation.tendering.evaluating.rules import differ_by, middle_halves, must_talk
from federation.tendering.models import AgreedScore, ComplianceCheck
from federation.tendering.preparing.queries.tenders import ShownTender, tender_here
from federation.tendering.preparing.rules.content import TenderCriterion

NOT_ALL_LOCKED = "Scores are shown to others once every scorer has locked every bid."


class WrittenAgreement(NamedTuple):
    """What somebody wrote down as agreed, in halves, and why; it counts once a scorer who is somebody else has confirmed it."""

    halves: int
    reason: str
    by: int
    confirmed_by: int | None


class TalkedScore(NamedTuple):
    """A bid and a criterion: the points that were given, the lowest first, with the reasons, and no names."""

    bid: JudgedBid
    criterion: TenderCriterion
    given: tuple[tuple[int, str], ...]
    written: WrittenAgreement | None

    @property
    def points(self) -> list[int]:
        """The points alone."""
        return [points for points, _ in self.given]

    @property
    def middle(self) -> int:
        """The middle, in halves."""
        return middle_halves(self.points)

    @property
    def apart(self) -> int:
        """How far they differ."""
        return differ_by(self.points)

    @property
    def to_talk(self) -> bool:
        """Whether the scorers have still to talk, or to confirm what they agreed."""
        if self.written is not None:
            return self.written.confirmed_by is None
        return must_talk(self.points)

    @property
    def halves(self) -> int | None:
        """The agreed score in halves: what was confirmed, or else the middle; None while there is something to talk about."""
        if self.to_talk:
            return None
        return self.written.halves if self.written else self.middle

    @property
    def reason(self) -> str:
        """Why it is that, for the bidder: what they agreed, or what the scorers wrote."""
        return self.written.reason if self.written else ""


class CheckedBid(NamedTuple):
    """What people say of whether a bid has what every bid must: the newest words of each, and whether two say that it has not."""

    words: tuple[tuple[bool, str], ...]

    @property
    def out(self) -> bool:
        """Whether two people say that it has not."""
        return sum(not passes for passes, _ in self.words) >= 2


def moderation_for(actor: Actor, tender_id: int) -> list[TalkedScore]:
    """All scores of all bids, for somebody clear of conflict, once all have locked. Raises ``NotYours`` and ``Refusal``."""
    return scores_shown(tender_here(tender_id), judged_bids(actor, tender_id))[1]


def scores_shown(tender: ShownTender, bids: list[JudgedBid]) -> tuple[ScorerState, list[TalkedScore]]:
    """How far the scorers are, and all scores of these bids. Raises ``Refusal`` until all have locked."""
    state, scores = judged_so_far(tender, bids)
    if scores is None:
        raise Refusal(NOT_ALL_LOCKED)
    return state, scores


def judged_so_far(tender: ShownTender, bids: list[JudgedBid]) -> tuple[ScorerState, list[TalkedScore] | None]:
    """How far the scorers are, and all scores of these bids: None until all have locked. For the rooms' own use. A handful of
    statements, however many bids there are."""
    state = scorer_state(tender.id, [one.id for one in bids])
    return state, _moderated(tender, bids, state) if state.complete else None


def all_agreed(scores: list[TalkedScore] | None) -> bool:
    """Whether every score is locked, and agreed."""
    return scores is not None and all(one.halves is not None for one in scores)


def _moderated(tender: ShownTender, bids: list[JudgedBid], state: ScorerState) -> list[TalkedScore]:
    """By bid and criterion; those who have an interest since do not count."""
    given: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for sheet in sheets_of(tender.id):
        if sheet.scorer_id in state.counting and sheet.locked_at is not None:
            for key, score in sheet.scores.items():
                given[sheet.bid_id, key].append((score.points, score.reason))
    written = _written(tender.id)
    return [
        TalkedScore(bid, one, tuple(sorted(given[bid.id, one.key])), written.get((bid.id, one.key)))
        for bid in bids
        for one in tender.content.criteria
    ]


def quality_agreed(tender_id: int) -> bool:
    """Whether every scorer has locked every bid, and every score is agreed: then the prices can be opened."""
    bids = opened_bids(tender_id)
    return bool(bids) and all_agreed(judged_so_far(tender_here(tender_id), bids)[1])


def progress_of(tender_id: int) -> tuple[ScorerState, int]:
    """How far the scorers are, and how many bids there are."""
    bids = opened_bids(tender_id)
    return scorer_state(tender_id, [one.id for one in bids]), len(bids)


def scored_at(tender_id: int) -> datetime | None:
    """When the last score was agreed or locked; for those who know that all are."""
    latest: datetime | None = db.session.scalar(
        select(func.max(AgreedScore.confirmed_at)).where(AgreedScore.tender_id == tender_id)
    )
    return latest


def checks_of(tender_id: int) -> Mapping[int, CheckedBid]:
    """What people say of the bids that they checked, by bid. One statement."""
    rows = select(ComplianceCheck).where(ComplianceCheck.tender_id == tender_id).order_by(ComplianceCheck.id)
    newest: defaultdict[int, dict[int, tuple[bool, str]]] = defaultdict(dict)
    for row in db.session.scalars(rows):
        newest[row.bid_id][row.checked_by] = (row.passes, row.words)
    return {bid: CheckedBid(tuple(said.values())) for bid, said in newest.items()}


def _written(tender_id: int) -> dict[tuple[int, str], WrittenAgreement]:
    rows = db.session.scalars(select(AgreedScore).where(AgreedScore.tender_id == tender_id))
    return {
        (row.bid_id, row.criterion): WrittenAgreement(row.halves, row.reason, row.agreed_by, row.confirmed_by)
        for row in rows
    }
