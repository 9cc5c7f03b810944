"""Reading a list of people to invite: pasted, from a spreadsheet, or as a mail program writes addresses."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from federation.network.rules.codes import CODE
from federation.network.rules.reading import HIDDEN, visible

MOST: Final = 500
LONGEST_NAME: Final = 120
_ADDRESS: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\Z")
_NAMED: Final = re.compile(r"\s*(?:mailto:)?\"?([^\"<>]*?)\"?\s*<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>\s*\Z")
_ROLES: Final = {
    "administrator": "administrator",
    "admin": "administrator",
    "executive": "executive",
    "exec": "executive",
    "representative": "representative",
    "rep": "representative",
    "practice representative": "representative",
    "practice member": "member",
    "member": "member",
    "lay partner": "lay_partner",
    "lay_partner": "lay_partner",
    "lay": "lay_partner",
    "observer": "observer",
}
_HEADINGS: Final = {
    "name": "name",
    "full name": "name",
    "person": "name",
    "email": "email",
    "e-mail": "email",
    "email address": "email",
    "mail": "email",
    "role": "roles",
    "roles": "roles",
    "role(s)": "roles",
    "practice code": "code",
    "practice_code": "code",
    "code": "code",
    "ods": "code",
    "ods code": "code",
    "ods_code": "code",
}
_OF_A_PRACTICE: Final = frozenset({"representative", "member"})


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """One line: who is invited as what. ``problem`` says why it cannot be used, and is empty where it can."""

    line: int
    typed: str
    name: str
    email: str
    roles: tuple[str, ...]
    code: str
    problem: str = ""


def read_invitations(text: str, default: str) -> list[InvitedLine]:
    """Every line that says something. ``default`` is the role of lines that name none."""
    found: list[InvitedLine] = []
    columns: dict[str, int] | None = None
    emails: dict[tuple[str, str], int] = {}
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if not raw.strip(" \t,;"):
            continue
        cells = _cells(raw)
        if not found and columns is None and (heading := _heading(cells)):
            columns = heading
            continue
        for one in _people(number, raw, cells, columns, default):
            found.append(_once(one, emails))
            if len(found) > MOST:
                return found
    return found


def _cells(line: str) -> list[str]:
    separator = max("\t,;", key=line.count) if not _NAMED.match(line.rstrip(";, ")) else ";"
    try:
        return [" ".join(cell.split()) for cell in next(csv.reader((line,), delimiter=separator))]
    except (csv.Error, StopIteration):
        return [" ".join(line.split())]


def _heading(cells: Sequence[str]) -> dict[str, int] | None:
    names = {_HEADINGS[cell.lower()]: place for place, cell in enumerate(cells) if cell.lower() in _HEADINGS}
    return names if "email" in names else None


def _people(
    number: int, raw: str, cells: Sequence[str], columns: dict[str, int] | None, default: str
) -> list[InvitedLine]:
    """One person of a line, or several where a mail program wrote them one after the other."""
    named = [_NAMED.match(part) for part in re.split(r"(?<=>)\s*[;,]", raw.rstrip(" ;,"))]
    if columns is None and all(named):
        return [_read(number, raw, found[1], found[2], "", "", default) for found in named if found]
    if columns is not None:
        given = {key: cells[place] for key, place in columns.items() if place < len(cells)}
        name, email, said, code = (given.get(key, "") for key in ("name", "email", "roles", "code"))
        return [_read(number, raw, name, email, said, code, default)]
    name = email = code = before = ""
    roles: list[str] = []
    for cell in filter(None, cells):
        if _ADDRESS.match(cell):
            email, before = email or cell, before or name
        elif found := _NAMED.match(cell):
            name = before = found[1]
            email = found[2]
        elif not _strange_roles(cell):
            roles.append(cell)
        elif not code and CODE.match(cell.upper()) and any(map(str.isdigit, cell)) and " " not in cell:
            code = cell
        elif before:
            roles.append(cell)
        else:
            name = f"{name} {cell}".strip()
    return [_read(number, raw, name, email, ";".join(roles), code, default)]


def _role_words(text: str) -> list[str]:
    return [word.strip().lower() for word in re.split(r"[;/+&|,]|\band\b", text) if word.strip()]


def _strange_roles(text: str) -> list[str]:
    return [word for word in _role_words(text) if word not in _ROLES]


def _read(number: int, raw: str, name: str, email: str, roles: str, code: str, default: str) -> InvitedLine:
    email = email.removeprefix("mailto:").strip().casefold()
    code = code.upper()
    names = tuple(dict.fromkeys(_ROLES[word] for word in _role_words(roles) if word in _ROLES)) or (default,)
    if strange := _strange_roles(roles):
        problem = f"“{visible(strange[0])}” is not a role"
    elif not email:
        problem = "There is no email address"
    elif not _ADDRESS.match(email):
        problem = f"“{visible(email)}” is not an email address"
    elif HIDDEN.search(name):
        problem = "The name has a character that cannot be seen"
    elif not name:
        problem = "There is no name"
    elif len(name) > LONGEST_NAME:
        problem = f"The name has more than {LONGEST_NAME} characters"
    elif not code and _OF_A_PRACTICE & set(names):
        problem = "Say which practice: add its ODS code"
    elif code and not CODE.match(code):
        problem = f"“{visible(code)}” is not an ODS code"
    else:
        problem = ""
    return InvitedLine(number, visible(raw), name.strip(), email, names, code, problem)


def _once(one: InvitedLine, emails: dict[tuple[str, str], int]) -> InvitedLine:
    """The same person for the same practice stands once."""
    key = one.email, one.code
    if one.problem or key not in emails:
        if not one.problem:
            emails[key] = one.line
        return one
    problem = f"The same person is on line {emails[key]:,} already"
    return InvitedLine(one.line, one.typed, one.name, one.email, one.roles, one.code, problem)
