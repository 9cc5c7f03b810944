"""What programs send and get about meetings."""

import re
from typing import Any, Final

from marshmallow import INCLUDE, ValidationError, fields, post_load, validate

from federation.kernel.api_fields import LARGEST, InstantField, StrictSchema, WholeNumber, WordsField
from federation.meetings.actions.agenda import LONGEST_ABOUT, LONGEST_TITLE
from federation.meetings.actions.asking import LONGEST_ASKED
from federation.meetings.actions.calling import LONGEST_PLACE
from federation.meetings.actions.minutes import LONGEST_MINUTES
from federation.meetings.actions.presence import LONGEST_REASON
from federation.meetings.actions.rhythm import MOST_WEEKS
from federation.meetings.models import KINDS, PRESENCES
from federation.meetings.queries.invited import THERE

_PERSON: Final = re.compile(r"[1-9][0-9]{0,15}", re.ASCII)


class MeetingSent(StrictSchema):
    """A meeting to call: of a ``group`` (its number), or without one of all members."""

    kind = WordsField(required=True, validate=[validate.OneOf(KINDS)])
    group = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))
    starts_at = InstantField(required=True)
    place = WordsField(required=True, least=1, longest=LONGEST_PLACE)


class MeetingCalled(StrictSchema):
    """The meeting that was called."""

    id = fields.Integer(required=True)


class MeetingAnswer(StrictSchema):
    """A meeting. ``state``: called, begun, draft (minutes), approved or called_off; ``version`` is that of its minutes, 0 where
    there are none."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    group = fields.Integer(required=True, allow_none=True)
    starts_at = InstantField(required=True)
    place = fields.String(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)


class MeetingsSchema(StrictSchema):
    """The next 200 meetings."""

    items = fields.List(fields.Nested(MeetingAnswer), required=True)


class AgendaItemAnswer(StrictSchema):
    """An item of an agenda: what was said, how it ended (empty, noted, agreed, answered, proposal, left), and the number and
    state of the ``decision`` that it is about, once it is closed its verdict."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)
    about = fields.String(required=True)
    said = fields.String(required=True)
    outcome = fields.String(required=True)
    decision = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)


class ItemSent(StrictSchema):
    """Something to put on an agenda: with a ``title``, or a proposal in discussion (``decision``, its number) that can be voted
    on in the meeting."""

    title = WordsField(load_default="", longest=LONGEST_TITLE)
    about = WordsField(load_default="", longest=LONGEST_ABOUT)
    decision = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))


class ItemMade(StrictSchema):
    """The item that was made."""

    id = fields.Integer(required=True)


class RoomVoteSent(StrictSchema):
    """The rule of a vote in a meeting: the key of one that every federation has, or that this one keeps."""

    preset = WordsField(required=True, least=1, longest=60)


class RoomVoteOpened(StrictSchema):
    """The vote that was opened, and when it closes at the latest."""

    decision = fields.Integer(required=True)
    closes_at = InstantField(required=True)


class AskingSent(StrictSchema):
    """A practice (by its ODS code) asks for an extraordinary general meeting, with what it is about."""

    practice = WordsField(required=True, least=1, longest=12)
    reason = WordsField(required=True, least=1, longest=LONGEST_ASKED)


class AskingAnswer(StrictSchema):
    """How many practices ask for a meeting, how many are needed, and until when it is called; null before enough ask."""

    signed = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    call_by = InstantField(required=True, allow_none=True)


class MoveSent(StrictSchema):
    """Another time and place of a meeting."""

    starts_at = InstantField(required=True)
    place = WordsField(required=True, least=1, longest=LONGEST_PLACE)


class StandInSent(StrictSchema):
    """Who comes (``person``) in the place of whom (``absent``): numbers of people."""

    absent = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    person = WholeNumber(required=True, validate=validate.Range(1, LARGEST))


class RhythmSent(StrictSchema):
    """Every how many weeks a group meets; 0: it says no more how often."""

    weeks = WholeNumber(required=True, validate=validate.Range(0, MOST_WEEKS))


class RhythmPeriodAnswer(StrictSchema):
    """A time in which a group was to meet once, from its first to its last day."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)
    met_on = fields.Date(required=True, allow_none=True)
    missed = fields.Boolean(required=True)


class RhythmShown(StrictSchema):
    """How often a group meets, and its last periods."""

    weeks = fields.Integer(required=True)
    periods = fields.List(fields.Nested(RhythmPeriodAnswer), required=True)


class MeetingShown(MeetingAnswer):
    """A meeting with its agenda, how many are there (of whom ``to_confirm`` do not count yet), and its minutes as they stand."""

    items = fields.List(fields.Nested(AgendaItemAnswer), required=True)
    here = fields.Integer(required=True)
    to_confirm = fields.Integer(required=True)
    apologies = fields.Integer(required=True)
    can_decide = fields.Boolean(required=True)
    minutes = fields.String(required=True)


class AttendanceSent(StrictSchema):
    """Who is there: by the number of each person ``coming``, ``apologies``, ``present`` or ``online``."""

    class Meta(StrictSchema.Meta):
        """The numbers of people are the names of its values."""

        unknown = INCLUDE

    @post_load
    def _by_number(self, data: dict[str, Any], **_: Any) -> dict[str, dict[int, str]]:
        wrong = {
            person: [f"Write the number of a person, and one of {', '.join(PRESENCES)}."]
            for person, state in data.items()
            if not (_PERSON.fullmatch(person) and state in PRESENCES)
        }
        if wrong:
            raise ValidationError(wrong)
        return {"states": {int(person): state for person, state in data.items()}}


class HereSent(StrictSchema):
    """How one is there: ``present`` in the room, or ``online``."""

    state = WordsField(load_default="present", validate=[validate.OneOf(THERE)])


class PresenceConfirmSent(StrictSchema):
    """The numbers of the people who are there."""

    people = fields.List(
        WholeNumber(validate=validate.Range(1, LARGEST)), required=True, validate=validate.Length(1, 1000)
    )


class PresenceCorrectionSent(StrictSchema):
    """Who was not there, and why they were noted so."""

    person = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)


class MinutesSent(StrictSchema):
    """The minutes, as a new version."""

    words = WordsField(required=True, least=1, longest=LONGEST_MINUTES)


class MinutesMade(StrictSchema):
    """The version that was written."""

    version = fields.Integer(required=True)
