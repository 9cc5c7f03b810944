"""What the files about practices share: lines that may be left out, one entry in the record, and how practices are found."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final, TypeVar

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.network.imports.actions.saving import FileImport, LineFlaw
from federation.network.imports.queries.checks import (
    ImportSource,
    PlacesCheck,
    PracticesCheck,
    SizesCheck,
    UnreadLines,
)
from federation.network.models import Practice

_IN_ONE_STATEMENT: Final = 500
_MOST_NAMED: Final = 500
"""Practices that an entry of the record names by number; of more it says how many they were."""


Check = TypeVar("Check", PracticesCheck, SizesCheck, PlacesCheck)


class PracticeFileImport(FileImport[Check]):
    """A file about practices, of one kind."""

    key: ClassVar[str]
    """The kind of kept uploads."""
    act: ClassVar[str]
    """Its act in the record."""
    permission = "network.administer"
    lines: int
    """How many lines the file has."""

    def flaws(self, check: Check) -> list[LineFlaw]:
        """The lines that cannot be read, with whom they name."""
        return [
            LineFlaw(
                line.line, " ".join(filter(None, (line.code, line.name))), f"{line.why} {line.what_to_do}"
            )
            for line in check.comparison.unreadable
        ]

    def refusal(self, flaws: Sequence[LineFlaw]) -> UnreadLines:
        """They may be left out, once somebody says so."""
        return UnreadLines(len(flaws))

    def changes(self, check: Check) -> int:
        """How many practices change."""
        return check.comparison.changes

    @abstractmethod
    def write(self, check: Check) -> dict[str, Any]:
        """Write all that the check shows, in the open unit of work; what the record says beside the counts."""

    def tell(self, actor: Actor | None, seq: int) -> None:
        """Write to whom it concerns, once the record has it."""

    def keep(self, actor: Actor | None, check: Check, source: ImportSource) -> int:
        """Write it, say so in the record, and tell whom it concerns."""
        counts, said = self.counts(check), self.write(check)
        seq = record.append(
            actor.person_id if actor else None,
            self.act,
            f"federation:{tenancy.current()}",
            file=source.sha256,
            lines=self.lines,
            check=check.digest,
            **counts,
            **said,
        )
        self.tell(actor, seq)
        return seq


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
