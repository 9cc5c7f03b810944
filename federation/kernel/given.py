"""JSON that a script gives, read field by field and exactly: decimals become fractions, never floats."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NoReturn

from federation.kernel.refusals import Invalid

_PLACES = 30
"""Decimals may have as many places on either side of the point; beyond, a short text would stand for a huge number."""


class Given:
    """An object of JSON. What cannot be used raises :class:`Invalid` with one sentence that begins with the field's name."""

    def __init__(self, values: Mapping[str, Any], place: str = "") -> None:
        self._values = values
        self._place = place

    @classmethod
    def from_json(cls, text: str) -> "Given":
        """The object that a text holds. Raises :class:`Invalid` where it holds none."""
        try:
            values = json.loads(text, parse_float=_decimal, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise Invalid("The input must be JSON.") from None
        if not isinstance(values, dict):
            raise Invalid("The input must be a JSON object.")
        return cls(values)

    def __contains__(self, field: str) -> bool:
        return self._values.get(field) is not None

    def knows(self, *fields: str) -> None:
        """Refuse a field that is none of these, which is mistyped most often."""
        for field in self._values:
            if field not in fields:
                raise Invalid(f"{self._place}{field} is none of the fields: {', '.join(fields)}.", field)

    def refuse(self, field: str, words: str) -> NoReturn:
        """Say what is wrong with a field: the words follow its name."""
        raise Invalid(f"{self._place}{field} {words}.", field)

    def text(self, field: str) -> str:
        """A text that is not empty."""
        value = self._value(field)
        if not isinstance(value, str) or not value.strip():
            self.refuse(field, "must be a text")
        return value

    def choice(self, field: str, choices: Collection[str]) -> str:
        """One of several texts."""
        value = self._value(field)
        if not isinstance(value, str) or value not in choices:
            self.refuse(field, f"must be one of {', '.join(choices)}")
        return value

    def flag(self, field: str, default: bool) -> bool:
        """True or false."""
        value = self._value(field) if field in self else default
        if not isinstance(value, bool):
            self.refuse(field, "must be true or false")
        return value

    def whole(self, field: str, at_least: int | None = 0) -> int:
        """A whole number; ``at_least`` None allows any."""
        value = self._value(field)
        number = _number(value)
        if number is None or number.denominator != 1 or (at_least is not None and number < at_least):
            self.refuse(field, f"must be a whole number{'' if at_least is None else f', {at_least} or more'}")
        return int(number)

    def number(self, field: str, at_least: int | None = None) -> Fraction:
        """A number, exact as it was written."""
        number = _number(self._value(field))
        if number is None or (at_least is not None and number < at_least):
            self.refuse(field, f"must be a number{'' if at_least is None else f', {at_least} or more'}")
        return number

    def numbers(self, field: str) -> list[Fraction]:
        """A list of numbers, exact as they were written."""
        found = []
        for place, value in enumerate(self._list(field)):
            if (number := _number(value)) is None:
                self.refuse(f"{field}[{place}]", "must be a number")
            found.append(number)
        return found

    def day(self, field: str) -> date:
        """A date like 2026-11-29."""
        value = self._value(field)
        try:
            return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
        except ValueError:
            self.refuse(field, "must be a date like 2026-11-29")

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that hold something, in the order in which they were given."""
        return tuple(field for field in self._values if field in self)

    def part(self, field: str) -> "Given":
        """An object within this one."""
        value = self._value(field)
        if not isinstance(value, dict):
            self.refuse(field, "must be an object")
        return Given(value, f"{self._place}{field}.")

    def has_objects(self, field: str) -> bool:
        """Whether a list begins with an object."""
        return isinstance(self._list(field)[0], dict)

    def rows(self, field: str, key: str = "code") -> list["Given"]:
        """A list of objects, each with another text under ``key``."""
        found = list(self._objects(field))
        seen: set[str] = set()
        for one in found:
            if (code := one.text(key)) in seen:
                one.refuse(key, f"{code} is there twice")
            seen.add(code)
        return found

    def _objects(self, field: str) -> Iterator["Given"]:
        for place, value in enumerate(self._list(field)):
            if not isinstance(value, dict):
                self.refuse(f"{field}[{place}]", "must be an object")
            yield Given(value, f"{self._place}{field}[{place}].")

    def _list(self, field: str) -> list[Any]:
        value = self._value(field)
        if not isinstance(value, list) or not value:
            self.refuse(field, "must be a list with something in it")
        return value

    def _value(self, field: str) -> Any:
        if field not in self:
            self.refuse(field, "is missing")
        return self._values[field]


def _number(value: Any) -> Fraction | None:
    """A number of JSON; true and false are none."""
    return Fraction(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else None


def _decimal(text: str) -> Fraction:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if number and abs(number.adjusted()) > _PLACES:
        raise Invalid("The input has a number that is too long.")
    return Fraction(number)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
