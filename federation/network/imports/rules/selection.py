"""Which practices of the file are meant: by board, sub-ICB location, postcode area or a list of codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from federation.network.imports.rules.practices_file import PracticesFile
from federation.network.imports.rules.practices_line import OdsStatus, PracticeLine
from federation.network.imports.rules.readable import area, outward
from federation.network.rules.reading import FileNotice, UnreadableLine, date_in_words, visible

_PLACE = re.compile(r"[A-Z0-9]{2,12}\Z")
_AREA = re.compile(r"[A-Z]{1,2}(?:[0-9][A-Z0-9]?)?\Z")


@dataclass(frozen=True)
class ImportSelection:
    """The picks of the administrator. Nothing at all picks every open GP practice.

    Several of one kind widen it (this board or that one); several kinds narrow it (this board and this
    postcode area). Codes are taken as given: a practice that is listed is picked, whatever else is.
    """

    icbs: frozenset[str] = field(default_factory=frozenset)
    sub_icbs: frozenset[str] = field(default_factory=frozenset)
    postcode_areas: frozenset[str] = field(default_factory=frozenset)
    codes: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls,
        icbs: Iterable[str] = (),
        sub_icbs: Iterable[str] = (),
        postcode_areas: Iterable[str] = (),
        codes: Iterable[str] = (),
    ) -> ImportSelection:
        """From words as they are typed: any case, spaces around; empty words are dropped."""
        return cls(_typed(icbs), _typed(sub_icbs), _typed(postcode_areas), _typed(codes))

    @property
    def is_everything(self) -> bool:
        """Nothing was picked, so every open GP practice is."""
        return not (self.icbs or self.sub_icbs or self.postcode_areas or self.codes)

    @property
    def only_codes(self) -> bool:
        """A list of codes and nothing else."""
        return bool(self.codes) and not (self.icbs or self.sub_icbs or self.postcode_areas)

    def has_place(self, icb: str, sub_icb: str, postcode: str) -> bool:
        """The place is inside what was picked, apart from the list of codes."""
        if self.icbs and icb not in self.icbs:
            return False
        if self.sub_icbs and sub_icb not in self.sub_icbs:
            return False
        return not self.postcode_areas or in_postcode_areas(postcode, self.postcode_areas)


def _typed(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in ("".join(word.split()).upper() for word in words) if word)


def in_postcode_areas(postcode: str, areas: Collection[str]) -> bool:
    """`M` is all of Manchester's area and nothing of Milton Keynes (MK); `SK8` is that district and not SK80.

    A London district with a letter belongs to the one without: EC1A to EC1.
    """
    out = outward(postcode)
    if not out:
        return False
    return out in areas or area(out) in areas or (out[-1].isalpha() and out[:-1] in areas)


class PickablePlace(NamedTuple):
    """Something that can be picked, with how many open GP practices it has and towns to know it by."""

    code: str
    practices: int
    towns: tuple[str, ...]
    board: str = ""
    """The board that most of its practices are in."""


class PickablePlaces(NamedTuple):
    """The places that can be picked in a file, each kind in the order of its codes."""

    icbs: tuple[PickablePlace, ...]
    sub_icbs: tuple[PickablePlace, ...]
    postcode_areas: tuple[PickablePlace, ...]
    practices: int


def places(file: PracticesFile) -> PickablePlaces:
    """The boards, sub-ICB locations and postcode areas of the open GP practices in the file."""
    open_practices = [line for line in file.lines if line.is_open_practice]
    return PickablePlaces(
        _counted((line.icb, line.town, line.icb) for line in open_practices),
        _counted((line.sub_icb, line.town, line.icb) for line in open_practices),
        _counted((area(outward(line.postcode)), line.town, line.icb) for line in open_practices),
        len(open_practices),
    )


def _counted(lines: Iterable[tuple[str, str, str]]) -> tuple[PickablePlace, ...]:
    practices: Counter[str] = Counter()
    towns: dict[str, Counter[str]] = {}
    boards: dict[str, Counter[str]] = {}
    for code, town, board in lines:
        if code:
            practices[code] += 1
            towns.setdefault(code, Counter())[town] += 1
            boards.setdefault(code, Counter())[board] += 1
    return tuple(
        PickablePlace(
            code,
            practices[code],
            tuple([town for town, _ in towns[code].most_common(4) if town][:3]),
            boards[code].most_common(1)[0][0],
        )
        for code in sorted(practices)
    )


@dataclass(frozen=True, slots=True)
class PickedLines:
    """The lines that matter to this federation, and what could not be found or read."""

    lines: list[PracticeLine]
    unreadable: list[UnreadableLine]
    missing_codes: tuple[str, ...]
    """Codes of the list that are nowhere in the file."""
    notices: list[FileNotice]
    other_lines: int
    """Lines that can be read and are about others."""
    other_unreadable: int
    """Lines that cannot be read and are certainly about others."""


def pick(file: PracticesFile, selection: ImportSelection, known_codes: Collection[str]) -> PickedLines:
    """The open GP practices inside the selection, and every line about a practice that the federation has.

    The latter show closures and changes, also outside the selection. A line that cannot be read is listed
    unless it is certainly about somebody else.
    """
    known = frozenset(known_codes)
    lines: list[PracticeLine] = []
    notices: list[FileNotice] = []
    for line in file.lines:
        if line.code in known:
            lines.append(line)
        elif line.code in selection.codes:
            if line.is_open:
                lines.append(line)
            if notice := _about_listed(line):
                notices.append(notice)
        elif (
            line.is_open_practice
            and not selection.only_codes
            and selection.has_place(line.icb, line.sub_icb, line.postcode)
        ):
            lines.append(line)
    ours = known | selection.codes | {line.code for line in lines}
    unreadable = [line for line in file.unreadable if _may_belong(line, selection, ours)]
    found = {line.code for line in file.lines}
    found.update(line.code for line in file.unreadable)
    return PickedLines(
        lines,
        unreadable,
        tuple(sorted(selection.codes - found)),
        notices,
        len(file.lines) - len(lines),
        len(file.unreadable) - len(unreadable),
    )


def _about_listed(line: PracticeLine) -> FileNotice | None:
    """What is odd about a practice that is on the list and not yet in the federation."""
    if line.status is OdsStatus.CLOSED:
        when = f" on {date_in_words(line.closed)}" if line.closed else ""
        text = f"It is on your list and closed{when}, so it is left out."
    elif not line.is_open:
        text = f"It is on your list and is {line.status.value}, not open, so it is left out."
    elif not line.is_gp_practice:
        text = "The file does not call it a GP practice. It is taken because it is on your list."
    else:
        return None
    return FileNotice(line.code, line.name, line.line, text)


def _may_belong(line: UnreadableLine, selection: ImportSelection, ours: frozenset[str]) -> bool:
    """The line may be about a practice of this federation, or about one that was picked."""
    if not line.code or line.code in ours:
        return True
    return not selection.only_codes and _place_may_belong(line, selection)


def _place_may_belong(line: UnreadableLine, selection: ImportSelection) -> bool:
    where = line.where
    if where is None:
        return True
    return where.may_be_open_practice and selection.has_place(where.icb, where.sub_icb, where.postcode)


def parse_areas(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Postcode areas or districts as typed (`M, SK8`), and the words that are neither."""
    words = [word.upper() for word in re.split(r"[\s,;]+", text) if word]
    return (
        frozenset(word for word in words if _AREA.match(word)),
        tuple(visible(word) for word in words if not _AREA.match(word)),
    )


def parse_places(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Codes of boards or sub-ICB locations as typed (`QOP, 16C`), and the words that cannot be codes."""
    words = [word.upper() for word in re.split(r"[\s,;]+", text) if word]
    return (
        frozenset(word for word in words if _PLACE.match(word)),
        tuple(visible(word) for word in words if not _PLACE.match(word)),
    )
