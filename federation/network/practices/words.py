"""Practices in words: what changed of them, and the integrated care boards by name, from a dated list of the product's own and
what a federation names itself."""

import csv
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from federation.kernel.refusals import Invalid
from federation.kernel.words import day, plural

AS_OF: Final = date(2025, 3, 31)
"""The day of which ``boards.csv`` is true: the 42 boards of 1 July 2022. Boards that merged since may have other codes."""
LONGEST_NAME: Final = 100
MOST: Final = 100
_CODE: Final = re.compile(r"[A-Z0-9]{3,5}\Z")
_WALES: Final = {"Q99": "Wales, which has health boards"}


@cache
def listed() -> Mapping[str, str]:
    """Name by code, of the product's own list."""
    with (Path(__file__).parent / "boards.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def named_here(settings: Mapping[str, Any]) -> dict[str, str]:
    """The names that the federation gave itself."""
    found = settings.get("boards")
    return dict(found) if isinstance(found, dict) else {}


def board_name(code: str, settings: Mapping[str, Any]) -> str:
    """The name of a board; empty where it is not known."""
    return named_here(settings).get(code) or listed().get(code) or _WALES.get(code, "")


def board_words(code: str, settings: Mapping[str, Any]) -> str:
    """``NHS Greater Manchester (QOP)``; ``QXZ (name not known)``; nothing for no code."""
    if not code:
        return ""
    name = board_name(code, settings)
    return f"{name} ({code})" if name else f"{code} (name not known)"


def read_names(text: str) -> dict[str, str]:
    """Lines of a code and a name (``QXZ NHS Essex``); :class:`Invalid` names the first that is neither."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        code, _, name = " ".join(line.replace(",", " ", 1).split()).partition(" ")
        if not code:
            continue
        if not _CODE.match(code.upper()) or not name:
            raise Invalid(
                f"Line {number}: write the code, a space and the name. For example QXZ NHS Example", "boards"
            )
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise Invalid(f"Line {number}: the name must have {LONGEST_NAME} characters or less", "boards")
        if code.upper() in found:
            raise Invalid(f"Line {number}: {code.upper()} is on an earlier line already", "boards")
        found[code.upper()] = name
    if len(found) > MOST:
        raise Invalid(f"Name {MOST} boards or fewer", "boards")
    return found


def change_in_words(before: Any, after: Any, place: str) -> list[str]:
    """What changed of a practice between two of its rows, as sentences; all that is known, where nothing stood before.
    ``place`` is what a neighbourhood is called here."""
    said = []
    if before is None or (before.list_size, before.list_size_on) != (after.list_size, after.list_size_on):
        patients = "Patients not known" if after.list_size is None else plural(after.list_size, "patient")
        said.append(f"{patients}, on {day(after.list_size_on)}" if after.list_size_on else patients)
    if before is None or before.membership != after.membership:
        said.append("Associate" if after.membership == "associate" else "Full member")
    if (before.neighbourhood if before else None) != after.neighbourhood:
        said.append(f"{place}: {after.neighbourhood or 'none'}")
    for name, gone, back in (
        ("closed_on", "Closed", "Open again"),
        ("left_on", "Left the federation", "Back in the federation"),
    ):
        now = getattr(after, name)
        if (getattr(before, name) if before else None) != now:
            said.append(f"{gone} on {day(now)}" if now else back)
    return said
