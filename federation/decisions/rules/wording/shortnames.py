"""How members call a practice among themselves: Heron, not Heron Health Centre."""

from collections import Counter
from collections.abc import Iterable

from federation.decisions.rules.counting.roll import RollVoter

GENERIC = {"the", "surgery", "surgeries", "practice", "medical", "medicine", "health", "healthcare", "centre"}
GENERIC |= {"center", "clinic", "group", "partnership", "gp", "doctors"}


def short_names(roll: Iterable[RollVoter]) -> dict[str, str]:
    """By practice code: the name without its last generic words, or the whole name where two would be
    called the same.
    """
    names = {entry.code: entry.name for entry in roll}
    shortened = {code: _shortened(name) for code, name in names.items()}
    shared = Counter(name.casefold() for name in shortened.values())
    return {code: names[code] if shared[short.casefold()] > 1 else short for code, short in shortened.items()}


def _shortened(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[-1].casefold().strip("().,") in GENERIC:
        words.pop()
    return name if not words or words[-1].casefold() in GENERIC else " ".join(words)
