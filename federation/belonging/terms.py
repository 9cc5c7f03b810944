"""The terms of decisions about membership: what the members vote on, and the lines that they read of it."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, DayField, StrictSchema, WholeNumber, WordsField
from federation.kernel.words import day, plural

LONGEST_RULES: Final = 1_900
LONGEST_REASON: Final = 1_900
LONGEST_NAME: Final = 200
MOST_PATIENTS: Final = 10_000_000


class RulesTerms(StrictSchema):
    """What a decision about joining does: the rules by which practices join, in words."""

    text = WordsField(required=True, least=1, longest=LONGEST_RULES)


class AdmissionWanted(StrictSchema):
    """A practice that is to join as a full member: its ODS code, its name, and its registered patients where they are known. Of a
    practice that is on the list already, code alone counts."""

    code = WordsField(required=True, least=3, longest=12)
    name = WordsField(required=True, least=1, longest=LONGEST_NAME)
    patients = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, MOST_PATIENTS))


class AdmissionTerms(AdmissionWanted):
    """What a decision on an admission does: the practice joins, as it was known then; ``asked``: somebody of the practice itself
    has proposed it."""

    asked = fields.Boolean(required=True)


class SuspensionTerms(StrictSchema):
    """What a decision on a suspension does: the practice by number and name has no vote until the end of a day."""

    practice = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=LONGEST_NAME)
    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)
    until = DayField(required=True)


class LiftingTerms(StrictSchema):
    """What a decision to lift a suspension does: the practice by number and name votes again."""

    practice = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=LONGEST_NAME)
    until = DayField(required=True)


def rules_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of rules for joining."""
    return [
        ("Who can join, and how", terms["text"]),
        (
            "From then on",
            "Only the members give a practice a vote, or suspend it. Administrators no longer do",
        ),
    ]


def admission_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a practice that is to join."""
    patients = "Not known" if terms["patients"] is None else plural(terms["patients"], "patient")
    return [
        ("Practice", f"{terms['name']} ({terms['code']})"),
        ("Registered patients", patients),
        ("Asked for by", "The practice itself" if terms["asked"] else "A member"),
        ("It becomes", "A full member, with a vote in all votes that open afterwards"),
        ("Votes that are open", "Keep their list of practices, so it has no vote in them"),
    ]


def suspension_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a suspension."""
    return [
        ("Practice", terms["name"]),
        ("Why", terms["reason"]),
        ("Until the end of", day(terms["until"])),
        (
            "It loses",
            "Its vote in all votes of the members that open in that time. It reads and speaks as before",
        ),
        (
            "Votes that are open",
            "Keep their list of practices: it votes in them, and what it has cast counts",
        ),
        ("After that day", "It votes again by itself. The members can lift the suspension before"),
    ]


def lifting_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a suspension that is to be lifted."""
    return [
        ("Practice", terms["name"]),
        ("Suspended until the end of", day(terms["until"])),
        ("If this is carried", "It is on the list of all votes that open afterwards"),
    ]
