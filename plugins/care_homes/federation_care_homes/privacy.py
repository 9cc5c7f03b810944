"""Counts of residents for those whom they do not concern.

Each count becomes a whole multiple of a small number, or "fewer than" it; and **whatever else such a reader sees is worked out
from these alone**: a total, a share, what an alternative asks. So nothing that is shown tells more of a count than its own
rounding does: no total less its parts, no difference between two pages, two alternatives, a page and a spreadsheet.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction


def coarse(count: int, small: int) -> int | None:
    """A count to the nearest multiple of ``small``; None for fewer than that, 0 for none."""
    if 0 < count < small:
        return None
    return (2 * count + small) // (2 * small) * small


def in_words(count: int | None, small: int) -> str:
    """A coarse count in words."""
    if count is None:
        return f"fewer than {small}"
    return f"about {count:,}" if count else "none"


def about(count: int, small: int) -> str:
    """A count in words, for those whom it does not concern."""
    return in_words(coarse(count, small), small)


def weighed(counts: Mapping[str, int], small: int) -> dict[str, Fraction]:
    """Counts to calculate with, worked out from what is shown of each: one that is shown as few is half of ``small``."""
    shown = {code: coarse(count, small) for code, count in counts.items()}
    return {code: Fraction(small, 2) if one is None else Fraction(one) for code, one in shown.items()}


def sum_of(counts: Iterable[int], small: int) -> int | None:
    """What counts come to, worked out from what is shown of each, as a coarse count."""
    shown = [coarse(count, small) for count in counts]
    known, hidden = sum(one for one in shown if one), shown.count(None)
    if not known and hidden == 1:
        return None
    return int((known + Fraction(hidden * small, 2)) / small + Fraction(1, 2)) * small
