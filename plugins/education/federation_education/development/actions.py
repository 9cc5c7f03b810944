"""Checklists of programmes and hosts, challenges of fellows, and time that practices lend each other."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select

from federation.toolkit import (
    Actor,
    Invalid,
    NotFound,
    NotYours,
    Refusal,
    authorize,
    held,
    index,
    reviews,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ..figures import months_after
from ..models import ChallengeNote, ChallengeOutcome, FellowChallenge, LearningReview
from ..programmes.queries import programme_here
from ..typed import short_text
from .checklists import HOST, OF_PROGRAMMES, STRANDS
from .queries import challenge_here

_YEAR: Final = 12


class ChallengeWanted(NamedTuple):
    """A challenge: its title, the problem, what was tried before, and from when a fellow works on it. People by number."""

    title: str
    problem: str
    attempts: str
    begins_on: date
    fellow_id: int | None = None
    mentor_id: int | None = None
    coach_id: int | None = None


def rate_programme(
    actor: Actor, programme_id: int, checklist: str, item: str, rating: int | None, evidence: str
) -> None:
    """Say how a programme stands in one item of a checklist. Raises ``Invalid`` at ``item``, ``rating`` or ``evidence``."""
    authorize(actor, "education.review")
    if checklist not in OF_PROGRAMMES:
        raise NotFound()
    with unit_of_work():
        programme_here(programme_id)
        said = reviews.rated(OF_PROGRAMMES[checklist], item, rating, evidence)
        _add_review(actor, said, programme_id=programme_id)
        write_record(actor.person_id, "education.rated", f"education_programme:{programme_id}")


def rate_host(actor: Actor, challenge_id: int, item: str, rating: int | None, evidence: str) -> None:
    """Say how ready a host is in one of the seven factors."""
    authorize(actor, "education.review")
    with unit_of_work():
        challenge_here(challenge_id)
        _add_review(actor, reviews.rated(HOST, item, rating, evidence), challenge_id=challenge_id)
        write_record(actor.person_id, "education.rated", f"education_challenge:{challenge_id}")


def register(actor: Actor, practice_id: int, wanted: ChallengeWanted) -> int:
    """Register a challenge for a practice that hosts it; returns its number. Raises ``Invalid`` where nothing says what was
    tried before."""
    authorize(actor, "education.lead")
    if not actor.belongs_to(practice_id):
        raise NotYours()
    title = short_text(wanted.title, "title", 120, "Enter a title")
    problem = short_text(wanted.problem, "problem", 4_000, "Say what the problem is")
    attempts = short_text(
        wanted.attempts,
        "attempts",
        4_000,
        "Say what was tried before, and why it did not make the difference",
    )
    with unit_of_work():
        row = FellowChallenge(
            practice_id=practice_id,
            title=title,
            problem=problem,
            attempts=attempts,
            fellow_id=wanted.fellow_id,
            mentor_id=wanted.mentor_id,
            coach_id=wanted.coach_id,
            begins_on=wanted.begins_on,
            registered_by=actor.person_id,
            registered_at=time_now(),
        )
        session.add(row)
        session.flush()
        index("education_challenge", row.id, title, problem)
        write_record(actor.person_id, "education.registered", f"education_challenge:{row.id}")
        return row.id


def note(actor: Actor, challenge_id: int, strand: str, words: str) -> None:
    """Write down what was done about a challenge, in one of the six strands."""
    authorize(actor, "education.lead")
    words = short_text(words, "words", 2_000, "Say what was done")
    if strand not in STRANDS:
        raise Invalid("Select the kind of work", "strand")
    with unit_of_work():
        challenge = challenge_here(challenge_id)
        _check_part(actor, challenge)
        session.add(
            ChallengeNote(
                challenge_id=challenge_id,
                strand=strand,
                words=words,
                person_id=actor.person_id,
                noted_at=time_now(),
            )
        )
        write_record(actor.person_id, "education.noted", f"education_challenge:{challenge_id}")


def follow_up(actor: Actor, challenge_id: int, said: Mapping[str, bool], words: str) -> None:
    """Say after twelve months whether it was ``worthwhile``, whether one feels more able (``empowered``), and whether what
    changed still holds (``sustained``). Once for each person."""
    authorize(actor, "education.lead")
    words = short_text(words, "words", 1_000)
    with unit_of_work():
        challenge, _ = held(FellowChallenge, challenge_id)
        _check_part(actor, challenge)
        if months_after(challenge.begins_on, _YEAR) > today():
            raise Refusal("This is asked twelve months after the beginning.")
        again = select(ChallengeOutcome.id).where(
            ChallengeOutcome.challenge_id == challenge_id, ChallengeOutcome.person_id == actor.person_id
        )
        if session.scalar(again):
            raise Refusal("You have said this already.")
        session.add(
            ChallengeOutcome(
                challenge_id=challenge_id,
                person_id=actor.person_id,
                words=words,
                said_at=time_now(),
                **{key: said[key] for key in ("worthwhile", "empowered", "sustained")},
            )
        )
        write_record(actor.person_id, "education.followed_up", f"education_challenge:{challenge_id}")


def takes_part(actor: Actor, challenge: FellowChallenge) -> bool:
    """Whether somebody is the fellow, mentor or coach of a challenge, or of the practice that hosts it."""
    people = (challenge.fellow_id, challenge.mentor_id, challenge.coach_id)
    return actor.person_id in people or actor.belongs_to(challenge.practice_id)


def _check_part(actor: Actor, challenge: FellowChallenge) -> None:
    if not takes_part(actor, challenge):
        raise NotYours()


def _add_review(actor: Actor, said: Mapping[str, object], **about: int) -> None:
    session.add(LearningReview(person_id=actor.person_id, rated_at=time_now(), **about, **said))
