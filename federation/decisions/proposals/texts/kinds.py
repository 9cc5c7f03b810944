"""The kinds of matter that a proposal may be about, as a federation's settings keep them."""

from collections.abc import Mapping
from typing import Any, Final

Kind = tuple[str, str]
"""Key and title."""

KINDS: Final[tuple[Kind, ...]] = (
    ("everyday", "An everyday matter"),
    ("shared", "Money, work or staff that we share"),
    ("rules", "Our rules, or who may join"),
    ("other", "Something else"),
)
"""The kinds of matter of a federation that has set none of its own."""


def kinds_of(settings: Mapping[str, Any]) -> tuple[Kind, ...]:
    """The kinds that a proposal can be of now."""
    own = settings.get("kinds")
    return tuple((str(key), str(title)) for key, title in own) if own else KINDS


def retired_kinds_of(settings: Mapping[str, Any]) -> tuple[Kind, ...]:
    """The kinds that are offered no more; earlier proposals may be of them."""
    return tuple((str(key), str(title)) for key, title in settings.get("retired_kinds", ()))


def kind_titles(settings: Mapping[str, Any]) -> dict[str, str]:
    """The titles of all kinds, those of the past too, by their keys."""
    return dict(retired_kinds_of(settings)) | dict(kinds_of(settings))
