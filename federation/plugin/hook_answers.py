"""The answers of hooks: checked, and put in the form in which pages and acts use it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import render_template
from markupsafe import Markup

from federation.plugin.feature import FoundLine, Objection, Panel, PersonalRecord

MOST_PANELS: Final = 5


_MOST_THINGS: Final = 1_000


LONGEST_WORDS: Final = 500


class BadAnswer(TypeError):
    """A hook returned what it does not promise."""


def no_answer(_feature: str, _value: Any) -> None:
    """Whatever a feature answers to a fact, nobody reads it."""
    return None


def _several(value: Any, kind: type[Any], hook: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, kind) for one in value):
        raise BadAnswer(f"{hook} must return a list of {kind.__name__}, not {type(value).__name__}")
    return list(value)


def checked_objections(_feature: str, value: Any) -> list[Objection]:
    """Objections, each of a length that a page can show. Raises :class:`BadAnswer`, as all of these do."""
    found = _several(value, Objection, "objections")
    if any(not isinstance(one.words, str) or not 0 < len(one.words) <= LONGEST_WORDS for one in found):
        raise BadAnswer(f"an objection has between 1 and {LONGEST_WORDS} characters")
    return found


def rendered_panels(feature: str, value: Any) -> list[tuple[Markup, int]]:
    """Panels, rendered, each with how many of the things it shows need the person."""
    found = _several(value, Panel, "panels")
    if len(found) > MOST_PANELS:
        raise BadAnswer(f"a plugin adds {MOST_PANELS} panels at most to a place")
    pages = []
    for one in found:
        if not isinstance(one.template, str) or not one.template.startswith(f"{feature}/"):
            raise BadAnswer(f"a panel's template lies in the folder {feature}/")
        if not isinstance(one.values, Mapping):
            raise BadAnswer("a panel's values are a mapping")
        if not isinstance(one.things, int) or not 0 <= one.things <= _MOST_THINGS:
            raise BadAnswer(f"a panel counts between 0 and {_MOST_THINGS} things")
        page = Markup(render_template(one.template, **one.values))  # noqa: S704 - templates escape
        pages.append((page, int(one.things)))
    return pages


def checked_lines(_feature: str, value: Any) -> dict[int, FoundLine]:
    """How things found are shown, by their number."""
    if not isinstance(value, Mapping) or not all(isinstance(one, FoundLine) for one in value.values()):
        raise BadAnswer(f"search must return a FoundLine for each number, not {type(value).__name__}")
    return dict(value)


def checked_records(_feature: str, value: Any) -> list[PersonalRecord]:
    """Records of a person that can be written as JSON."""
    found = _several(value, PersonalRecord, "personal_data")
    for one in found:
        if not isinstance(one.title, str) or not isinstance(one.content, Mapping):
            raise BadAnswer("a personal record has a title and a mapping as its content")
        json.dumps(dict(one.content))
    return found
