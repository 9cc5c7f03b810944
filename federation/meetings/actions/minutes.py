"""Minutes: written by one who leads, corrected by all who take part, approved by another person, and then fixed."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.meetings.actions.agenda import check_names
from federation.meetings.actions.presence import tells_who
from federation.meetings.findable import note_meeting
from federation.meetings.letters import tell_minutes
from federation.meetings.models import CalledMeeting, MinutesCorrection, MinutesVersion
from federation.meetings.queries.invited import invited_to
from federation.meetings.queries.meetings import ShownMeeting, meeting_here
from federation.meetings.queries.minutes import has_written, versions_of
from federation.meetings.queries.presence import digest_of_presence

LONGEST_MINUTES: Final = 50_000
LONGEST_CORRECTION: Final = 2_000
_FIXED: Final = "These minutes are approved, so they do not change any more."


def write_minutes(actor: Actor, meeting_id: int, words: str, puts_in: Collection[int] = ()) -> int:
    """Write the minutes, or the next version of them, which puts in these corrections. Returns the number of the version.

    With the first version everybody who was asked gets a letter. Raises ``Invalid`` at ``words`` for names, where the meeting
    is one without names.
    """
    words = plain_text(words, "words", "Write what was said and agreed")
    if len(words) > LONGEST_MINUTES:
        raise Invalid(f"Use {LONGEST_MINUTES:,} characters or fewer", "words")
    with unit_of_work() as session:
        row, now = held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        authorize(actor, "meetings.run", meeting.whose)
        _check_held(meeting)
        check_names(meeting, words, "words")
        number = meeting.version + 1
        session.add(
            MinutesVersion(
                meeting_id=row.id, number=number, words=words, written_by=actor.person_id, written_at=now
            )
        )
        for one in session.scalars(
            select(MinutesCorrection).where(
                MinutesCorrection.meeting_id == meeting_id,
                MinutesCorrection.id.in_(puts_in),
                MinutesCorrection.put_in.is_(None),
            )
        ):
            one.put_in = number
        session.flush()
        note_meeting(meeting)
        if number == 1:
            people = set(invited_to(meeting.group_id)) - {actor.person_id}
            tell_minutes(meeting, people, actor.name)
        record.append(
            actor.person_id,
            "meeting.minuted",
            f"meeting:{meeting_id}",
            version=number,
            text=record.digest(words),
        )
        return number


def suggest_correction(actor: Actor, meeting_id: int, words: str) -> int:
    """Say that something was otherwise than the minutes have it. Returns the number of the correction."""
    words = plain_text(words, "words", "Say what was otherwise")
    if len(words) > LONGEST_CORRECTION:
        raise Invalid(f"Use {LONGEST_CORRECTION:,} characters or fewer", "words")
    with unit_of_work() as session:
        _, now = held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        authorize(actor, "meetings.speak", meeting.whose)
        if not meeting.version:
            raise Refusal("There are no minutes of this meeting yet.")
        _check_held(meeting)
        check_names(meeting, words, "words")
        row = MinutesCorrection(
            meeting_id=meeting_id, words=words, suggested_by=actor.person_id, suggested_at=now
        )
        session.add(row)
        session.flush()
        return row.id


def approve_minutes(actor: Actor, meeting_id: int, version: int | None = None) -> None:
    """Approve the newest version of the minutes, which is fixed from now on; ``version`` is the one that was read.

    Nobody approves what they have written a version of themselves. Raises ``Refusal`` where a newer version is there than the one
    that was read.
    """
    with unit_of_work() as session:
        row, now = held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        authorize(actor, "meetings.approve", meeting.whose)
        _check_held(meeting)
        if not meeting.version:
            raise Refusal("There are no minutes of this meeting yet.")
        if version not in (None, meeting.version):
            raise Refusal("There is a newer version of these minutes. Read it before you approve them.")
        if has_written(actor.person_id, meeting_id):
            raise Refusal("You have written these minutes, so somebody else has to approve them.")
        row.approved_at, row.approved_by = now, actor.person_id
        session.flush()
        record.append(
            actor.person_id,
            "meeting.approved",
            f"meeting:{meeting_id}",
            version=meeting.version,
            text=record.digest(versions_of(meeting_id)[0].words),
            **({"there": digest_of_presence(meeting_id)} if tells_who(meeting) else {}),
        )


def _check_held(meeting: ShownMeeting) -> None:
    """Refuse minutes of a meeting that was not held, and changes to approved ones."""
    if meeting.approved_at:
        raise Refusal(_FIXED)
    if meeting.called_off_at:
        raise Refusal("This meeting was called off, so there are no minutes of it.")
    if meeting.state == "called":
        raise Refusal("The meeting has not begun yet.")
