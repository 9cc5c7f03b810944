"""A file calls a practice closed that nobody speaks for: all members are told, and it leaves on a day unless somebody objects."""

from datetime import timedelta

from sqlalchemy import select

from federation.belonging.actions.steps import write_step
from federation.belonging.letters import tell_closing, tell_objected
from federation.belonging.queries.steps import notice_of
from federation.belonging.rules import TO_OBJECT
from federation.belonging.subjects import NOTICE
from federation.belonging.terms import LONGEST_REASON
from federation.decisions.rulebook.queries.agreed import agreed
from federation.kernel.days import start_of_day, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.events import PracticeCalledClosed
from federation.network.locking import locked
from federation.network.models import Practice
from federation.people.models import Person


def let_object(event: PracticeCalledClosed) -> None:
    """Set the day on which a practice leaves that a file calls closed, and tell everybody, once, however often it is told: the
    notice that members agreed from today, and 14 days at least."""
    locked()
    practice, _ = held(Practice, event.practice_id)
    if practice.left_on is not None or practice.closed_on is not None or notice_of(practice.id) is not None:
        return
    leaves_on = today() + timedelta(days=max(int(agreed(NOTICE.name)), TO_OBJECT))
    practice.leaves_at = start_of_day(leaves_on)
    step, _ = write_step("practice.closing", practice.id, "closing", day=leaves_on, person_id=event.saved_by)
    by = db.session.scalar(select(Person.name).where(Person.id == event.saved_by))
    tell_closing(step, practice.name, by)


def object_to_closing(actor: Actor, practice_id: int, reason: str) -> None:
    """Object, before its day and with a reason that all members read, that a practice is called closed: it stays.

    Raises ``Invalid`` at ``reason``, and ``Refusal`` where nothing is to object to."""
    authorize(actor, "belonging.object")
    if db.session.get(Practice, practice_id) is None:
        raise NotFound()
    reason = plain_text(reason, "reason", "Say why it is not closed")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "reason")
    with unit_of_work():
        locked()
        practice, _ = held(Practice, practice_id)
        notice = notice_of(practice_id)
        if notice is None or not notice.closing:
            raise Refusal("No file calls this practice closed, or somebody has objected already.")
        if notice.is_due(today()):
            raise Refusal(
                "The day has come, so the practice has left. The members decide whether it joins again."
            )
        practice.leaves_at = None
        step, _ = write_step(
            "practice.closing_objected", practice_id, "objected", words=reason, person_id=actor.person_id
        )
        tell_objected(step, practice.name, actor.name)
