"""What programs send and read of outcomes and actions."""

from marshmallow import fields, validate

from federation.decisions.schemas import PersonSchema
from federation.kernel.api_fields import (
    DayField,
    InstantField,
    PartSchema,
    StrictSchema,
    WholeNumber,
    WordsField,
)


class OutcomeSentSchema(StrictSchema):
    """What happens now."""

    words = WordsField(required=True)
    owner = WordsField(
        allow_none=True,
        load_default=None,
        longest=254,
        metadata={"description": "A person's email address, or name."},
    )
    review_on = DayField(allow_none=True, load_default=None)


class ActionSentSchema(StrictSchema):
    """Something to be done."""

    title = WordsField(required=True)
    owner = WordsField(
        required=True, longest=254, metadata={"description": "A person's email address, or name."}
    )
    due_on = DayField(required=True)
    practice = WordsField(
        allow_none=True, load_default=None, longest=200, metadata={"description": "An ODS code, or a name."}
    )


class ActionChangeSchema(StrictSchema):
    """What is to change of an action; what is left out stays."""

    title = WordsField()
    owner = WordsField(longest=254)
    due_on = DayField()
    practice = WordsField(allow_none=True, longest=200)
    state = WordsField(validate=[validate.OneOf(("not_started", "under_way", "done"))])
    note = WordsField()
    hours = WholeNumber(
        validate=[validate.Range(0, 1_000)],
        metadata={"description": "Whole hours that it has taken so far: GET ledger has them."},
    )


class ActionsWantedSchema(StrictSchema):
    """Which actions: not done, late, or done."""

    which = WordsField(load_default="open", validate=[validate.OneOf(("open", "overdue", "done"))])
    mine = WordsField(
        load_default="no",
        validate=[validate.OneOf(("yes", "no"))],
        metadata={"description": "Only yours and your practices'."},
    )
    after = WordsField(load_default="", longest=80, ours=True)


class OutcomeSchema(StrictSchema):
    """What happens now."""

    words = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    at = InstantField(required=True, allow_none=True)
    owner_id = fields.Integer(required=True, allow_none=True)
    review_on = DayField(required=True, allow_none=True)


class ActionSchema(StrictSchema):
    """Something to be done because of a decision."""

    id = fields.Integer(required=True)
    decision_id = fields.Integer(required=True)
    title = fields.String(required=True)
    owner = fields.Nested(PersonSchema, required=True)
    practice = fields.String(required=True, allow_none=True)
    due_on = DayField(required=True)
    state = fields.String(required=True)
    note = fields.String(required=True)


class ActionsSchema(PartSchema):
    """A part of a list of actions."""

    items = fields.List(fields.Nested(ActionSchema), required=True)
