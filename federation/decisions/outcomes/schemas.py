"""What programs send and read of outcomes and actions."""

from marshmallow import fields, validate

from federation.decisions.schemas import PersonSchema
from federation.kernel.api_fields import Day, Instant, Onwards, Part, Words


class OutcomeSentSchema(Part):
    """What happens now."""

    words = Words(required=True)
    owner = Words(
        allow_none=True,
        load_default=None,
        longest=254,
        metadata={"description": "A person's email address, or name."},
    )
    review_on = Day(allow_none=True, load_default=None)


class ActionSentSchema(Part):
    """Something to be done."""

    title = Words(required=True)
    owner = Words(required=True, longest=254, metadata={"description": "A person's email address, or name."})
    due_on = Day(required=True)
    practice = Words(
        allow_none=True, load_default=None, longest=200, metadata={"description": "An ODS code, or a name."}
    )


class ActionChangeSchema(Part):
    """What is to change of an action; what is left out stays."""

    title = Words()
    owner = Words(longest=254)
    due_on = Day()
    practice = Words(allow_none=True, longest=200)
    state = Words(validate=[validate.OneOf(("not_started", "under_way", "done"))])
    note = Words()


class ActionsWantedSchema(Part):
    """Which actions: not done, late, or done."""

    which = Words(load_default="open", validate=[validate.OneOf(("open", "overdue", "done"))])
    mine = Words(
        load_default="no",
        validate=[validate.OneOf(("yes", "no"))],
        metadata={"description": "Only yours and your practices'."},
    )
    after = Words(load_default="", longest=80, ours=True)


class OutcomeSchema(Part):
    """What happens now."""

    words = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    at = Instant(required=True, allow_none=True)
    owner_id = fields.Integer(required=True, allow_none=True)
    review_on = Day(required=True, allow_none=True)


class ActionSchema(Part):
    """Something to be done because of a decision."""

    id = fields.Integer(required=True)
    decision_id = fields.Integer(required=True)
    title = fields.String(required=True)
    owner = fields.Nested(PersonSchema, required=True)
    practice = fields.String(required=True, allow_none=True)
    due_on = Day(required=True)
    state = fields.String(required=True)
    note = fields.String(required=True)


class ActionsSchema(Onwards):
    """A part of a list of actions."""

    items = fields.List(fields.Nested(ActionSchema), required=True)
