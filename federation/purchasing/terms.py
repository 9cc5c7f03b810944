"""The terms of a decision on what is to be bought: what the members vote on, and the lines that they read of it."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, DayField, StrictSchema, WholeNumber, WordsField
from federation.kernel.words import day, money, number, percent, plural
from federation.purchasing.models import CATEGORIES
from federation.purchasing.rules import BASES, EVIDENCE, ProjectMoney, missing_evidence
from federation.purchasing.words import BASIS_TITLES, CATEGORY_TITLES, EVIDENCE_TITLES

LONGEST_SPEC: Final = 30_000
LONGEST_EVIDENCE: Final = 3_000
LONGEST_LINE: Final = 1_900


class SpecItemTerms(StrictSchema):
    """An item that is bought: so many of a unit are needed in all."""

    item = WordsField(required=True, least=1, longest=120)
    unit = WordsField(required=True, least=1, longest=40)
    quantity = WholeNumber(required=True, validate=validate.Range(0, LARGEST))


class SpecTerms(StrictSchema):
    """What a decision on a specification does: the round by number and title, the group that buys, the version by number, its
    text and items with the SHA-256 of them, how bills are split (empty: not said), and the evidence by its parts."""

    round = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    title = WordsField(required=True, least=1, longest=120)
    category = WordsField(required=True, validate=[validate.OneOf(CATEGORIES)])
    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=120)
    version = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    fingerprint = WordsField(required=True, least=64, longest=64, ours=True)
    text = WordsField(required=True, least=1, longest=LONGEST_SPEC)
    items = fields.List(fields.Nested(SpecItemTerms), load_default=list)
    basis = WordsField(required=True, validate=[validate.OneOf(("", *BASES))])
    evidence = fields.Dict(
        keys=WordsField(validate=[validate.OneOf(EVIDENCE)]),
        values=WordsField(least=1, longest=LONGEST_EVIDENCE),
        required=True,
    )


def spec_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a specification: all of it, how complete the evidence is, and by what it is known again."""
    evidence = [
        (EVIDENCE_TITLES[part][0], words)
        for part in EVIDENCE
        for words in _parts(terms["evidence"].get(part, ""))
    ]
    return [
        ("Bought by", terms["name"]),
        ("Kind", CATEGORY_TITLES[terms["category"]][0]),
        *[("What is to be bought", words) for words in _parts(terms["text"])],
        *[("Item", _item(one)) for one in terms.get("items", ())],
        ("How bills are split", BASIS_TITLES[terms["basis"]][0]),
        ("Evidence", completeness(terms["evidence"])),
        *evidence,
        ("Version", str(terms["version"])),
        ("SHA-256 of text and items", terms["fingerprint"]),
        (
            "If this is carried",
            "These items alone may be ordered, in this version, within the mandate of the group",
        ),
        ("If the text changes", "Another version needs another vote"),
    ]


def completeness(evidence: Mapping[str, str]) -> str:
    """``4 of 6 parts. Missing: quality so far, law and advice``."""
    missing = missing_evidence(evidence)
    written = f"{len(EVIDENCE) - len(missing)} of {plural(len(EVIDENCE), 'part')}"
    if not missing:
        return written
    return f"{written}. Missing: {', '.join(EVIDENCE_TITLES[part][0].lower() for part in missing)}"


def _item(one: Mapping[str, Any]) -> str:
    needed = f"{number(one['quantity'])} needed" if one["quantity"] else "nobody needs any"
    return f"{one['item']} ({one['unit']}): {needed}"


def _parts(text: str) -> list[str]:
    parts = [text[at : at + LONGEST_LINE] for at in range(0, len(text), LONGEST_LINE)]
    return [part for part in parts if part.strip()]


class ProjectTerms(StrictSchema):
    """What a decision to take outside money says: the project, who gives the money until when, hours of ours, and in pence its
    income, what it costs directly, its part of the overhead, salaries that go on after it, and the income that is sure."""

    title = WordsField(required=True, least=1, longest=120)
    source = WordsField(required=True, least=1, longest=120)
    ends_on = DayField(required=True)
    hours = WholeNumber(required=True, validate=validate.Range(0, 10**6))
    income_pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST))
    direct_pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST))
    overhead_pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST))
    salaries_pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST))
    secure_pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST))


def project_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a project: what it costs them stands there before they vote."""
    project = ProjectMoney(**{name: terms[name] for name in ProjectMoney._fields})
    subsidy = project.subsidy_pence
    return [
        ("Project", terms["title"]),
        ("Money from", terms["source"]),
        ("Income", money(project.income_pence)),
        ("Direct cost", money(project.direct_pence)),
        ("Part of our overhead", money(project.overhead_pence)),
        ("Full cost", money(project.full_cost_pence)),
        ("Paid by members’ fees", money(subsidy) if subsidy else "Nothing: the income covers the full cost"),
        ("Hours of ours", plural(terms["hours"], "hour") if terms["hours"] else "None are named"),
        ("Salaries that go on after it", money(project.salaries_pence) if project.salaries_pence else "None"),
        ("Of our sure income", _exposure(project)),
        ("The money ends", day(terms["ends_on"])),
    ]


def _exposure(project: ProjectMoney) -> str:
    if not project.salaries_pence:
        return "Nothing is bound by it"
    if not project.secure_pence:
        return "No income is sure that could pay them"
    share = percent(project.salaries_pence, project.secure_pence)
    return f"{share} of {money(project.secure_pence)} would be bound by these salaries"
