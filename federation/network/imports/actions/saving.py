"""Saving what a file says: everything that its check showed, in one transaction, or nothing of it. This is what imports share:
the files about practices, and the spreadsheets that features declare."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from typing import Generic, NamedTuple, Protocol, TypeVar

from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.network.imports.actions.uploads import mark_saved
from federation.network.imports.queries.checks import (
    ChangedSinceCheck,
    ImportRefused,
    ImportSource,
    OlderFile,
)
from federation.network.imports.rules import FileAge
from federation.network.locking import locked


class SavedImport(NamedTuple):
    """A saved import: the number of the record's entry (0: nothing had changed, or what was saved says so in entries of its
    own), and how many of each."""

    seq: int
    counts: dict[str, int]


class LineFlaw(NamedTuple):
    """What cannot be used: on which line of the file, whom it names or in which column (empty: the whole line), and why."""

    line: int
    where: str
    words: str


class FileCheck(Protocol):
    """What saving a file would change, with its fingerprint."""

    @property
    def digest(self) -> str:
        """The fingerprint of the changes."""


Check = TypeVar("Check", bound=FileCheck)


class FileImport(ABC, Generic[Check]):
    """A file on its way in, of one kind: how it is set beside what is kept, and what of it is written. The pages and the
    terminal show it, and :func:`save_file` saves it; both know no kind."""

    permission: str
    heading_aside = False
    """Whether the heading at the terminal is for people alone: a script reads what comes after it."""

    @abstractmethod
    def check(self) -> Check:
        """Set the file beside what is kept now. Raises ``FileRefused`` where it is none of this kind."""

    @abstractmethod
    def flaws(self, check: Check) -> Sequence[LineFlaw]:
        """The lines that cannot be used."""

    @abstractmethod
    def refusal(self, flaws: Sequence[LineFlaw]) -> ImportRefused:
        """Why nothing is saved while these lines are in the file."""

    def age(self, check: Check) -> FileAge | None:
        """How old the file is, where that matters."""
        return None

    @abstractmethod
    def changes(self, check: Check) -> int:
        """How many things change."""

    def saves(self, check: Check) -> bool:
        """Whether there is anything to write."""
        return self.changes(check) > 0

    @abstractmethod
    def counts(self, check: Check) -> dict[str, int]:
        """How many things of each sort there are in it."""

    @abstractmethod
    def keep(self, actor: Actor | None, check: Check, source: ImportSource) -> int:
        """Write all that the check shows, with the record, in the open unit of work; the number of its one entry, or 0."""

    def heading(self, check: Check) -> str:
        """What file it is, in a line; nothing where that need not be said."""
        return ""

    @abstractmethod
    def told(self, check: Check) -> list[str]:
        """What would change, in lines."""


class _TriedOut(Exception):
    """All was done, and is undone."""


def save_file(
    actor: Actor | None,
    imported: FileImport[Check],
    source: ImportSource,
    *,
    seen: str | None = None,
    leave_out: bool = False,
    accept_older: bool = False,
    only_try: bool = False,
) -> SavedImport:
    """Save a file. ``actor`` is None at the terminal; ``seen`` is the digest of the check shown. A file that is older than what
    is held, or than a year, must be accepted as such. With ``only_try`` all of it is done and undone, so that it is refused as
    saving would be. Two who save at once do so one after the other."""
    if actor is not None:
        authorize(actor, imported.permission)
    with suppress(_TriedOut), unit_of_work():
        locked()
        check = imported.check()
        if seen is not None and seen != check.digest:
            raise ChangedSinceCheck()
        if (flaws := imported.flaws(check)) and not leave_out:
            raise imported.refusal(flaws)
        age, seq, counts = imported.age(check), 0, imported.counts(check)
        if imported.saves(check):
            if age is not None and age.needs_word and imported.changes(check) and not accept_older:
                raise OlderFile(age)
            seq = imported.keep(actor, check, source)
        if source.upload_id is not None:
            mark_saved(source.upload_id, seq)
        if only_try:
            raise _TriedOut
    return SavedImport(seq, counts)
