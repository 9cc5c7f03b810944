"""What a unit means: how many single things are in it, so that boxes of 100 and boxes of 90 can be added and compared."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

_PACK: Final = re.compile(
    r"(?:an? )?\w[\w -]*? of (?P<size>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})(?: (?P<what>\S.*))?"
)
_SINGLE: Final = "single"
_KNOWN: Final = {
    "each": (_SINGLE, 1),
    "item": (_SINGLE, 1),
    "piece": (_SINGLE, 1),
    "single": (_SINGLE, 1),
    "unit": (_SINGLE, 1),
    "pair": (_SINGLE, 2),
    "dozen": (_SINGLE, 12),
    "g": ("g", 1),
    "kg": ("g", 1000),
    "ml": ("ml", 1),
    "litre": ("ml", 1000),
}


class UnitMeaning(NamedTuple):
    """So many (``size``) of ``base``: 100 of ``single`` for a box of 100. A unit that we do not know is its own base."""

    base: str
    size: int


@lru_cache(maxsize=4_096)
def meaning_of(unit: str) -> UnitMeaning:
    """What a unit means, however it is spaced and set: ``box of 100``, ``pack of 12 pairs``, ``kg``, ``session``."""
    words = folded(unit)
    if found := _PACK.fullmatch(words):
        size = int(found["size"].replace(",", ""))
        if size:
            inner = _known(found["what"] or _SINGLE)
            return UnitMeaning(inner.base, size * inner.size)
    return _known(words)


def meant(item: str, unit: str) -> tuple[str, str]:
    """What is the same item: the same words, in a unit that can be converted."""
    return folded(item), meaning_of(unit).base


@lru_cache(maxsize=4_096)
def folded(words: str) -> str:
    """The same for the same words, however they are spaced and set."""
    return " ".join(words.casefold().split()).rstrip(".")


def _known(word: str) -> UnitMeaning:
    for one in (word, word.removesuffix("s")):
        if one in _KNOWN:
            return UnitMeaning(*_KNOWN[one])
    return UnitMeaning(word, 1)
