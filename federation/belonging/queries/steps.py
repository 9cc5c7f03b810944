"""Reading the steps of practices, and where a notice or a suspension stands."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import select

from federation.belonging.models import MembershipStep
from federation.belonging.rules import OF_NOTICE, NoticeStep, StandingNotice, standing_notice
from federation.belonging.words import STEPS
from federation.decisions.models import Decision, number_in
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.refusals import Invalid, NotFound
from federation.network.members.queries.of_practice import is_of
from federation.network.models import Practice
from federation.people.models import Person

STANDS_AFTER: Final = 30
"""Days after which a role that somebody from outside gave counts when a practice leaves."""


class ShownStep(NamedTuple):
    """A step as it is read: ``number`` of its decision is empty before the vote, ``by`` where nobody took it by themselves."""

    kind: str
    at: datetime
    day: date | None
    words: str
    decision_id: int | None
    number: str
    by: str

    @property
    def title(self) -> str:
        """What it was."""
        return STEPS[self.kind]


def steps_of(practice_id: int) -> list[ShownStep]:
    """The steps of a practice, the newest first; of suspensions that nobody sees yet none. One statement."""
    rows = db.session.execute(
        select(
            MembershipStep.kind,
            MembershipStep.at,
            MembershipStep.day,
            MembershipStep.words,
            MembershipStep.decision_id,
            Decision.series,
            Decision.year,
            Decision.ordinal,
            Person.name,
        )
        .outerjoin(Decision, Decision.id == MembershipStep.decision_id)
        .outerjoin(Person, Person.id == MembershipStep.person_id)
        .where(MembershipStep.practice_id == practice_id)
        .order_by(MembershipStep.id.desc())
    )
    return [
        ShownStep(*row[:5], number_in(row.series or "", row.year, row.ordinal), row.name or "")
        for row in rows
    ]


def notice_of(practice_id: int) -> StandingNotice | None:
    """The notice of a practice that stands. One statement."""
    rows = db.session.execute(
        select(MembershipStep.kind, MembershipStep.day)
        .where(MembershipStep.practice_id == practice_id, MembershipStep.kind.in_(OF_NOTICE))
        .order_by(MembershipStep.id)
    )
    return standing_notice(NoticeStep(*row) for row in rows)


def givers_of(practice_id: int) -> set[int]:
    """Who gave the newest notice of a practice. One statement."""
    found = db.session.scalar(
        select(MembershipStep.person_id)
        .where(MembershipStep.practice_id == practice_id, MembershipStep.kind == "notice")
        .order_by(MembershipStep.id.desc())
        .limit(1)
    )
    return set() if found is None else {found}


def may_let_leave(person_id: int, practice_id: int) -> bool:
    """Whether the word of somebody of a practice counts when it leaves: their role there has stood for 30 days, was given at the
    terminal, or by somebody else of the practice of whom that is so. One statement."""
    return is_of(person_id, practice_id, time_now() - timedelta(days=STANDS_AFTER))


def step_of(decision_id: int, kind: str) -> MembershipStep | None:
    """The step of this kind that belongs to a decision. One statement."""
    return db.session.scalar(
        select(MembershipStep).where(MembershipStep.decision_id == decision_id, MembershipStep.kind == kind)
    )


def answered(decision_id: int) -> Sequence[MembershipStep]:
    """What was asked and answered about a suspension, in order. One statement."""
    return db.session.scalars(
        select(MembershipStep)
        .where(MembershipStep.decision_id == decision_id, MembershipStep.kind.in_(("asked", "answered")))
        .order_by(MembershipStep.id)
    ).all()


def practice_with(code: str) -> Practice | None:
    """The practice of this code that is, or was, on the list. One statement."""
    return db.session.scalar(select(Practice).where(Practice.code == code.strip().upper()))


def practice_sent(code: str) -> Practice:
    """The same of a code that was sent. Raises ``Invalid`` at ``practice``."""
    found = practice_with(code)
    if found is None:
        raise Invalid(f"There is no practice with the code {code} in this federation", "practice")
    return found


def practice_addressed(code: str) -> Practice:
    """The same of a code in an address. Raises ``NotFound``."""
    found = practice_with(code)
    if found is None:
        raise NotFound()
    return found
