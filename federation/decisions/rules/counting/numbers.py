"""Numbers in words: thousands with commas, one practice and two practices, and percentages that never
mislead.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor


def counted(number: int, thing: str) -> str:
    """``1 practice``, ``2 practices``, ``12,350 votes``: a number with what it counts."""
    return f"{number:,} {thing if number == 1 else thing + 's'}"


def joined(parts: Sequence[str]) -> str:
    """``a``; ``a and b``; ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def quoted(titles: Sequence[str]) -> str:
    """Titles in quotation marks, joined: ``“A” and “B”``."""
    return joined([f"“{title}”" for title in titles])


def out_of_all(number: int, thing: str) -> str:
    """A whole that is counted whether or not it voted: ``all 12 practices``; of few, ``2 practices``."""
    return f"all {number:,} {thing}s" if number > 2 else counted(number, thing)


def all_votes(votes: int) -> str:
    """``the only vote``, ``both votes``, ``all 126 votes``."""
    return {1: "the only vote", 2: "both votes"}.get(votes, f"all {votes:,} votes")


def named_tests(numbers: Sequence[int], last: int) -> str:
    """``test 2``, ``tests 1 and 3``; ``the test`` where there is but one. Numbers start at 1; ``last`` is
    the highest.
    """
    if last == 1:
        return "the test"
    return ("test " if len(numbers) == 1 else "tests ") + joined([str(number) for number in numbers])


def percentage(part: int, whole: int, needed: Fraction, met: bool, places: int = 1) -> str:
    """``part`` of ``whole`` as a percentage, rounded to ``places`` but never across what was needed, nor to
    0% or 100%.

    Where rounding would put the figure on the wrong side, it gets more places: 49.96% stays 49.96% when
    more than 50% is needed. A share that is exactly what is needed and has no end (two thirds) is rounded
    to the side of ``met``. Error: ZeroDivisionError if ``whole`` is 0.
    """
    share = Fraction(part, whole)
    if share == needed:
        return _written((ceil if met else floor)(share * 100 * 10**places), places)
    while True:
        hundred = 100 * 10**places
        units = floor(share * hundred + Fraction(1, 2))
        shown = Fraction(units, hundred)
        if all(_side(shown, mark) == _side(share, mark) for mark in (needed, Fraction(0), Fraction(1))):
            return _written(units, places)
        places += 1


def fraction_in_words(fraction: Fraction) -> str:
    """``75%`` where that is exact to one place, else ``two thirds`` or ``5/7``: never rounded."""
    tenths = fraction * 1000
    if tenths.denominator == 1:
        return _written(tenths.numerator, 1).replace(".0%", "%")
    thirds = {Fraction(1, 3): "one third", Fraction(2, 3): "two thirds"}
    return thirds.get(fraction, str(fraction))


def _side(value: Fraction, mark: Fraction) -> int:
    return (value > mark) - (value < mark)


def _written(units: int, places: int) -> str:
    if places == 0:
        return f"{units}%"
    return f"{units // 10**places}.{units % 10**places:0{places}d}%"
