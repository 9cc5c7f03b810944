"""Checklists, challenges, what is said of them after a year, and what practices offer each other."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from federation.toolkit import NotFound, reviews, session

from ..figures import YesOf
from ..models import ChallengeNote, ChallengeOutcome, FellowChallenge, LearningReview
from .checklists import HOST


def challenge_here(challenge_id: int) -> FellowChallenge:
    """One challenge. Raises ``NotFound``."""
    row = session.get(FellowChallenge, challenge_id)
    if row is None:
        raise NotFound()
    return row


def programme_standing(programme_id: int, template: reviews.ReviewTemplate) -> reviews.ReviewStanding:
    """How a programme stands against a checklist. One statement."""
    return _standing(template, LearningReview.programme_id == programme_id)


def host_standing(challenge_id: int) -> reviews.ReviewStanding:
    """How ready the host of a challenge is, factor by factor. One statement."""
    return _standing(HOST, LearningReview.challenge_id == challenge_id)


def challenges(most: int) -> Sequence[FellowChallenge]:
    """The newest challenges. One statement."""
    return session.scalars(
        select(FellowChallenge)
        .order_by(FellowChallenge.begins_on.desc(), FellowChallenge.id.desc())
        .limit(most)
    ).all()


def notes_of(challenge_id: int) -> Sequence[ChallengeNote]:
    """What was done about a challenge, the newest first. One statement."""
    return session.scalars(
        select(ChallengeNote)
        .where(ChallengeNote.challenge_id == challenge_id)
        .order_by(ChallengeNote.id.desc())
    ).all()


def after_a_year(challenge: FellowChallenge) -> dict[str, YesOf]:
    """What those say who took part, twelve months on: worthwhile, empowered, sustained. One statement."""
    people = {challenge.fellow_id, challenge.mentor_id, challenge.coach_id, challenge.registered_by} - {None}
    rows = session.scalars(
        select(ChallengeOutcome).where(ChallengeOutcome.challenge_id == challenge.id)
    ).all()
    asked = len(people | {one.person_id for one in rows})
    return {
        key: YesOf(sum(getattr(one, key) for one in rows), len(rows), asked)
        for key in ("worthwhile", "empowered", "sustained")
    }


def _standing(template: reviews.ReviewTemplate, about: ColumnElement[bool]) -> reviews.ReviewStanding:
    rows = session.scalars(
        select(LearningReview)
        .where(about, LearningReview.template == template.name)
        .order_by(LearningReview.id)
    )
    return reviews.standing(template, [one.as_rating() for one in rows])
