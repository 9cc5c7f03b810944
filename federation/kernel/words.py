"""Dates, numbers and plain text as the screens say them: Jinja filters, pure functions.

Dates: ``27 November 2026, 5pm``, ``12 noon``, ``12.04pm``; always the time in England, never 17:00. Numerals,
commas in thousands, percentages to one place.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup, escape

from federation.kernel.clock import machine_now

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def clock_time(local: datetime) -> str:
    """The time of day of a moment in the zone wanted: ``5pm``, ``9.30am``, ``12 noon``, ``midnight``."""
    hour, minute = local.hour, local.minute
    if not minute and hour in (0, 12):
        return "12 noon" if hour else "midnight"
    past = f".{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{past}{'am' if hour < 12 else 'pm'}"


def _local(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(LONDON)


def moment(value: datetime) -> str:
    """``27 November 2026, 5pm`` on English clocks, from an aware datetime."""
    local = _local(value)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {clock_time(local)}"


def day(value: date | datetime) -> str:
    """``27 November 2026``; the day it is in England when given a moment."""
    if isinstance(value, datetime):
        value = _local(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def number(value: int) -> str:
    """``123,500``."""
    return f"{value:,}"


def money(pence: int) -> str:
    """``£3,120`` or ``£3,120.50``, from a whole number of pence."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{pounds:,}" + (f".{rest:02}" if rest else "")


def pounds(pence: int) -> str:
    """``3120.50``: a whole number of pence as a spreadsheet takes it."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02}"


def percent(part: int, whole: int, places: int = 1) -> str:
    """``70.0%``, exactly, from whole numbers; a half is rounded up. ``0.0%`` when the whole is 0."""
    scale = 10**places
    tenths = (200 * scale * part + whole) // (2 * whole) if whole else 0
    return f"{tenths // scale}.{tenths % scale:0{places}}%" if places else f"{tenths}%"


def plural(count: int, one: str, many: str = "") -> str:
    """``1 practice``, ``1,200 practices``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def share_in_words(share: Fraction) -> str:
    """A share as a percentage where two places say it exactly, else as a fraction: ``20%``, ``1/3``."""
    if 10_000 % share.denominator == 0:
        return f"{int(share * 10_000) / 100:.2f}".rstrip("0").rstrip(".") + "%"
    return f"{share.numerator}/{share.denominator}"


def days_until(value: datetime, now: datetime) -> int:
    """Whole days on the English calendar: 0 is today, 1 tomorrow, negative is past."""
    return (_local(value).date() - _local(now).date()).days


def in_days(value: datetime, now: datetime, verb: str = "Closes", past: str = "Closed") -> str:
    """``Closes today``, ``Closes tomorrow``, ``Closes in 3 days``; ``Closed`` once it is over."""
    if value <= now:
        return past
    days = days_until(value, now)
    if days < 2:
        return f"{verb} {'tomorrow' if days else 'today'}"
    return f"{verb} in {days:,} days"


# --- Text

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_BULLET = re.compile(r"\s*[-*•] +")
_LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^\[\]]{1,2000}", re.I)
_HOST = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:[/?#]|\Z)", re.I)
_TRAILING = ".,;:!?'’”"


def paragraphs(text: str) -> Markup:
    """Lay out what somebody typed, as paragraphs, line breaks, lists ("- " at the start of a line) and web links.

    Everything is escaped. Links are made for http and https only, and say nothing of us to the other side.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    html = "\n".join(map(_block, _BLANK.split(text))) if text else ""
    return Markup(html)  # noqa: S704 - made of our own elements around what is escaped, line by line


def _block(block: str) -> str:
    made: list[str] = []
    plain: list[str] = []
    items: list[str] = []

    def flush() -> None:
        if items:
            made.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
        if plain:
            made.append("<p>" + "<br>".join(plain) + "</p>")
        items.clear()
        plain.clear()

    for line in block.split("\n"):
        bullet = _BULLET.match(line)
        if bullet and bullet.end() < len(line):
            if plain:
                flush()
            items.append(_linked(line[bullet.end() :].strip()))
        else:
            if items:
                flush()
            plain.append(_linked(line.strip()))
    flush()
    return "\n".join(made)


def _linked(line: str) -> str:
    if "://" not in line:
        return str(escape(line))
    made: list[str] = []
    at = 0
    for found in _LINK.finditer(line):
        url = _trimmed(found[0])
        if not _HOST.match(url):
            continue
        made.append(str(escape(line[at : found.start()])))
        safe = escape(url)
        made.append(f'<a href="{safe}" rel="noopener nofollow">{safe}</a>')
        at = found.start() + len(url)
    made.append(str(escape(line[at:])))
    return "".join(made)


def _trimmed(url: str) -> str:
    spare = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in _TRAILING or (spare > 0 and url[end - 1] == ")")):
        spare -= url[end - 1] == ")"
        end -= 1
    return url[:end]


# --- Tags

_COLOURS = {
    name: name for name in ("grey", "blue", "purple", "yellow", "red", "green", "pink", "orange", "white")
}
_COLOURS["aqua"] = "aqua-green"


@lru_cache(maxsize=2048)
def tag(word: str, colour: str) -> Markup:
    """A status word in its colour (``README.md`` of the screens has the table); the word alone must do."""
    return Markup('<strong class="nhsuk-tag nhsuk-tag--{}">{}</strong>').format(_COLOURS[colour], word)


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "day": day,
    "number": number,
    "money": money,
    "in_days": in_days,
    "plural": plural,
    "percent": percent,
    "paragraphs": paragraphs,
}


def init_words(app: Flask) -> None:
    """Give templates the filters, ``tag(word, colour)`` and the day on which a page is printed."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["tag"] = tag
    app.jinja_env.globals["printed_on"] = lambda: day(machine_now())
