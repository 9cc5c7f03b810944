"""What the members decide about, and what the verdict does: the practice of each home, in each alternative."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields


class AlignedHomeTerms(Schema):
    """A home and the practice that would look after it, by their codes and as members know them."""

    home = fields.String(required=True)
    name = fields.String(required=True)
    practice = fields.String(required=True)
    called = fields.String(required=True)


class AlternativeTerms(Schema):
    """One alternative under its letter, by the number it was worked out under, and how much it asks of residents."""

    letter = fields.String(required=True)
    alternative = fields.Integer(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    homes = fields.List(fields.Nested(AlignedHomeTerms), required=True)


class AligningTerms(Schema):
    """The alternatives that members choose among."""

    alternatives = fields.List(fields.Nested(AlternativeTerms), required=True)


def aligning_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of it: of each alternative what it asks, and which practice gets which home, in full."""
    lines = []
    for one in terms["alternatives"]:
        homes = "; ".join(f"{home['name']}: {home['called']}" for home in one["homes"])
        lines.append((f"{one['letter'].upper()}. {one['title']}", f"{one['words']} {homes}."))
    lines.append(("Residents choose", "Nobody has to change practice. Each resident is asked."))
    return lines
