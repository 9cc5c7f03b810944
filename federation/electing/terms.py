"""The terms of decisions about who sits in a group: what the members vote on, and the lines that they read of it."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import fields, validate

from federation.electing.rules import MOST_CANDIDATES, MOST_SEATS, is_contested
from federation.electing.words import seats_words
from federation.kernel.api_fields import LARGEST, StrictSchema, WholeNumber, WordsField

LONGEST_WORDS: Final = 1_000


class CandidateTerms(StrictSchema):
    """Somebody who stands: the letter of the option, the person by number and name, and their practice by name."""

    letter = WordsField(required=True, least=1, longest=1)
    person = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=200)
    practice = WordsField(required=True, longest=200)
    words = WordsField(required=True, longest=LONGEST_WORDS)


class ElectionTerms(StrictSchema):
    """What a decision about seats does: the group by number and name, the election by number, how many seats and what each gives,
    whether those elected before make room, and who stands."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=120)
    election = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    seats = WholeNumber(required=True, validate=validate.Range(1, MOST_SEATS))
    lead = fields.Boolean(required=True, truthy={True}, falsy={False})
    votes = fields.Boolean(required=True, truthy={True}, falsy={False})
    replaces = fields.Boolean(required=True, truthy={True}, falsy={False})
    candidates = fields.List(
        fields.Nested(CandidateTerms), required=True, validate=validate.Length(1, MOST_CANDIDATES)
    )


def election_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of an election."""
    return [
        ("Group", terms["name"]),
        ("What is filled", seats_words(terms["seats"], terms["lead"], terms["votes"])),
        *[("Stands for it", _candidate(one)) for one in terms["candidates"]],
        ("If this is carried", _chosen(len(terms["candidates"]), terms["seats"])),
        (
            "Who was elected before",
            "Makes room, unless they are elected again" if terms["replaces"] else "Keeps their seat",
        ),
        ("From when", "From the close of this decision, in votes of the group that open from then on"),
    ]


def _candidate(one: Mapping[str, Any]) -> str:
    practice = f" ({one['practice']})" if one["practice"] else ""
    words = " ".join(one["words"].split())
    return f"{one['name']}{practice}: {words}" if words else f"{one['name']}{practice}"


def _chosen(candidates: int, seats: int) -> str:
    if not is_contested(candidates, seats):
        return "All who stand are seated"
    return "Those with most points are seated. With equal points at the last place all of these are: nobody decides between them"
