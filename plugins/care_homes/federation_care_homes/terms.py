"""What the members decide about, and what the verdict does: the practice of each home, in each alternative."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, Final

from marshmallow import Schema, fields

_NAMES: Final = 8
_LONGEST: Final = 1_500


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
        letter = one["letter"].upper()
        lines += [(f"{letter}. {one['title']}", part) for part in wrap(one["words"], _LONGEST)]
        homes: dict[str, list[str]] = {}
        for home in sorted(one["homes"], key=lambda home: (home["called"], home["name"])):
            homes.setdefault(home["called"], []).append(home["name"])
        for called, names in homes.items():
            lines += [(f"{letter}. {called}", f"{'; '.join(part)}.") for part in _parts(names)]
    lines.append(("Residents choose", "Nobody has to change practice. Each resident is asked."))
    return lines


def _parts(names: Sequence[str]) -> list[Sequence[str]]:
    """Names in parts that a line has room for."""
    return [names[start : start + _NAMES] for start in range(0, len(names), _NAMES)]
