"""The changes of an import: the practices of the file beside those that the federation has.

Nothing is written here. A practice never closes because it is missing from a file, and a line that
cannot be read never closes or changes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, NamedTuple

from federation.network.imports.rules.practices_line import OdsStatus, PracticeLine
from federation.network.imports.rules.selection import PickedLines
from federation.network.rules.reading import FileNotice, UnreadableLine, date_in_words

KEEPS_VOTE: Final = (
    "The file calls it closed. It keeps its vote here, as somebody spoke for it within the last 30 days: it leaves by its own "
    "notice, or the members suspend it."
)
LEAVES_ALREADY: Final = (
    "The file calls it closed. It leaves already, on the day that stands in the register of members."
)


class CurrentPractice(NamedTuple):
    """A practice as the federation has it now."""

    code: str
    name: str
    postcode: str = ""
    phone: str = ""
    icb: str = ""
    sub_icb: str = ""
    address: tuple[str, ...] = ()
    closed_on: date | None = None
    by_members: bool = False
    """It is a full member where the members decide who is: no file gives it a vote again."""
    has_people: bool = False
    """Somebody speaks for it, or did until lately."""
    leaves: bool = False
    """A day is set on which it leaves."""

    @property
    def keeps_vote(self) -> bool:
        """No file takes its vote: it leaves by its own notice, or the members suspend it."""
        return self.by_members and self.has_people


class FieldChange(NamedTuple):
    """One fact, now and after the import, in words. `key` is its field of `CurrentPractice`."""

    label: str
    now: str
    after: str
    key: str


@dataclass(frozen=True, slots=True)
class FactsChange:
    """A practice whose facts differ, by the name that it will have. `source` has the new facts."""

    code: str
    name: str
    line: int
    fields: tuple[FieldChange, ...]
    source: PracticeLine


@dataclass(frozen=True, slots=True)
class PracticeClosure:
    """A practice that the file calls closed. `closed_on` is None where the file gives no day. `told`: the members decide who is
    one, so that all of them are told and can object before it leaves."""

    code: str
    name: str
    line: int
    closed_on: date | None
    told: bool = False


@dataclass(frozen=True, slots=True)
class PracticeReopening:
    """A practice that the federation has as closed and the file calls open."""

    code: str
    name: str
    line: int
    closed_on: date
    fields: tuple[FieldChange, ...]
    source: PracticeLine
    as_associate: bool = False
    """It was a full member, and the members decide whether it is one again."""


class UnchangedPractice(NamedTuple):
    """A practice that stays as it is. `line` is None when the file has no line for it."""

    code: str
    name: str
    line: int | None


@dataclass(frozen=True, slots=True)
class FileComparison:
    """The changes of an import, practice by practice. Each practice of the federation is in exactly one list:
    changed, unchanged, closed, reopened, held or kept."""

    added: list[PracticeLine]
    changed: list[FactsChange]
    unchanged: list[UnchangedPractice]
    """The file says the same."""
    closed: list[PracticeClosure]
    reopened: list[PracticeReopening]
    held: list[UnchangedPractice]
    """The line cannot be read, so the practice stays as it is."""
    kept: list[UnchangedPractice]
    """Not in the file: it stays as it is, and is never closed for that."""
    unreadable: list[UnreadableLine]
    notices: list[FileNotice]
    missing_codes: tuple[str, ...]
    open_now: int
    open_after: int

    @property
    def changes(self) -> int:
        """How many practices change if this is saved."""
        return len(self.added) + len(self.changed) + len(self.closed) + len(self.reopened)

    @property
    def staying(self) -> int:
        """How many practices of the federation stay as they are."""
        return len(self.unchanged) + len(self.held) + len(self.kept)


_FATES = {
    PracticeClosure: "Closed",
    PracticeReopening: "Open again",
    FactsChange: "Changed",
    UnchangedPractice: "Unchanged",
}


def compare(picked: PickedLines, current: Mapping[str, CurrentPractice]) -> FileComparison:
    """Set the picked lines beside the practices of the federation (open and closed ones, by code)."""
    added: list[PracticeLine] = []
    became: dict[type, list[Any]] = {kind: [] for kind in _FATES}
    notices = list(picked.notices)
    blocked = {line.code for line in picked.unreadable if line.code and line.used_line is None}
    fate: dict[str, str] = {}
    for line in picked.lines:
        if line.code in blocked:
            continue
        now = current.get(line.code)
        if now is None:
            if line.is_open:
                added.append(line)
                fate[line.code] = "New"
            continue
        if notice := _notice(line, now):
            notices.append(notice)
        becomes = _becomes(line, now)
        became[type(becomes)].append(becomes)
        fate[line.code] = _FATES[type(becomes)]
    line_of = {line.code: line.line for line in picked.unreadable if line.code in blocked}
    held = [
        UnchangedPractice(code, now.name, line_of[code]) for code, now in current.items() if code in blocked
    ]
    kept = [
        UnchangedPractice(code, now.name, None)
        for code, now in current.items()
        if code not in blocked and code not in fate
    ]
    open_now = sum(now.closed_on is None for now in current.values())
    return FileComparison(
        added=added,
        changed=became[FactsChange],
        unchanged=became[UnchangedPractice],
        closed=became[PracticeClosure],
        reopened=became[PracticeReopening],
        held=held,
        kept=kept,
        unreadable=[_for_federation(line, current, fate) for line in picked.unreadable],
        notices=notices,
        missing_codes=picked.missing_codes,
        open_now=open_now,
        open_after=open_now
        + len(added)
        + len(became[PracticeReopening])
        - sum(not one.told for one in became[PracticeClosure]),
    )


def _becomes(
    line: PracticeLine, now: CurrentPractice
) -> FactsChange | UnchangedPractice | PracticeClosure | PracticeReopening:
    """The change of a practice of the federation by its line in the file."""
    fields: tuple[FieldChange, ...] = ()
    if line.status is OdsStatus.CLOSED:
        if now.closed_on is not None:
            fields = _closing_date(line, now.closed_on)
        elif not (now.keeps_vote or now.leaves):
            return PracticeClosure(line.code, now.name, line.line, line.closed, now.by_members)
    elif now.closed_on is None:
        fields = _differences(line, now)
    elif line.is_open:
        return PracticeReopening(
            line.code, now.name, line.line, now.closed_on, _differences(line, now), line, now.by_members
        )
    if not fields:
        return UnchangedPractice(line.code, now.name, line.line)
    name = line.name if fields[0].key == "name" else now.name
    return FactsChange(line.code, name, line.line, fields, line)


def _differences(line: PracticeLine, now: CurrentPractice) -> tuple[FieldChange, ...]:
    """What the file says otherwise. Where the file is silent, what the federation knows stays."""
    fields: list[FieldChange] = []
    if not _alike(line.name, now.name):
        fields.append(FieldChange("Name", now.name, line.name, "name"))
    after_address = ", ".join(line.address)
    now_address = ", ".join(now.address)
    if after_address and not _alike(after_address, now_address):
        fields.append(FieldChange("Address", now_address, after_address, "address"))
    if line.postcode and line.postcode.replace(" ", "") != "".join(now.postcode.split()).upper():
        fields.append(FieldChange("Postcode", now.postcode, line.postcode, "postcode"))
    if line.phone and "".join(line.phone.split()) != "".join(now.phone.split()):
        fields.append(FieldChange("Phone", now.phone, line.phone, "phone"))
    if line.icb and line.icb != now.icb:
        fields.append(FieldChange("Integrated care board", now.icb, line.icb, "icb"))
    if line.sub_icb and line.sub_icb != now.sub_icb:
        fields.append(FieldChange("Sub-ICB location", now.sub_icb, line.sub_icb, "sub_icb"))
    return tuple(fields)


def _alike(one: str, other: str) -> bool:
    """The same words; capitals alone are no difference, so a name that was put right by hand stays right."""
    return one == other or " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _closing_date(line: PracticeLine, closed_on: date) -> tuple[FieldChange, ...]:
    if line.closed is None or line.closed == closed_on:
        return ()
    return (FieldChange("Closed", date_in_words(closed_on), date_in_words(line.closed), "closed_on"),)


def _notice(line: PracticeLine, now: CurrentPractice) -> FileNotice | None:
    """What to know about a practice of the federation, though nothing follows from it."""
    if now.closed_on is not None:
        return None
    if line.status is OdsStatus.CLOSED and now.leaves:
        text = LEAVES_ALREADY
    elif line.status is OdsStatus.CLOSED and now.keeps_vote:
        text = KEEPS_VOTE
    elif line.status in (OdsStatus.DORMANT, OdsStatus.PROPOSED):
        text = f"The file calls it {line.status.value}, neither open nor closed. It is not closed here."
    elif line.is_open and line.closed is not None:
        text = f"The file says that it closes on {date_in_words(line.closed)}. Until then it stays."
    elif line.is_open and not line.is_gp_practice:
        text = "The file no longer calls it a GP practice. It stays a member until you change that."
    else:
        return None
    return FileNotice(line.code, now.name, line.line, text)


def _for_federation(
    line: UnreadableLine, current: Mapping[str, CurrentPractice], fate: Mapping[str, str]
) -> UnreadableLine:
    """The line as this federation should read it: its own name for the practice, and what becomes of it."""
    now = current.get(line.code) if line.code else None
    name = now.name if now else line.name
    if line.used_line is not None:
        where = f": see {fate[line.code]}" if line.code in fate else ""
        return replace(line, name=name, what_to_do=f"Nothing, if line {line.used_line:,} is right{where}.")
    if now is not None:
        return replace(line, name=name, what_to_do=f"{now.name} stays as it is. {line.what_to_do}")
    return replace(line, what_to_do=f"It is left out. {line.what_to_do}")
