"""What programs send and get about the work of groups."""

from marshmallow import ValidationError, fields, validate, validates_schema

from federation.kernel.api import PartQuerySchema
from federation.kernel.api_fields import (
    LARGEST,
    CountedFrom,
    DayField,
    InstantField,
    PartSchema,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.network.files.schemas import AttachedFileSchema
from federation.workstreams.actions.hours import MOST_MINUTES
from federation.workstreams.actions.items import LONGEST_TEXT
from federation.workstreams.actions.planning import LONGEST_REASON, LONGEST_STATUS, LONGEST_WORDS
from federation.workstreams.models import FATES, ITEM_KINDS, STATUSES, TASK_STATES
from federation.workstreams.words import ITEM_LISTS, TASK_LISTS


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
    """How a task stands: ``done`` with what came of it, ``blocked`` with what it waits for, ``dropped`` with why, ``open``; and
    whose it is from now on (null: the leads'), and until when. What is not sent stays as it is."""

    state = WordsField(validate=[validate.OneOf(TASK_STATES)])
    words = WordsField(load_default="", longest=LONGEST_REASON)
    owner = fields.Nested(TaskOwnerSent, allow_none=True)
    due_at = InstantField()

    @validates_schema
    def _something(self, data: dict[str, object], **_: object) -> None:
        if not {"state", "owner", "due_at"} & data.keys():
            raise ValidationError("Send state, owner or due_at.")


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


class WorkItemSent(StrictSchema):
    """Work to bring to a group, of exactly one kind, with where it comes from: the ``practice`` by its ODS code (without it one's
    own, for who does not sit in the group), the decision in the register that it follows from (``after``: its number, as
    2027/3), and ``origin`` in words."""

    kind = WordsField(required=True, validate=[validate.OneOf(ITEM_KINDS)])
    title = WordsField(required=True, least=1, longest=LONGEST_WORDS)
    words = WordsField(load_default="", longest=LONGEST_TEXT)
    practice = WordsField(load_default=None, allow_none=True, longest=12)
    origin = WordsField(load_default="", longest=LONGEST_WORDS)
    after = WordsField(load_default="", longest=30)


class WorkItemChanged(StrictSchema):
    """What became of work: it led to the decision, or the act, task or report of its group, with the number ``thing``, or is
    ``closed`` with ``words``; ``open``: it has no end after all."""

    fate = WordsField(required=True, validate=[validate.OneOf(("open", *FATES))])
    thing = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))
    words = WordsField(load_default="", longest=LONGEST_TEXT)


class WorkItemRaised(StrictSchema):
    """The proposal that work becomes, shown at once; ``in_group``: the group decides, not all members."""

    title = WordsField(required=True, least=1, longest=LONGEST_WORDS)
    body = WordsField(required=True, least=1, longest=LONGEST_TEXT)
    reasons = WordsField(load_default="", longest=LONGEST_TEXT)
    in_group = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class WorkItemsWantedSchema(PartQuerySchema):
    """Which work of a group: of one ``kind``, ``open`` or ``over``; without them all."""

    kind = WordsField(load_default="", validate=[validate.OneOf(("", *ITEM_KINDS))])
    show = WordsField(load_default="", validate=[validate.OneOf(("", *ITEM_LISTS))])


class WorkItemOriginAnswer(StrictSchema):
    """Where work came from: who brought it and when, for which practice, after which decision (its number for programs), and in
    words."""

    person = fields.Integer(required=True)
    practice = fields.String(required=True, allow_none=True)
    decision = fields.Integer(required=True, allow_none=True)
    words = fields.String(required=True)
    at = InstantField(required=True)


class WorkItemFateAnswer(StrictSchema):
    """What became of work: ``decision``, ``act``, ``task`` or ``report`` with the number of the ``thing``, or ``closed``."""

    kind = fields.String(required=True)
    thing = fields.Integer(required=True, allow_none=True)
    words = fields.String(required=True)
    at = InstantField(required=True)


class WorkItemAnswer(StrictSchema):
    """Work that was brought to a group. ``fate`` is null while it is open."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    origin = fields.Nested(WorkItemOriginAnswer, required=True)
    fate = fields.Nested(WorkItemFateAnswer, required=True, allow_none=True)


class WorkItemsSchema(PartSchema):
    """A part of the work of a group, the newest first."""

    items = fields.List(fields.Nested(WorkItemAnswer), required=True)


class WorkItemYearSchema(StrictSchema):
    """Of which year work is counted; without it of this one."""

    year = CountedFrom(2000, 2999, load_default=None)


class WorkItemCountAnswer(StrictSchema):
    """How much of a kind a practice brought, and how much of that has an end; ``practice`` is null for what is nobody's."""

    practice = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    brought = fields.Integer(required=True)
    ended = fields.Integer(required=True)


class WorkItemCountsSchema(StrictSchema):
    """What was brought to a group in a year, by practice and kind."""

    items = fields.List(fields.Nested(WorkItemCountAnswer), required=True)


class WorkItemDecisionSchema(StrictSchema):
    """The number of the decision that work became."""

    decision = fields.Integer(required=True)


class RemarkChanged(StrictSchema):
    """What a comment says from now on."""

    words = WordsField(required=True)


class WorkFilesSchema(StrictSchema):
    """The files of the work of a group."""

    items = fields.List(fields.Nested(AttachedFileSchema), required=True)


class HoursSent(StrictSchema):
    """Time that you gave to a task, in minutes; for which of your ``practice``s, by its ODS code, where there are several."""

    minutes = WholeNumber(required=True, validate=validate.Range(1, MOST_MINUTES))
    practice = WordsField(load_default=None, allow_none=True, longest=12)


class HoursAnswer(StrictSchema):
    """Time that somebody gave to a task."""

    id = fields.Integer(required=True)
    person = fields.Integer(required=True)
    practice = fields.String(required=True, allow_none=True)
    minutes = fields.Integer(required=True)
    noted_at = InstantField(required=True)


class HoursSchema(StrictSchema):
    """The time that was given to a task, and its sum in minutes."""

    items = fields.List(fields.Nested(HoursAnswer), required=True)
    minutes = fields.Integer(required=True)
