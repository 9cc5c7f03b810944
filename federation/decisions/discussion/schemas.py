"""What programs send and read of a discussion."""

from marshmallow import fields

from federation.decisions.schemas import A_NUMBER, PersonSchema
from federation.kernel.api_fields import (
    CountedFrom,
    InstantField,
    PartSchema,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.network.files.schemas import AttachedFileSchema


class CommentSentSchema(StrictSchema):
    """Something to say for all members to read."""

    words = WordsField(required=True)
    answer_to = WholeNumber(allow_none=True, load_default=None, **A_NUMBER)
    practice = WordsField(
        allow_none=True,
        load_default=None,
        longest=12,
        metadata={"description": "For which of your practices, by ODS code."},
    )


class CommentChangeSchema(StrictSchema):
    """What a comment says from now on."""

    words = WordsField(required=True)


class ThreadsWantedSchema(StrictSchema):
    """Where to go on."""

    after = CountedFrom(
        load_default=0, metadata={"description": "The number of a comment: `next` of the part before."}
    )


class CommentSchema(StrictSchema):
    """A comment. ``words`` is empty once its author withdrew it."""

    id = fields.Integer(required=True)
    person = fields.Nested(PersonSchema, required=True)
    as_of = fields.String(required=True)
    words = fields.String(required=True)
    written_at = InstantField(required=True)
    edited = fields.Boolean(required=True)
    withdrawn = fields.Boolean(required=True)
    files = fields.List(fields.Nested(AttachedFileSchema), required=True)


class ThreadSchema(CommentSchema):
    """A comment with its answers."""

    answers = fields.List(fields.Nested(CommentSchema), required=True)


class ThreadsSchema(PartSchema):
    """A part of a discussion, in whole threads."""

    items = fields.List(fields.Nested(ThreadSchema), required=True)


class SaidSchema(StrictSchema):
    """What a comment said from one moment on."""

    at = InstantField(required=True)
    words = fields.String(required=True)
    files = fields.List(fields.Nested(AttachedFileSchema), required=True)


class CommentHistorySchema(CommentSchema):
    """A comment with all that it said, the newest first."""

    history = fields.List(fields.Nested(SaidSchema), required=True)


class MadeSchema(StrictSchema):
    """The number of what was made."""

    id = fields.Integer(required=True)
