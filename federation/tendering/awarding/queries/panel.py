"""What the page of a tender says of its award, and where it leads whom."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.seen import told_of
from federation.kernel.days import day_at, end_of_day
from federation.kernel.db import db
from federation.kernel.policy import Actor, may
from federation.tendering.awarding.queries.awards import (
    SharedLine,
    ShownAllocation,
    ShownAward,
    allocation_now,
    award_of,
)
from federation.tendering.bidding.queries.bidders import opened_at
from federation.tendering.evaluating.queries.panel import EvaluationPanel
from federation.tendering.evaluating.words import firm_words
from federation.tendering.models import AwardChallenge
from federation.tendering.preparing.queries.tenders import ShownTender
from federation.tendering.stages import TenderTimes
from federation.tendering.subjects import AWARD

_UNDER_WAY = ("discussion", "scheduled", "open")


class AwardVote(NamedTuple):
    """A proposal to award that is under way: the decision, and whether voting is open."""

    decision_id: int
    supplier: str
    voting: bool


class WaitingChallenge(NamedTuple):
    """What a bidder asks, and the answer (empty: none yet); ``answers``: this reader may give it."""

    id: int
    words: str
    answer: str
    answers: bool


class AwardPanel(NamedTuple):
    """The award, how it is shared now, what the practices of this reader get (``mine``), proposals under way, what bidders
    ask. ``proposes``: this reader may put an award to the members; ``notes``: they write down what bidders ask; ``signs``: they
    put the contract into the register."""

    award: ShownAward | None
    allocation: ShownAllocation | None
    mine: tuple[SharedLine, ...]
    votes: tuple[AwardVote, ...]
    challenges: tuple[WaitingChallenge, ...]
    firm: str
    proposes: bool
    notes: bool
    signs: bool


def award_panel(tender: ShownTender, reader: Actor, evaluation: EvaluationPanel | None) -> AwardPanel:
    """The panel."""
    award = award_of(tender.id)
    allocation, own = allocation_now(award) if award else None, {seat.practice_id for seat in reader.seats}
    ranking = evaluation.ranking if evaluation else None
    runs = (
        evaluation is not None
        and bool(evaluation.bids)
        and tender.cancelled_at is None
        and may(reader, "tendering.run", tender.whose)
    )
    asked = _challenges(award, reader, runs) if award else ()
    first = ranking.bids[0] if ranking else None
    return AwardPanel(
        award,
        allocation,
        tuple(one for one in allocation.lines if one.practice_id in own) if allocation else (),
        _votes(tender.id) if award is None and evaluation is not None else (),
        asked,
        firm_words(first.name, ranking.held, tender.content.price_points) if first and ranking else "",
        runs and award is None and first is not None and first.place == 1 and may(reader, "mandates.propose"),
        runs and award is not None and award.contract_id is None,
        runs
        and award is not None
        and award.contract_id is None
        and day_at(tender.now) > award.standstill_until
        and all(one.answer for one in asked),
    )


def times_with_award(
    tender: ShownTender, evaluation: EvaluationPanel | None, panel: AwardPanel
) -> TenderTimes:
    """When each thing happened to a tender, up to the contract."""
    award, scored = panel.award, evaluation.scored_at if evaluation else None
    return replace(
        tender.times,
        opened_at=opened_at(tender.id, "quality"),
        scored_at=scored or (opened_at(tender.id, "price") if evaluation and evaluation.agreed else None),
        vote_opened_at=tender.now if any(one.voting for one in panel.votes) else None,
        awarded_at=award.awarded_at if award else None,
        standstill_until=end_of_day(award.standstill_until) if award else None,
    )


def _votes(tender_id: int) -> tuple[AwardVote, ...]:
    waiting = select(Decision).where(Decision.subject == AWARD, Decision.state.in_(_UNDER_WAY))
    found = []
    for one in db.session.scalars(waiting.order_by(Decision.id)):
        terms = told_of(one)["terms"]
        if terms["tender"] == tender_id:
            found.append(AwardVote(one.id, terms["supplier"], one.state == "open"))
    return tuple(found)


def _challenges(award: ShownAward, reader: Actor, runs: bool) -> tuple[WaitingChallenge, ...]:
    rows = db.session.scalars(
        select(AwardChallenge).where(AwardChallenge.award_id == award.id).order_by(AwardChallenge.id)
    )
    return tuple(
        WaitingChallenge(
            row.id, row.words, row.answer, runs and not row.answer and row.noted_by != reader.person_id
        )
        for row in rows
    )
