"""The terms of the members' votes on a tender before any bid: what they vote on, and the lines that they read of it."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, StrictSchema, WholeNumber, WordsField
from federation.kernel.words import day, moment, money, number, plural
from federation.tendering.preparing.rules.content import REGIMES, TIES, TenderContent, read_content
from federation.tendering.preparing.rules.sharing import SHARING_BASES
from federation.tendering.preparing.rules.timetable import USUAL_DAYS
from federation.tendering.preparing.words import FORMULA_TITLES, REGIME_TITLES, SHARING_TITLES, TIE_TITLES

LONGEST_LINE: Final = 1_900
_POSITIVE: Final = validate.Range(1, LARGEST)
_FIELD: Final[Mapping[str, Any]] = {"required": True, "allow_none": True}


class NamedPartTerms(StrictSchema):
    """A lot: its title, and what belongs to it."""

    title = WordsField(required=True, least=1, longest=120)
    words = WordsField(required=True, longest=1_500)


class CriterionTerms(NamedPartTerms):
    """What bids are judged by, with the most points it gives."""

    key = WordsField(required=True, least=1, longest=10, ours=True)
    points = WholeNumber(required=True, validate=validate.Range(1, 100))


class ContentTerms(StrictSchema):
    """Everything that is fixed before any bid: money in pence, times in UTC, days as 2027-04-01."""

    need = WordsField(required=True, least=1, longest=20_000)
    regime = WordsField(required=True, validate=[validate.OneOf(REGIMES)])
    advised_by = WordsField(required=True, least=1, longest=120)
    value_pence = WholeNumber(**_FIELD, validate=_POSITIVE)
    lots = fields.List(fields.Nested(NamedPartTerms), required=True)
    criteria = fields.List(fields.Nested(CriterionTerms), required=True)
    scale = fields.List(WordsField(least=1, longest=120), required=True)
    price_points = WholeNumber(required=True, validate=validate.Range(0, 100))
    price_formula = WordsField(required=True, validate=[validate.OneOf(tuple(FORMULA_TITLES))])
    floor = WholeNumber(required=True, validate=validate.Range(0, 100))
    tie = WordsField(required=True, validate=[validate.OneOf(TIES)])
    questions_until = WordsField(**_FIELD, longest=40, ours=True)
    closes_at = WordsField(required=True, longest=40, ours=True)
    award_by = WordsField(**_FIELD, longest=10, ours=True)
    starts_on = WordsField(**_FIELD, longest=10, ours=True)
    ends_on = WordsField(**_FIELD, longest=10, ours=True)
    standstill_days = WholeNumber(required=True, validate=validate.Range(0, 100))
    social_value = WordsField(required=True, longest=1_500)


class TenderTerms(StrictSchema):
    """Which tender a decision is about: its row, its number as 2026/3, its title, and the group that runs it."""

    tender = WholeNumber(required=True, validate=_POSITIVE)
    number = WordsField(required=True, least=1, longest=20, ours=True)
    title = WordsField(required=True, least=1, longest=120)
    group = WholeNumber(required=True, validate=_POSITIVE)
    name = WordsField(required=True, least=1, longest=120)


class StartTerms(TenderTerms):
    """To start a tender with a version: its number, its content, the SHA-256 of it; the sums of the law above which it lies, in
    words, and by how many days bidders have less time than usual."""

    version = WholeNumber(required=True, validate=_POSITIVE)
    fingerprint = WordsField(required=True, least=64, longest=64, ours=True)
    content = fields.Nested(ContentTerms, required=True)
    above = WordsField(required=True, longest=1_000)
    short_days = WholeNumber(required=True, validate=validate.Range(0, 365))


class SharedExample(StrictSchema):
    """What a practice would get today, with so many patients."""

    code = WordsField(required=True, least=1, longest=20)
    name = WordsField(required=True, least=1, longest=120)
    patients = WholeNumber(required=True, validate=validate.Range(0, LARGEST))
    amount = WholeNumber(required=True, validate=validate.Range(0, LARGEST))


class SharingVoteTerms(TenderTerms):
    """How what a tender brings is shared: ``total`` of a ``unit`` by a basis, from ``least`` to ``most`` for each practice, with
    what each would get today, and the SHA-256 of what is agreed (without that example)."""

    basis = WordsField(required=True, validate=[validate.OneOf(SHARING_BASES)])
    total = WholeNumber(required=True, validate=_POSITIVE)
    unit = WordsField(required=True, least=1, longest=40)
    least = WholeNumber(required=True, validate=validate.Range(0, LARGEST))
    most = WholeNumber(**_FIELD, validate=validate.Range(0, LARGEST))
    weights = fields.Dict(
        keys=WordsField(least=1, longest=20),
        values=WholeNumber(validate=validate.Range(0, LARGEST)),
        required=True,
    )
    fingerprint = WordsField(required=True, least=64, longest=64, ours=True)
    example = fields.List(fields.Nested(SharedExample), required=True)


class CancelTerms(TenderTerms):
    """To cancel a tender that the members have started, with the reason."""

    reason = WordsField(required=True, least=1, longest=1_000)


def content_lines(content: TenderContent) -> list[tuple[str, str]]:
    """What members read of everything that is fixed before any bid."""
    return [
        *[("What is needed", words) for words in in_parts(content.need)],
        ("Rules used", REGIME_TITLES[content.regime][0]),
        ("Advice on the rules", content.advised_by),
        ("Worth", money(content.value_pence) + " in all, with VAT" if content.value_pence else "Not said"),
        *[("Lot", _titled(one.title, one.words)) for one in content.lots],
        *[
            (f"Quality, {plural(one.points, 'point')}", _titled(one.title, one.words))
            for one in content.criteria
        ],
        (
            f"Price, {plural(content.price_points, 'point')}",
            f"{FORMULA_TITLES[content.price_formula][0]} × {content.price_points}",
        ),
        *[(f"{mark} out of 5 means", words) for mark, words in enumerate(content.scale)],
        (
            "Least for quality",
            f"{content.floor} of {content.quality_points} points" if content.floor else "None",
        ),
        ("Between equal bids", TIE_TITLES[content.tie][0]),
        ("Social value", content.social_value or "Nothing is asked"),
        ("Questions until", moment(content.questions_until) if content.questions_until else "Bids close"),
        ("Bids until", moment(content.closes_at)),
        ("Award by", day(content.award_by) if content.award_by else "Not said"),
        ("Standstill", plural(content.standstill_days, "working day")),
        ("Contract", _contract(content)),
    ]


def start_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read before they vote to start a tender: all of it, and by what it is known again."""
    usual = USUAL_DAYS[terms["content"]["regime"]]
    return [
        ("Tender", f"{terms['number']}: {terms['title']}"),
        ("Run by", terms["name"]),
        *content_lines(read_content(terms["content"])),
        *([("Above these sums of the law", terms["above"])] if terms["above"] else []),
        *([("Time for bids", _time_words(usual, terms["short_days"]))] if usual else []),
        ("Version", str(terms["version"])),
        ("SHA-256", terms["fingerprint"]),
        (
            "If this is carried",
            "Bids are asked for and judged by exactly this, once the sharing is agreed too",
        ),
        ("If anything changes", "Another version needs another vote"),
    ]


