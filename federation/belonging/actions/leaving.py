"""A practice leaves: it gives notice, a second person of it confirms, it can take that back, and on its day it is gone."""

from datetime import date, timedelta

from federation.belonging.actions.steps import write_step
from federation.belonging.letters import tell_flagged, tell_notice
from federation.belonging.permissions import SpeakingFor
from federation.belonging.queries.seats import seats_with
from federation.belonging.queries.steps import STANDS_AFTER, givers_of, may_let_leave, notice_of
from federation.belonging.subjects import NOTICE
from federation.belonging.terms import LONGEST_REASON
from federation.decisions.rulebook.queries.agreed import agreed
from federation.kernel.days import start_of_day, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.words import day
from federation.network.groups.confirming import end_seats_of
from federation.network.locking import locked
from federation.network.members.letters.roles import concerned
from federation.network.models import Practice
from federation.network.practices.actions.totals import recount
from federation.network.practices.letters import tell_off, tell_roll


def first_day() -> date:
    """The first day on which a practice could leave that gives notice now."""
    return today() + timedelta(days=int(agreed(NOTICE.name)))


def give_notice(actor: Actor, practice_id: int, leaves_on: date, reason: str = "") -> bool:
    """Give notice for a practice. Returns whether a second person of it has to confirm that; where there is nobody else at the
    practice the notice counts, and administrators and executive are told so."""
    _speak(actor, practice_id, "belonging.leave")
    reason = plain_text(reason, "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "reason")
    with unit_of_work():
        locked()
        practice, _ = held(Practice, practice_id)
        if practice.left_on is not None or practice.closed_on is not None:
            raise Refusal("This practice does not belong to the federation any more.")
        if notice_of(practice_id) is not None:
            raise Refusal("This practice has given notice already.")
        _check_stands(actor, practice_id)
        if leaves_on < first_day():
            raise Invalid(
                f"Enter {day(first_day())} or later, which is the notice that members agreed", "leaves_on"
            )
        others = {*concerned(practice_id)} - {actor.person_id}
        step, _ = write_step(
            "practice.notice",
            practice_id,
            "notice",
            day=leaves_on,
            words=reason,
            person_id=actor.person_id,
        )
        if not others:
            practice.leaves_at = start_of_day(leaves_on)
            write_step(
                "practice.notice_confirmed", practice_id, "stated", day=leaves_on, person_id=actor.person_id
            )
        tell_notice(step, practice.name, actor.name, "waits" if others else "stated")
        return bool(others)


def confirm_notice(actor: Actor, practice_id: int) -> None:
    """Confirm, as the second person of a practice, that it leaves."""
    _speak(actor, practice_id, "belonging.confirm")
    with unit_of_work():
        locked()
        practice, _ = held(Practice, practice_id)
        notice = notice_of(practice_id)
        if notice is None or not notice.waits:
            raise Refusal("No notice of this practice waits for a second person.")
        if actor.person_id in givers_of(practice_id):
            raise Refusal("You have given this notice, so somebody else of your practice has to confirm it.")
        _check_stands(actor, practice_id)
        if notice.day < today():
            raise Refusal(
                "The day of this notice has passed. Take it back, and give notice with a later day."
            )
        practice.leaves_at = start_of_day(notice.day)
        step, _ = write_step(
            "practice.notice_confirmed",
            practice_id,
            "confirmed",
            day=notice.day,
            person_id=actor.person_id,
        )
        tell_notice(step, practice.name, actor.name, "confirmed")


def take_notice_back(actor: Actor, practice_id: int) -> None:
    """Take the notice of a practice back, until the day on which it leaves."""
    _speak(actor, practice_id, "belonging.leave")
    with unit_of_work():
        locked()
        practice, _ = held(Practice, practice_id)
        notice = notice_of(practice_id)
        if notice is None or notice.closing:
            raise Refusal("This practice has given no notice.")
        if notice.is_due(today()):
            raise Refusal("The day of this notice has come, so the practice has left.")
        practice.leaves_at = None
        step, _ = write_step(
            "practice.notice_taken_back", practice_id, "taken_back", person_id=actor.person_id
        )
        tell_notice(step, practice.name, actor.name, "taken_back")


def leave_today(practice_id: int) -> bool:
    """Let a practice leave whose notice is due, or that a file called closed and nobody objected. It is on no new roll, and its
    own seats in groups end; those of its people are shown to the groups. Votes that are open keep their roll. Returns whether it
    left."""
    with unit_of_work():
        locked()
        practice, _ = held(Practice, practice_id)
        notice = notice_of(practice_id)
        if notice is None or not notice.is_due(today()) or practice.left_on is not None:
            return False
        kind, why = ("closed", "has closed") if notice.closing else ("gone", "has left by its own notice")
        practice.leaves_at = None
        if notice.closing:
            practice.closed_on = notice.day
        else:
            practice.left_on = notice.day
        recount({practice_id})
        step, seq = write_step(f"practice.{kind}", practice_id, kind, day=notice.day)
        seats = seats_with(practice_id)
        end_seats_of(practice_id, practice.name)
        tell_flagged(step, practice.name, [seat for seat in seats if seat.person_id is not None])
        if practice.membership == "full" and (notice.closing or practice.closed_on is None):
            tell_off(practice.name, seq, {practice_id: why})
            tell_roll(practice.name, seq, [practice.name], [])
        return True


def _check_stands(actor: Actor, practice_id: int) -> None:
    if not may_let_leave(actor.person_id, practice_id):
        raise Refusal(
            f"Your role at this practice was given from outside it less than {STANDS_AFTER} days ago. Ask somebody who has been "
            "there for longer."
        )


def _speak(actor: Actor, practice_id: int, permission: str) -> None:
    authorize(actor, permission)
    if db.session.get(Practice, practice_id) is None:
        raise NotFound()
    authorize(actor, permission, SpeakingFor(practice_id))
