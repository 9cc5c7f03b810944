"""What members decide about seeds and names."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate


class SeedTerms(Schema):
    """Seeds to buy, for at most so many pence."""

    seeds = fields.String(required=True, validate=validate.Length(min=1, max=80))
    pence = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


def seed_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of it."""
    return [("Seeds", terms["seeds"]), ("At most", f"£{terms['pence'] / 100:,.2f}")]


class NameTerms(Schema):
    """The name of a bed to close: title and text of the proposal say it, and are the garden's alone."""

    name = fields.String(required=True)
