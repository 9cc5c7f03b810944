"""The terms of the votes on an award, and on amounts that lie beyond the limit: what members vote on, and the lines that they
read of it."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, StrictSchema, WholeNumber, WordsField
from federation.kernel.words import money, number, plural

_ROW: Final = validate.Range(1, LARGEST)
_UNITS: Final = validate.Range(0, LARGEST)


class RankedBidTerms(StrictSchema):
    """A bid in the ranking, with its points in words (``52.00``; empty where it has none) and its place (None: not ranked)."""

    bid = WholeNumber(required=True, validate=_ROW)
    supplier = WordsField(required=True, least=1, longest=200)
    pence = WholeNumber(required=True, validate=_UNITS)
    quality = WordsField(required=True, least=1, longest=12)
    price = WordsField(required=True, longest=12)
    total = WordsField(required=True, longest=12)
    place = WholeNumber(required=True, allow_none=True, validate=_ROW)


class AmountTerms(StrictSchema):
    """What a practice gets: so many units, worth so many pence."""

    practice = WordsField(required=True, least=1, longest=12)
    name = WordsField(required=True, least=1, longest=200)
    patients = WholeNumber(required=True, validate=_UNITS)
    amount = WholeNumber(required=True, validate=_UNITS)
    pence = WholeNumber(required=True, validate=_UNITS)


class AwardTerms(StrictSchema):
    """What a decision on an award does: the tender, the bid that wins with its price, every bid in the ranking, why it is not the
    first (empty: it is), how firm the ranking is, and what each practice gets by the agreement."""

    tender = WholeNumber(required=True, validate=_ROW)
    number = WordsField(required=True, least=1, longest=20)
    title = WordsField(required=True, least=1, longest=120)
    group = WordsField(required=True, least=1, longest=120)
    bid = WholeNumber(required=True, validate=_ROW)
    supplier = WordsField(required=True, least=1, longest=200)
    pence = WholeNumber(required=True, validate=_ROW)
    reason = WordsField(required=True, longest=2_000)
    firm = WordsField(required=True, longest=300)
    ranking = fields.List(fields.Nested(RankedBidTerms), required=True, validate=validate.Length(1, 300))
    agreement = WordsField(required=True, least=1, longest=40)
    total = WholeNumber(required=True, validate=_ROW)
    unit = WordsField(required=True, least=1, longest=40)
    amounts = fields.List(fields.Nested(AmountTerms), required=True, validate=validate.Length(1, 10_000))
    standstill = WholeNumber(required=True, validate=validate.Range(0, 100))


class DeviationTerms(StrictSchema):
    """What a decision on other amounts does: the change by number, why, and what each practice gets then."""

    tender = WholeNumber(required=True, validate=_ROW)
    number = WordsField(required=True, least=1, longest=20)
    change = WholeNumber(required=True, validate=_ROW)
    reason = WordsField(required=True, least=1, longest=2_000)
    unit = WordsField(required=True, least=1, longest=40)
    moved = WholeNumber(required=True, validate=_UNITS)
    amounts = fields.List(fields.Nested(AmountTerms), required=True, validate=validate.Length(1, 10_000))


def award_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of an award: who wins for how much, all points, why, and what each practice gets."""
    lines = [
        ("Tender", f"{terms['number']}: {terms['title']}"),
        ("Award to", f"{terms['supplier']}, for {money(terms['pence'])}"),
        *[(f"Bid of {one['supplier']}", _points(one)) for one in terms["ranking"]],
    ]
    if terms["firm"]:
        lines.append(("How firm that is", terms["firm"]))
    if terms["reason"]:
        lines.append(("Not the first in the ranking, because", terms["reason"]))
    lines.append(("Shared by", f"decision {terms['agreement']}: {number(terms['total'])} {terms['unit']}"))
    lines += _amount_lines(terms["amounts"], terms["unit"])
    wait = terms["standstill"]
    lines.append(
        ("If this is carried", f"Bidders get their reports and may ask why for {plural(wait, 'working day')}")
    )
    return lines


def deviation_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of other amounts."""
    return [
        ("Tender", terms["number"]),
        ("Why", terms["reason"]),
        ("Changes hands", f"{number(terms['moved'])} {terms['unit']}"),
        *_amount_lines(terms["amounts"], terms["unit"]),
    ]


def _amount_lines(amounts: list[Mapping[str, Any]], unit: str) -> list[tuple[str, str]]:
    """A line for each practice, or, of more than 500, the sum alone: the terms hold them all."""
    if len(amounts) > 500:
        return [("Practices", f"{number(len(amounts))}; what each gets is in the terms")]
    return [(one["name"], f"{number(one['amount'])} {unit}, worth {money(one['pence'])}") for one in amounts]


def _points(one: Mapping[str, Any]) -> str:
    if one["place"] is None:
        return f"{one['quality']} points for quality; not ranked: it lacks what every bid must have"
    return (
        f"place {one['place']}: {one['quality']} for quality, {one['price']} for price, {one['total']} in all, "
        f"at {money(one['pence'])}"
    )
