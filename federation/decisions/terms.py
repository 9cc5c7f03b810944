"""The terms of a feature's decision: data that it acts on once it is carried, and the lines that members read of it.

Both stand in the version that is decided, as they were when it was saved: a later release of the feature words nothing anew.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from marshmallow import Schema, ValidationError

from federation.kernel.api_fields import is_storable
from federation.kernel.refusals import Invalid
from federation.plugin.door import door, load
from federation.plugin.feature import Subject

MOST_LINES: Final = 1_000
LONGEST_LINE: Final = 2_000


class TermsLine(NamedTuple):
    """One line of what members read: what it is about, and what holds of it."""

    label: str
    words: str


class ReadTerms(NamedTuple):
    """The terms of a version as they are read."""

    data: Mapping[str, Any]
    heading: str
    lines: tuple[TermsLine, ...]


NO_TERMS: Final = ReadTerms({}, "", ())


def subject_named(name: str) -> Subject:
    """The subject of a feature, by its name. Raises :class:`ValueError` where no feature brings it."""
    for feature in door().features.values():
        for one in feature.subjects:
            if one.name == name:
                return one
    raise ValueError(f"no feature brings the subject {name}")


def is_by_silence(name: str) -> bool:
    """Whether the members have agreed before that in matters of this subject silence is enough; never where nobody brings it."""
    return any(
        one.by_silence for feature in door().features.values() for one in feature.subjects if one.name == name
    )


def is_by_itself(name: str) -> bool:
    """Whether votes on this subject open by themselves and are taken back by nobody."""
    return any(
        one.by_itself for feature in door().features.values() for one in feature.subjects if one.name == name
    )


def written_terms(name: str, terms: Mapping[str, Any] | None, fixed: bool) -> dict[str, Any] | None:
    """What a version keeps of terms, of a subject: ``{data, heading, lines: [[label, words], …]}``.

    Raises ``Invalid`` for data that the subject's schema refuses, :class:`ValueError` where the feature itself is wrong:
    terms of a subject that has none, or none of one that has; lines that are not pairs of words; or no lines, and a text
    that is not ``fixed``, so that another text could be written over what happens.
    """
    subject = subject_named(name)
    if (terms is None) != (subject.terms is None):
        raise ValueError(f"{name}: its subject says that it has {'terms' if subject.terms else 'no terms'}")
    if terms is None or subject.terms is None:
        return None
    schema: Schema = load(subject.terms)()
    try:
        loaded = schema.load(terms)
    except ValidationError as error:
        field, words = _first(error.messages)
        raise Invalid(words, field) from None
    lines = load(subject.lines)(loaded) if subject.lines else ()
    if len(lines) > MOST_LINES:
        raise ValueError(f"{name}: members read {MOST_LINES} lines of its terms at most, and all of them")
    if not lines and not fixed:
        raise ValueError(f"{name}: where members read no lines of its terms, title and text are fixed")
    return {
        "data": schema.dump(loaded),
        "heading": subject.heading if lines else "",
        "lines": [list(_checked(name, line)) for line in lines],
    }


def read_terms(kept: Mapping[str, Any] | None) -> ReadTerms:
    """The terms that a version keeps, as they are read; empty where it has none."""
    if kept is None:
        return NO_TERMS
    return ReadTerms(
        kept["data"], kept["heading"], tuple(TermsLine(label, words) for label, words in kept["lines"])
    )


def _checked(name: str, line: Any) -> TermsLine:
    label, words = line
    for text in (label, words):
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_LINE or not is_storable(text):
            raise ValueError(f"{name}: a line of its terms is two texts of 1 to {LONGEST_LINE} characters")
    return TermsLine(label, words)


def _first(messages: Any, path: str = "") -> tuple[str, str]:
    """The first thing that is wrong: where, and why."""
    if isinstance(messages, dict):
        name, inside = next(iter(messages.items()))
        return _first(inside, f"{path}-{name}" if path else str(name))
    return path, str(messages[0] if isinstance(messages, list) else messages)