def sharing_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read before they vote how a tender is shared: the rule, and what each practice would get today."""
    unit = terms["unit"]
    most = f"{number(terms['most'])} {unit}" if terms["most"] is not None else "No limit"
    return [
        ("Tender", f"{terms['number']}: {terms['title']}"),
        ("Shared", f"{number(terms['total'])} {unit}"),
        ("How", SHARING_TITLES[terms["basis"]][0]),
        ("Least for each practice", f"{number(terms['least'])} {unit}" if terms["least"] else "None"),
        ("Most for each practice", most),
        *[(f"With today’s numbers: {one['name']}", _example(one, terms)) for one in terms["example"]],
        (
            "How it is worked out",
            "Who stands at the least or the most is fixed there, the rest is shared in proportion, whole units by largest "
            "remainder. Of equal remainders the larger list is first, then the ODS code",
        ),
        ("SHA-256", terms["fingerprint"]),
        ("If this is carried", "The award is shared like this. No bid has been seen yet"),
        ("If anything changes", "Another way of sharing needs another vote, before bids close"),
    ]


def cancel_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read before they cancel a tender."""
    return [
        ("Tender", f"{terms['number']}: {terms['title']}"),
        ("Why", terms["reason"]),
        ("If this is carried", "The tender is over. Nobody gets the contract by it"),
    ]


def in_parts(text: str) -> list[str]:
    """A text in parts that a line can hold."""
    parts = [text[at : at + LONGEST_LINE] for at in range(0, len(text), LONGEST_LINE)]
    return [part for part in parts if part.strip()]


def _time_words(usual: int, short: int) -> str:
    known = f"Bidders are usually given {usual} days at least under these rules"
    return f"{known}. This is {plural(short, 'day')} shorter" if short else known


def _example(one: Mapping[str, Any], terms: Mapping[str, Any]) -> str:
    weight = ""
    if terms["basis"] in ("need", "capacity"):
        weight = f", weight {number(terms['weights'].get(one['code'], 0))}"
    if terms["basis"] == "rotation":
        weight = f", place {terms['weights'].get(one['code'], 0)} in the queue"
    patients = plural(one["patients"], "patient") if one["patients"] else "list size not known"
    return f"{number(one['amount'])} {terms['unit']} ({patients}{weight})"


def _titled(title: str, words: str) -> str:
    return f"{title}: {words}"[:LONGEST_LINE] if words else title


def _contract(content: TenderContent) -> str:
    starts = f"From {day(content.starts_on)}" if content.starts_on else "Start not said"
    ends = f"to {day(content.ends_on)}" if content.ends_on else "end not said"
    return f"{starts}, {ends}"
