"""What programs send and get about contracts and projects."""

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, DayField, StrictSchema, WholeNumber, WordsField
from federation.purchasing.actions.contracts import LONGEST_INDICATOR, LONGEST_TURN, MOST_INDICATORS
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_PENCE
from federation.purchasing.actions.rounds import LONGEST_TITLE

_PENCE = validate.Range(0, MOST_PENCE)


class ContractSent(StrictSchema):
    """A contract to keep: the group that looks after it (by number), practices by their ODS codes, what is watched, and its
    days."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    title = WordsField(required=True, least=1, longest=LONGEST_TITLE)
    supplier = WordsField(required=True, least=1, longest=LONGEST_SUPPLIER)
    practices = fields.List(
        WordsField(least=1, longest=12), required=True, validate=validate.Length(1, 10_000)
    )
    indicators = fields.List(
        WordsField(least=1, longest=LONGEST_INDICATOR),
        load_default=list,
        validate=validate.Length(max=MOST_INDICATORS),
    )
    starts_on = DayField(required=True)
    ends_on = DayField(required=True)
    break_on = DayField(load_default=None, allow_none=True)


class RenewedSent(StrictSchema):
    """Until when a contract goes on, the last day to break it, and what shows it."""

    ends_on = DayField(required=True)
    break_on = DayField(load_default=None, allow_none=True)
    words = WordsField(required=True, least=1, longest=LONGEST_TURN)


class EndedSent(StrictSchema):
    """On which day a contract ends, and what shows it."""

    ends_on = DayField(required=True)
    words = WordsField(required=True, least=1, longest=LONGEST_TURN)


class ContractMade(StrictSchema):
    """The number of a contract."""

    id = fields.Integer(required=True)


class ContractAnswer(StrictSchema):
    """A contract that a group looks after, with its days as they are now. ``turn`` is what became of it last: renewed, ended or
    null."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    title = fields.String(required=True)
    supplier = fields.String(required=True)
    practices = fields.List(fields.String(), required=True)
    indicators = fields.List(fields.String(), required=True)
    starts_on = fields.String(required=True)
    break_on = fields.String(required=True, allow_none=True)
    ends_on = fields.String(required=True)
    turn = fields.String(required=True, allow_none=True)


class ContractsSchema(StrictSchema):
    """The contracts, those that end last first."""

    items = fields.List(fields.Nested(ContractAnswer), required=True)


class ProjectSent(StrictSchema):
    """Outside money to take for a project, in pence: its income, what it costs directly, its part of the overhead, the salaries
    that go on after it, and the income of the federation that is sure; hours of work that it takes of ours."""

    title = WordsField(required=True, least=1, longest=LONGEST_TITLE)
    source = WordsField(required=True, least=1, longest=LONGEST_TITLE)
    ends_on = DayField(required=True)
    hours = WholeNumber(load_default=0, validate=validate.Range(0, 10**6))
    income_pence = WholeNumber(required=True, validate=_PENCE)
    direct_pence = WholeNumber(required=True, validate=_PENCE)
    overhead_pence = WholeNumber(required=True, validate=_PENCE)
    salaries_pence = WholeNumber(load_default=0, validate=_PENCE)
    secure_pence = WholeNumber(load_default=0, validate=_PENCE)
    reasons = WordsField(load_default="", longest=5_000)


class ProjectProposed(StrictSchema):
    """The decision by which the members take the money or not, and what their fees would pay of it."""

    decision = fields.Integer(required=True)
    subsidy_pence = fields.Integer(required=True)
