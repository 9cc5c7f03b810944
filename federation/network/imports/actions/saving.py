"""Saving what a file says: everything that its check showed, in one transaction, or nothing of it. This is what the
kinds of files share."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final, Generic, NamedTuple, Protocol, TypeVar

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.network.imports.actions.uploads import mark_saved
from federation.network.imports.queries.checks import (
    ChangedSinceCheck,
    ImportSource,
    OlderFile,
    UnreadLines,
)
from federation.network.imports.rules import FileAge, UnreadableLine
from federation.network.locking import locked
from federation.network.models import Practice

_IN_ONE_STATEMENT: Final = 500
_MOST_NAMED: Final = 500
"""Practices that an entry of the record names by number; of more it says how many they were."""


class SavedImport(NamedTuple):
    """A saved import: the number of the record's entry (0: nothing had changed), and how many of each."""

    seq: int
    counts: dict[str, int]


class FileComparisonLike(Protocol):
    """A file beside what is kept: how many practices change, and the lines that cannot be read."""

    @property
    def changes(self) -> int:
        """How many practices change."""

    @property
    def unreadable(self) -> list[UnreadableLine]:
        """The lines that cannot be read."""


class FileCheck(Protocol):
    """What saving a file would change, with its fingerprint."""

    @property
    def comparison(self) -> FileComparisonLike:
        """The changes."""

    @property
    def digest(self) -> str:
        """Their fingerprint."""


Check = TypeVar("Check", bound=FileCheck)


class FileImport(ABC, Generic[Check]):
    """A file about practices on its way in, of one kind: how it is set beside what is kept, and what of it is written. The pages
    and the terminal show it, and :func:`save_file` saves it; both know no kind."""

    key: ClassVar[str]
    """The kind of kept uploads."""
    act: ClassVar[str]
    """Its act in the record."""
    permission: ClassVar[str] = "network.administer"
    lines: int
    """How many lines the file has."""

    @abstractmethod
    def check(self) -> Check:
        """Set the file beside what is kept now."""

    def age(self, check: Check) -> FileAge | None:
        """How old the file is, where that matters."""
        return None

    def saves(self, check: Check) -> bool:
        """Whether there is anything to write."""
        return check.comparison.changes > 0

    @abstractmethod
    def counts(self, check: Check) -> dict[str, int]:
        """How many practices of each sort there are in it."""

    @abstractmethod
    def write(self, check: Check) -> dict[str, Any]:
        """Write all that the check shows, in the open unit of work; what the record says beside the counts."""

    def tell(self, actor: Actor | None, seq: int) -> None:
        """Write to whom it concerns, once the record has it."""

    @abstractmethod
    def heading(self, check: Check) -> str:
        """What file it is, in a line."""

    @abstractmethod
    def told(self, check: Check) -> list[str]:
        """What would change, in lines."""


def save_file(
    actor: Actor | None,
    imported: FileImport[Check],
    source: ImportSource,
    *,
    seen: str | None = None,
    leave_out: bool = False,
    accept_older: bool = False,
) -> SavedImport:
    """Save a file. ``actor`` is None at the terminal; ``seen`` is the digest of the check shown. A file that is older than what
    is held, or than a year, must be accepted as such."""
    allow(actor, imported.permission)
    with unit_of_work():
        locked()
        check = imported.check()
        refuse(seen, check.digest, len(check.comparison.unreadable), leave_out)
        counts = imported.counts(check)
        if not imported.saves(check):
            return done(source, 0, counts)
        age = imported.age(check)
        if age is not None and age.needs_word and check.comparison.changes and not accept_older:
            raise OlderFile(age)
        said = imported.write(check)
        seq = record.append(
            actor.person_id if actor else None,
            imported.act,
            f"federation:{tenancy.current()}",
            file=source.sha256,
            lines=imported.lines,
            check=check.digest,
            **counts,
            **said,
        )
        imported.tell(actor, seq)
        return done(source, seq, counts)


def allow(actor: Actor | None, right: str = "network.administer") -> None:
    """Refuse whoever may not import; at the terminal there is no actor, and it may."""
    if actor is not None:
        authorize(actor, right)


def refuse(seen: str | None, digest: str, unreadable: int, leave_out: bool) -> None:
    """Refuse to save what is no longer as it was shown, or has lines that nobody left out."""
    if seen is not None and seen != digest:
        raise ChangedSinceCheck()
    if unreadable and not leave_out:
        raise UnreadLines(unreadable)


def done(source: ImportSource, seq: int, counts: dict[str, int]) -> SavedImport:
    """Write down that the upload is saved, and say what was."""
    if source.upload_id is not None:
        mark_saved(source.upload_id, seq)
    return SavedImport(seq, counts)


def practices_with(codes: Sequence[str]) -> Iterator[Practice]:
    """The practices with these codes, to be changed."""
    for start in range(0, len(codes), _IN_ONE_STATEMENT):
        some = codes[start : start + _IN_ONE_STATEMENT]
        yield from db.session.scalars(select(Practice).where(Practice.code.in_(some)))


def named(key: str, codes: Sequence[str]) -> dict[str, list[int]]:
    """Numbers of practices for the record, unless they are very many."""
    if not 0 < len(codes) <= _MOST_NAMED:
        return {}
    ids = db.session.scalars(select(Practice.id).where(Practice.code.in_(list(codes))).order_by(Practice.id))
    return {key: list(ids)}
