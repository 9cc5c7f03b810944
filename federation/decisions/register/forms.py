"""The filter of the register, from the address: read by hand, because a list has no time for a form of ten fields."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from federation.decisions.register.queries.wanted import RegisterFilter, RegisterTotals
from federation.decisions.words import RESULTS

LONGEST_TEXT = 200
RESULT_WORDS = {name: words for name, words, _ in RESULTS}
_DECIDED = {
    "carried": "carried",
    "not_carried": "not carried",
    "inquorate": "left with not enough votes",
    "open_ended": "tied or sent back",
    "advised": "given as advice",
}


class FilterChip(NamedTuple):
    """A filter that is on, and the address without it."""

    words: str
    url: str


def read_wanted(args: MultiDict[str, str], today: date) -> RegisterFilter:
    """Read the filter; anything that cannot be meant is left out."""
    asked = args.getlist("result")
    return RegisterFilter(
        text=" ".join(args.get("q", "").replace("\0", " ").split())[:LONGEST_TEXT],
        results=tuple(name for name, *_ in RESULTS if name in asked),
        aim=_number(args.get("aim", "")),
        year=_number(args.get("year", "")),
        review_by=today if args.get("review") else None,
    )


def address(base: str, wanted: RegisterFilter, **more: str) -> str:
    """The address of a list with these filters."""
    items = [("q", wanted.text)] if wanted.text else []
    items += [("result", name) for name in wanted.results]
    items += [
        (name, str(value))
        for name, value in (("aim", wanted.aim), ("year", wanted.year))
        if value is not None
    ]
    items += [("review", "due")] if wanted.review_by else []
    items += list(more.items())
    return f"{base}?{urlencode(items)}" if items else base


def chips(base: str, wanted: RegisterFilter, aims: Sequence[tuple[int, str]]) -> list[FilterChip]:
    """The filters that are on."""
    found = [
        FilterChip(
            RESULT_WORDS[name],
            address(base, _with(wanted, results=tuple(one for one in wanted.results if one != name))),
        )
        for name in wanted.results
    ]
    if wanted.aim is not None:
        words = dict(aims).get(wanted.aim)
        found.append(
            FilterChip(
                f"Aim {wanted.aim}" + (f": {words}" if words else ""), address(base, _with(wanted, aim=None))
            )
        )
    if wanted.year is not None:
        found.append(FilterChip(str(wanted.year), address(base, _with(wanted, year=None))))
    if wanted.review_by:
        found.append(FilterChip("Review due", address(base, _with(wanted, review_by=None))))
    return found


def how_many(wanted: RegisterFilter, totals: RegisterTotals, shown: int, is_all: bool) -> str:
    """``44 decisions``, from the running totals or because all are here; else ``More than 20 decisions``."""
    count = totals.of(wanted) if wanted.countable else shown if is_all else None
    if count is None:
        return f"More than {shown} decisions"
    return f"{count:,} decision{'' if count == 1 else 's'}"


def nothing_found(wanted: RegisterFilter) -> str:
    """Where a list looked that found nothing, in a sentence."""
    words = ["Nothing"]
    if wanted.results:
        words.append(" or ".join(_DECIDED[name] for name in wanted.results))
    if wanted.year is not None:
        words.append(f"in {wanted.year}")
    if wanted.aim is not None:
        words.append(f"for aim {wanted.aim}")
    if wanted.review_by:
        words.append("with a review due")
    if not wanted.text:
        return (
            f"{' '.join(words)} was found."
            if wanted.filters
            else "The members have not decided anything yet."
        )
    these = "these words" if " " in wanted.text else "this word"
    return f"{' '.join(words)} has {these} in its title, text, reasons or outcome."


def _with(wanted: RegisterFilter, **changes: object) -> RegisterFilter:
    return replace(wanted, **changes)  # type: ignore[arg-type]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
