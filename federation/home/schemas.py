"""What programs send and read of what needs somebody."""

from marshmallow import fields, validate

from federation.kernel.api_fields import InstantField, PartSchema, StrictSchema, WordsField


class DuesWantedSchema(StrictSchema):
    """Which of it: what is still to be done, or what was done lately."""

    which = WordsField(load_default="open", validate=[validate.OneOf(("open", "done"))])


class DueSchema(StrictSchema):
    """One thing to be done, or a vote to be cast, by an instant."""

    feature = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("due", "vote")))
    words = fields.String(required=True)
    about = fields.String(required=True)
    page = fields.String(
        required=True, metadata={"description": "The address of the page on which it is done."}
    )
    due_at = InstantField(required=True, metadata={"description": "From this instant on it is late."})
    whole_day = fields.Boolean(
        required=True, metadata={"description": "Whether there is time until the end of a day in England."}
    )
    begun = fields.Boolean(required=True)
    done_at = InstantField(required=True, allow_none=True)
    word = fields.String(required=True, metadata={"description": "What was said of it last."})
    owner = fields.String(required=True, allow_none=True)
    practice = fields.String(required=True, allow_none=True)


class DuesSchema(PartSchema):
    """What somebody must do, by time."""

    items = fields.List(fields.Nested(DueSchema), required=True)
