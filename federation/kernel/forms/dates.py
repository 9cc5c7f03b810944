"""Dates, and moments in England."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, NamedTuple, NoReturn

import wtforms
from wtforms.validators import StopValidation

from federation.kernel.clock import machine_now
from federation.kernel.days import YEARS
from federation.kernel.forms.question import FormQuestion, first, one_line
from federation.kernel.words import LONDON, MONTHS, clock_time

_MONTH_NUMBERS = {name.lower(): place for place, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {name[:3]: place for name, place in _MONTH_NUMBERS.items()} | {"sept": 9}
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*[.:]\s*(?P<minute>[0-9]{2}))?\s*(?P<half>am|pm|a\.m\.?|p\.m\.?|noon|midday|midnight)?",
    re.I,
)
_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}


_WIDTHS = {"day": 2, "month": 2, "year": 4, "time": 5}


class DatePart(NamedTuple):
    """One input of a date."""

    name: str
    label: str
    value: str
    width: int
    wrong: bool


class DateField(FormQuestion):
    """Day, month and year in three inputs, posted as ``NAME-day`` and so on. ``data`` is a ``date`` or None.

    A month may be typed as a number or a name, a year of this century as two numbers. ``at_least`` and ``at_most`` are
    dates, or functions of one; ``example`` is how far ahead the date lies that the hint names.
    """

    macro = "date"
    data: Any
    parts: ClassVar[tuple[str, ...]] = ("day", "month", "year")

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_least: date | Callable[[], date] | None = None,
        at_most: date | Callable[[], date] | None = None,
        example: timedelta | None = None,
        hint: str = "",
        **kw: Any,
    ) -> None:
        if example is not None:
            shown = f"For example, {self.in_words(_ahead(example))}"
            hint = f"{hint} {shown}" if hint else shown
        super().__init__(label, validators, hint=hint, **kw)
        self.at_least = at_least
        self.at_most = at_most
        self.typed_parts: dict[str, str] | None = None
        self.wrong: tuple[str, ...] = ()

    def process(
        self, formdata: Any, data: Any = wtforms.utils.unset_value, extra_filters: Any = None
    ) -> None:
        """Read the parts; a post that has none of them gives nothing."""
        self.raw_data: list[str] = []
        super().process(None, data, extra_filters)
        if formdata is None:
            return
        self.typed_parts = {
            part: one_line(first(formdata.getlist(f"{self.name}-{part}")))[:40] for part in self.parts
        }
        try:
            self.data = self.read_parts(**self.typed_parts)
        except ValueError as error:
            self.data = None
            self.process_errors.append(str(error))

    def read_parts(self, day: str, month: str, year: str) -> Any:
        """The date; ``ValueError`` with the sentence to show."""
        return self._date({"day": day, "month": month, "year": year})

    def _date(self, typed: dict[str, str]) -> date | None:
        missing = [part for part, text in typed.items() if not text]
        if len(missing) == len(typed):
            return None
        if missing:
            self._fail(missing, f"must include a {' and '.join(missing)}")
        day = int(typed["day"]) if re.fullmatch("[0-9]{1,2}", typed["day"]) else 0
        month = (
            int(typed["month"])
            if re.fullmatch("[0-9]{1,2}", typed["month"])
            else _MONTH_NUMBERS.get(typed["month"].lower(), 0)
        )
        year = f"20{typed['year']}" if re.fullmatch("[0-9]{2}", typed["year"]) else typed["year"]
        if not re.fullmatch("[0-9]{4}", year):
            self._fail(
                ["year"],
                "must have a year of 4 numbers" if year.isdecimal() else "must be a real date",
            )
        if not 1 <= month <= 12:
            self._fail(["month"], "must be a real date")
        try:
            found = date(int(year), month, day)
        except ValueError:
            self._fail(["day"], "must be a real date")
        if found.year not in YEARS:
            self._fail(["year"], f"must have a year between {YEARS[0]} and {YEARS[-1]}")
        return found

    def _fail(self, parts: Sequence[str], text: str) -> NoReturn:
        self.wrong = tuple(parts)
        raise ValueError(f"{self.name_of_it} {text}")

    def pre_validate(self, form: wtforms.Form) -> None:
        """Bounds, both included."""
        super().pre_validate(form)
        low = self.at_least() if callable(self.at_least) else self.at_least
        high = self.at_most() if callable(self.at_most) else self.at_most
        if low is not None and self.data < low:
            raise StopValidation(f"{self.name_of_it} must be {self.in_words(low)} or later")
        if high is not None and self.data > high:
            raise StopValidation(f"{self.name_of_it} must be {self.in_words(high)} or earlier")

    def in_words(self, value: Any) -> str:
        """A bound, in an error message."""
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"

    def shown_parts(self) -> dict[str, str]:
        """The text of each input."""
        if self.typed_parts is not None:
            return self.typed_parts
        if self.data is None:
            return dict.fromkeys(self.parts, "")
        return self.parts_of(self.data)

    def parts_of(self, value: Any) -> dict[str, str]:
        """A value as it would be typed."""
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    @property
    def date_inputs(self) -> list[DatePart]:
        """The inputs, for the macro. With an error that is of no part, all are marked."""
        shown = self.shown_parts()
        wrong = self.wrong or (self.parts if self.errors else ())
        return [
            DatePart(part, part.capitalize(), shown[part], _WIDTHS[part], part in wrong)
            for part in self.parts
        ]

    @property
    def focus_id(self) -> str:
        """The input to go to: the first that is wrong."""
        return f"{self.id}-{self.wrong[0] if self.wrong else self.parts[0]}"


class MomentField(DateField):
    """A date and a time in England, with ``NAME-time`` too. ``data`` is a ``datetime`` in UTC, or None.

    The time is read leniently: "5pm", "5.30 pm", "17:00", "9.30am", "noon", "midnight" (as that day begins).
    When clocks go back an hour happens twice: the first of the two is meant. When they go forward an hour is
    missing: the first minute after it is taken.
    """

    data: datetime | None
    parts: ClassVar[tuple[str, ...]] = ("day", "month", "year", "time")

    def read_parts(self, day: str, month: str, year: str, time: str = "") -> datetime | None:
        """Date and time together; either alone is not enough."""
        if not time and not (day or month or year):
            return None
        found = self._date({"day": day, "month": month, "year": year})
        if found is None:
            self._fail(["day"], "must include a date")
        if not time:
            self._fail(["time"], "must include a time, like 5pm or 9.30am")
        at = read_time(time)
        if at is None:
            self._fail(["time"], "must have a time like 5pm, 9.30am or 12 noon")
        return in_utc(datetime.combine(found, at))

    def in_words(self, value: datetime) -> str:
        """A bound, in an error message, or an example."""
        local = value.astimezone(LONDON)
        return f"{super().in_words(local)}, {clock_time(local)}"

    def parts_of(self, value: datetime) -> dict[str, str]:
        """As it would be typed in England."""
        local = value.astimezone(LONDON)
        return {**super().parts_of(local), "time": clock_time(local)}


def _ahead(distance: timedelta) -> datetime:
    """The afternoon of a day that lies so far ahead: an example is never past."""
    day_then = (machine_now() + distance).astimezone(LONDON).date()
    return datetime.combine(day_then, time(17), LONDON)


def read_time(text: str) -> time | None:
    """A time of day as people write it, or None. A bare "5" is none: it could be two times."""
    text = text.strip().lower()
    if text in _WORDS:
        return _WORDS[text]
    found = _TIME.fullmatch(text) or _TIME.fullmatch(re.sub(r"\A([0-9]{2})([0-9]{2})\Z", r"\1:\2", text))
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").replace(".", "")
    if half in _WORDS:
        return _WORDS[half] if (hour, minute) == (12, 0) else None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif found["minute"] is None:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


def in_utc(local: datetime) -> datetime:
    """A time on English clocks as UTC: the first of two in autumn, the first after the gap in spring."""
    moment = local.replace(tzinfo=LONDON, fold=0)
    while moment.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
        moment = (moment.replace(tzinfo=None, second=0, microsecond=0) + timedelta(minutes=1)).replace(
            tzinfo=LONDON
        )
    return moment.astimezone(UTC)
