"""A published figure: a rounded number, a bound, or the reason why it is not shown."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, isqrt
from typing import Literal

NOT_SHOWN = "Not shown"


@dataclass(frozen=True)
class ShownFigure:
    """What readers see of a number. ``value`` is None when the number is not shown, and ``why`` says why in
    a sentence; with a ``bound`` the number is ``value`` "or more" or "or less".
    """

    value: Decimal | None = None
    bound: Literal["", "or more", "or less"] = ""
    why: str = ""

    @property
    def shown(self) -> bool:
        return self.value is not None

    @property
    def exact(self) -> Decimal | None:
        """The number where it is shown without a bound."""
        return None if self.bound else self.value

    @property
    def words(self) -> str:
        """``4.1``, ``4.5 or more``, ``Not shown``."""
        return NOT_SHOWN if self.value is None else f"{self.value} {self.bound}".strip()


def rounded(number: Fraction, places: int) -> Decimal:
    """To so many decimal places, halves up: 2.25 becomes 2.3, -0.25 becomes -0.2."""
    return _decimal(floor(number * 10**places + Fraction(1, 2)), places)


def rounded_up(number: Fraction, places: int) -> Decimal:
    """To so many decimal places, never below the number."""
    return _decimal(ceil(number * 10**places), places)


def root(number: Fraction, places: int) -> Decimal:
    """The square root of a number from 0 on, halves up, by whole numbers alone."""
    return _decimal((isqrt(floor(4 * number * 10 ** (2 * places))) + 1) // 2, places)


def root_up(number: Fraction, places: int) -> Decimal:
    """The square root of a number from 0 on, never below it, by whole numbers alone."""
    whole = ceil(number * 10 ** (2 * places))
    return _decimal(isqrt(whole - 1) + 1 if whole else 0, places)


def _decimal(units: int, places: int) -> Decimal:
    return Decimal(units).scaleb(-places)
