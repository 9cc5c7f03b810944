"""What goes with a proposal that came of network diagnostics: the figures as they were, which nobody writes over."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields


class FindingTerms(Schema):
    """What a survey found on a dimension, or on a statement (``item``) of it."""

    survey = fields.Integer(required=True)
    title = fields.String(required=True)
    key = fields.String(required=True)
    dimension = fields.String(required=True)
    item = fields.String(required=True)
    subject = fields.String(required=True)
    figure = fields.String(required=True)
    agreement = fields.String(required=True)
    answered = fields.Integer(required=True)
    invited = fields.Integer(required=True)


def finding_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a finding."""
    return [
        ("Survey", terms["title"]),
        ("Finding", f"{terms['subject']}: {terms['figure']}"),
        ("Answers", f"{terms['answered']:,} of {terms['invited']:,} people"),
    ]


class ProfileTerms(Schema):
    """What the leaders' profiles of a round say of a feature."""

    round = fields.Integer(required=True)
    feature = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)


def profile_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a round of profiles."""
    return [("Round", terms["name"]), (terms["title"], terms["words"])]


class WorkshopTerms(Schema):
    """What a workshop found on a dimension."""

    workshop = fields.Integer(required=True)
    dimension = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)


def workshop_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a workshop."""
    return [("Workshop", terms["name"]), (terms["title"], terms["words"])]
