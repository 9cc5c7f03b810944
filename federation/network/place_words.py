"""The word of a federation for a part of itself: neighbourhood, locality, PCN, quadrant, or its own word."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

OFFERED: Final = ("Neighbourhood", "Locality", "PCN", "Quadrant")
_VOWELS: Final = "aeiou"


class PlaceWord(NamedTuple):
    """The word as a heading and inside a sentence, for one and for many."""

    title: str
    titles: str
    one: str
    many: str


def place_word(settings: Mapping[str, Any]) -> PlaceWord:
    """The federation's word, from its settings."""
    word = str(settings.get("neighbourhood_word") or OFFERED[0])
    many = plural_of(word)
    return PlaceWord(word, many, _inside(word), _inside(many))


def plural_of(word: str) -> str:
    """``Localities`` of ``Locality``, ``PCNs`` of ``PCN``."""
    if word.endswith("y") and word[-2:-1].lower() not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def _inside(word: str) -> str:
    """Small inside a sentence, unless it is an abbreviation."""
    return word if word[:2].isupper() else word[:1].lower() + word[1:]
