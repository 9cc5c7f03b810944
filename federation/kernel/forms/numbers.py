"""Whole numbers, money and fractions, each read exactly."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar

import wtforms
from wtforms.validators import StopValidation

from federation.kernel.forms.question import FormQuestion, one_line
from federation.kernel.words import number, share_in_words

_WHOLE = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})")
_MONEY = re.compile(r"(?P<pounds>[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.(?P<pence>[0-9]{2}))?")
_PARTS = re.compile(r"([0-9]{1,6})\s*[/\u2044]\s*([0-9]{1,6})")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*(?:%|percent|per cent)", re.I)


class _NumberField(FormQuestion):
    attributes: ClassVar[dict[str, Any]] = {"inputmode": "numeric", "spellcheck": "false"}
    width = "10"

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_least: Any = None,
        at_most: Any = None,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.at_least = at_least
        self.at_most = at_most

    def pre_validate(self, form: wtforms.Form) -> None:
        """Bounds, both included."""
        super().pre_validate(form)
        low, high = self.at_least, self.at_most
        too_low = low is not None and self.data < low
        too_high = high is not None and self.data > high
        if (too_low or too_high) and low is not None and high is not None:
            raise StopValidation(
                f"{self.name_of_it} must be between {self.as_text(low)} and {self.as_text(high)}"
            )
        if too_low:
            raise StopValidation(f"{self.name_of_it} must be {self.as_text(low)} or more")
        if too_high:
            raise StopValidation(f"{self.name_of_it} must be {self.as_text(high)} or less")


class WholeNumberField(_NumberField):
    """A whole number, commas allowed. ``data`` is an ``int`` or None."""

    data: int | None

    def read(self, text: str) -> int | None:
        """Digits of this script only: "1,000" is a number, "1.0" and "1e3" are not."""
        self.data = None
        self.typed = text = one_line(text)
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            raise ValueError(f"{self.name_of_it} must be a whole number, like 12 or 1,000")
        return int(text.replace(",", ""))

    def as_text(self, value: int) -> str:
        """With commas."""
        return number(value)


class MoneyField(_NumberField):
    """Pounds and pence. ``data`` is a whole number of pence, or None."""

    data: int | None
    prefix = "£"
    attributes: ClassVar[dict[str, Any]] = {"inputmode": "decimal", "spellcheck": "false"}

    def read(self, text: str) -> int | None:
        """ "1,234.50" or "£1,234" in pence."""
        self.data = None
        self.typed = text = one_line(text).removeprefix("£").strip()
        if not text:
            return None
        found = _MONEY.fullmatch(text)
        if not found:
            raise ValueError(f"{self.name_of_it} must be an amount of money, like 1,250 or 1,250.50")
        return int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0)

    def as_text(self, value: int) -> str:
        """Pounds, and pence unless there are none."""
        pounds, pence = divmod(value, 100)
        return f"{pounds:,}.{pence:02}" if pence else f"{pounds:,}"


class FractionField(_NumberField):
    """A share, exactly: "2/3", "75%" or "66.67%". ``data`` is a ``Fraction`` or None.

    0 to 1 unless told otherwise, both included.
    """

    data: Fraction | None
    attributes: ClassVar[dict[str, Any]] = {"spellcheck": "false"}

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_least: Fraction | None = Fraction(0),
        at_most: Fraction | None = Fraction(1),
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, at_least=at_least, at_most=at_most, **kw)

    def read(self, text: str) -> Fraction | None:
        """What was written and nothing near it: 66.67% is 6667/10000, not two thirds."""
        self.data = None
        self.typed = text = one_line(text)
        if not text:
            return None
        if found := _PARTS.fullmatch(text):
            if int(found[2]):
                return Fraction(int(found[1]), int(found[2]))
        elif found := _PERCENT.fullmatch(text):
            return Fraction(found[1]) / 100
        raise ValueError(f"{self.name_of_it} must be a fraction like 2/3, or a percentage like 75%")

    def as_text(self, value: Fraction) -> str:
        """A percentage when two places say it exactly, else a fraction."""
        return share_in_words(value)
