"""The terms of decisions about the budget of groups, and the lines that members read of it."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, InstantField, StrictSchema, WholeNumber, WordsField
from federation.kernel.days import last_day
from federation.kernel.words import day, money
from federation.mandates.rules import LARGEST_PENCE, BudgetPlan

MOST_ENVELOPES: Final = 100
LONGEST_NAME: Final = 120


class EnvelopeTerms(StrictSchema):
    """The envelope of a group, in pence: the group by number and name."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=120)
    pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST_PENCE))


class BudgetTerms(StrictSchema):
    """What a decision about the budget does: its name, from when until when it holds, how much it is in all, and how that is
    shared out, in pence. ``before`` is the number of the budget that it changes, 0 where there is none."""

    name = WordsField(required=True, least=1, longest=LONGEST_NAME)
    from_at = InstantField(required=True)
    until_at = InstantField(required=True)
    total_pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST_PENCE))
    reserve_pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST_PENCE))
    envelopes = fields.List(
        fields.Nested(EnvelopeTerms), required=True, validate=validate.Length(max=MOST_ENVELOPES)
    )
    before = WholeNumber(required=True, validate=validate.Range(0, LARGEST))
    change = WordsField(required=True, longest=500)


def plan_of(terms: Mapping[str, Any]) -> BudgetPlan:
    """How the terms share out the money. Raises :class:`ValueError` where the parts are not the total."""
    envelopes = {one["group"]: one["pence"] for one in terms["envelopes"]}
    return BudgetPlan(terms["total_pence"], terms["reserve_pence"], envelopes)


def budget_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a budget that they decide on."""
    return [
        ("Budget", terms["name"]),
        *([("What changes", terms["change"])] if terms["change"] else []),
        ("Holds", f"From {day(terms['from_at'])} until {day(last_day(terms['until_at']))}"),
        ("Money for groups in all", money(terms["total_pence"])),
        *((f"Envelope: {one['name']}", money(one["pence"])) for one in terms["envelopes"]),
        (
            "Reserve",
            f"{money(terms['reserve_pence'])}. No group spends it: the members move it to an envelope by a vote",
        ),
        (
            "What it means",
            "A group spends no more than its envelope, and no more than its mandate lets it. Within both it decides by itself. "
            "A group without an envelope spends nothing",
        ),
    ]
