"""What programs send and get about the work of groups."""

from marshmallow import ValidationError, fields, validate, validates_schema

from federation.kernel.api import PartQuerySchema
from federation.kernel.api_fields import (
    LARGEST,
    DayField,
    InstantField,
    PartSchema,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.workstreams.actions.planning import LONGEST_REASON, LONGEST_STATUS, LONGEST_WORDS
from federation.workstreams.models import STATUSES, TASK_STATES
from federation.workstreams.words import TASK_LISTS


class WorkStatusSent(StrictSchema):
    """How the work of a group stands, in one sentence; where it is at risk or stuck, with why."""

    status = WordsField(required=True, validate=[validate.OneOf(STATUSES)])
    words = WordsField(required=True, least=1, longest=LONGEST_STATUS)


class WorkStatusAnswer(StrictSchema):
    """How the work of a group stood, as a lead said it."""

    id = fields.Integer(required=True)
    status = fields.String(required=True)
    words = fields.String(required=True)
    person = fields.Integer(required=True)
    said_at = InstantField(required=True)


class WorkStatusesSchema(StrictSchema):
    """What leads said of the work of a group, the newest first."""

    items = fields.List(fields.Nested(WorkStatusAnswer), required=True)


class WorkNumberSchema(StrictSchema):
    """The number of what was made."""

    id = fields.Integer(required=True)


class MilestoneSent(StrictSchema):
    """A milestone to set: what is to be reached, and by the end of which day."""

    words = WordsField(required=True, least=1, longest=LONGEST_WORDS)
    due_on = DayField(required=True)


class MilestoneChanged(StrictSchema):
    """One change of a milestone: it is ``done`` or not, or is moved to the day ``due_on`` or ``dropped``, with a ``reason``."""

    done = fields.Boolean(truthy={True}, falsy={False})
    due_on = DayField()
    dropped = fields.Boolean(truthy={True}, falsy=set(), validate=validate.Equal(True))
    reason = WordsField(load_default="", longest=LONGEST_REASON)

    @validates_schema
    def _one_change(self, data: dict[str, object], **_: object) -> None:
        if len({"done", "due_on", "dropped"} & data.keys()) != 1:
            raise ValidationError("Send one of done, due_on and dropped.")


class MilestoneAnswer(StrictSchema):
    """A milestone of a group. ``state``: open, late, done or dropped."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    words = fields.String(required=True)
    due_on = fields.String(required=True)
    state = fields.String(required=True)
    done_at = InstantField(required=True, allow_none=True)


class MilestonesSchema(StrictSchema):
    """The milestones of a group by their day, and how far it has come."""

    items = fields.List(fields.Nested(MilestoneAnswer), required=True)
    done = fields.Integer(required=True)
    late = fields.Integer(required=True)
    total = fields.Integer(required=True)
    next_on = fields.String(required=True, allow_none=True)


class TaskOwnerSent(StrictSchema):
    """Whose a task is: a ``person`` by number, or a ``practice`` by its ODS code."""

    person = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))
    practice = WordsField(load_default=None, allow_none=True, longest=12)


class TaskSent(StrictSchema):
    """A task to give, due at an instant. Without an ``owner`` it is the leads'."""

    words = WordsField(required=True, least=1, longest=LONGEST_WORDS)
    owner = fields.Nested(TaskOwnerSent, load_default=None, allow_none=True)
    due_at = InstantField(required=True)


class TaskChanged(StrictSchema):
    """How a task stands: ``done`` with what came of it, ``blocked`` with what it waits for, ``dropped`` with why, ``open``."""

    state = WordsField(required=True, validate=[validate.OneOf(TASK_STATES)])
    words = WordsField(load_default="", longest=LONGEST_REASON)


class TasksWantedSchema(PartQuerySchema):
    """Which tasks of a group: without ``show`` those to do; ``over``: done or dropped."""

    show = WordsField(load_default="", validate=[validate.OneOf(("", *TASK_LISTS))])


class TaskOwnerAnswer(StrictSchema):
    """Whose a task is."""

    person = fields.Integer(required=True, allow_none=True)
    practice = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)


class TaskAnswer(StrictSchema):
    """A task of a group. ``state``: open, blocked, done or dropped; ``words``: what it waits for, or what came of it. Where the
    ``owner`` is neither a person nor a practice, it is the leads'."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    title = fields.String(required=True)
    owner = fields.Nested(TaskOwnerAnswer, required=True)
    due_at = InstantField(required=True)
    state = fields.String(required=True)
    words = fields.String(required=True)
    ended_at = InstantField(required=True, allow_none=True)


class TasksSchema(PartSchema):
    """A part of the tasks of a group, by the time when they are due."""

    items = fields.List(fields.Nested(TaskAnswer), required=True)
