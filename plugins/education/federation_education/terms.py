"""What the members decide about, and what they read of it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from federation.toolkit import plural


class RankedNeed(Schema):
    """A need that points are given to: the letter of its option, and where it comes from."""

    letter = fields.String(required=True)
    need = fields.Integer(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    figures = fields.String(required=True)


class NeedRankingTerms(Schema):
    """The needs that members give points to."""

    needs = fields.List(fields.Nested(RankedNeed), required=True)


def ranking_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read: each need with what practices said of it."""
    return [(one["title"], one["figures"]) for one in terms["needs"]]


class ProgrammeNeed(Schema):
    """A need that the programme is for."""

    need = fields.Integer(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)


class ProgrammeTerms(Schema):
    """A programme: its number, its year, what it may cost in pence, how places are shared, and who judges its courses."""

    programme = fields.Integer(required=True)
    year = fields.Integer(required=True)
    pence = fields.Integer(required=True)
    least = fields.Integer(required=True)
    group = fields.Integer(required=True, allow_none=True)
    group_name = fields.String(required=True)
    needs = fields.List(fields.Nested(ProgrammeNeed), required=True)


def programme_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a programme."""
    return [
        ("Year", str(terms["year"])),
        ("May cost at most", f"£{terms['pence'] // 100:,}.{terms['pence'] % 100:02}"),
        ("Places of each course", shared_words(terms["least"])),
        ("Courses are judged by", f"{terms['group_name']}. Whoever buys a course has no say in it"),
        *(("For", one["title"]) for one in terms["needs"]),
    ]


def shared_words(least: int) -> str:
    """How places are shared, in words."""
    if not least:
        return "by patients"
    return f"{plural(least, 'place')} for each practice, the others by patients"
