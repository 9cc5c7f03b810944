"""Scorers who have not locked in time: who they are, and without whom bids are judged."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.people.models import Person
from federation.tendering.bidding.queries.bidders import opened_at
from federation.tendering.evaluating.queries.scores import ScorerState
from federation.tendering.models import ScorerAside
from federation.tendering.preparing.actions.tasks import DAYS_TO_SCORE
from federation.tendering.preparing.queries.interests import parts_of

LEAST_SCORERS = 2


class LeftOut(NamedTuple):
    """Somebody without whom bids are judged, or shall be: who asked and why, and who confirmed it (empty: nobody yet)."""

    person_id: int
    name: str
    reason: str
    asked_by: int
    asker: str
    asked_at: datetime
    confirmer: str
    confirmed_at: datetime | None


class LateScorer(NamedTuple):
    """Somebody who has not locked every bid in time. ``asks``: this reader may ask to go on without them; ``confirms``: they may
    confirm that somebody else asked for it."""

    person_id: int
    name: str
    asked: LeftOut | None
    asks: bool
    confirms: bool


def left_out_of(tender_id: int) -> list[LeftOut]:
    """Everybody about whom it was asked, the first first. One statement."""
    late, asker, confirmer = aliased(Person), aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(
            ScorerAside.person_id,
            late.name,
            ScorerAside.reason,
            ScorerAside.asked_by,
            asker.name,
            ScorerAside.asked_at,
            confirmer.name,
            ScorerAside.confirmed_at,
        )
        .join(late, late.id == ScorerAside.person_id)
        .join(asker, asker.id == ScorerAside.asked_by)
        .outerjoin(confirmer, confirmer.id == ScorerAside.confirmed_by)
        .where(ScorerAside.tender_id == tender_id)
        .order_by(ScorerAside.id)
    )
    return [LeftOut(*row[:6], row[6] or "", row[7]) for row in rows]


def scores_due(tender_id: int) -> datetime | None:
    """Until when scorers have time to lock; None before the bids are opened. One statement."""
    opened = opened_at(tender_id, "quality")
    return None if opened is None else opened + DAYS_TO_SCORE


def late_scorers(
    tender_id: int, state: ScorerState, asked: list[LeftOut], reader: Actor, runs: bool
) -> tuple[LateScorer, ...]:
    """Those who have not locked, for somebody who judges once the time to lock is over: before all have, nobody else learns who
    they are. Three statements at most."""
    known = {one.person_id: one for one in asked}
    many = len(state.counting) > LEAST_SCORERS
    found = []
    for one in parts_of(tender_id):
        if one.person_id in state.counting and one.person_id not in state.locked:
            said, other = known.get(one.person_id), one.person_id != reader.person_id
            found.append(
                LateScorer(
                    one.person_id,
                    one.name,
                    said,
                    runs and other and many and said is None,
                    said is not None and other and many and said.asked_by != reader.person_id,
                )
            )
    return tuple(found)
