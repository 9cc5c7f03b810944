"""How evenly something is spread, in exact fractions.

Jain's index (Jain, Chiu and Hawe 1984), Gini's coefficient (1912), and the Herfindahl-Hirschman index of concentration.
Amounts are nought or more.
"""

from collections.abc import Sequence
from fractions import Fraction

Number = int | Fraction


def jain(amounts: Sequence[Number]) -> Fraction:
    """(sum x)^2 / (n sum x^2): 1 where all have the same, 1/n where one has everything, 1 where nobody has anything."""
    _check(amounts)
    squares = sum(amount * amount for amount in amounts)
    return Fraction(sum(amounts) ** 2) / (len(amounts) * squares) if squares else Fraction(1)


def gini(amounts: Sequence[Number], patients: Sequence[int] | None = None) -> Fraction:
    """The sum of all differences over 2 n^2 mean: 0 where all have the same, close to 1 where one of many has everything.

    With ``patients``, each above nought, it is that of the rates per head, each weighted by its patients:
    sum w_i w_j abs(r_i - r_j) / (2 W^2 r), r being the rate of all together.
    """
    _check(amounts)
    heads = [1] * len(amounts) if patients is None else list(patients)
    if len(heads) != len(amounts) or min(heads) <= 0:
        raise ValueError("each amount has a number of patients above nought")
    whole = sum(amounts) * sum(heads)
    if not whole:
        return Fraction(0)
    apart: Number = 0
    before: tuple[Number, int] = (0, 0)
    for amount, head in sorted(zip(amounts, heads, strict=True), key=lambda one: Fraction(one[0]) / one[1]):
        # Of a pair, w_i w_j (r_j - r_i) is w_i a_j - w_j a_i: summed up with all whose rate is lower.
        apart += before[1] * amount - head * before[0]
        before = (before[0] + amount, before[1] + head)
    return Fraction(apart) / whole


def hhi(amounts: Sequence[Number]) -> Fraction:
    """The sum of the squares of the shares: 1 where one has everything, 1/n where n have the same, 0 where there is nothing."""
    _check(amounts)
    whole = sum(amounts)
    return sum((Fraction(amount) / whole) ** 2 for amount in amounts) if whole else Fraction(0)  # type: ignore[return-value]


def per_head(amounts: Sequence[Number], patients: Sequence[int]) -> list[Fraction]:
    """Each amount over its patients."""
    return [Fraction(amount) / heads for amount, heads in zip(amounts, patients, strict=True)]


def _check(amounts: Sequence[Number]) -> None:
    if not amounts or min(amounts) < 0:
        raise ValueError("amounts are nought or more, and there is one at least")
