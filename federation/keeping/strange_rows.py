"""What a file that somebody else made must not bring in: an account, a letter to be sent, code to be called by its name."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from federation.keeping.copy_file import BrokenCopy
from federation.keeping.one_federation import OUTBOX, PEOPLE, Cells
from federation.kernel.chain import ChainEntry, check
from federation.kernel.outbox import LETTERS
from federation.kernel.record import stamp
from federation.kernel.sealed_letters import SECRETS

_REST: Final = ("actor", "action", "subject", "data", "prev", "hash")


def check_record(rows: Iterable[Cells], entries: int, head: str) -> None:
    """Raise :class:`BrokenCopy` where the record in a file is not whole, or does not end with this entry."""
    found = [
        ChainEntry(row["federation_id"], row["seq"], stamp(row["at"]), *(row[name] for name in _REST))
        for row in rows
    ]
    _, broken = check(sorted(found), (entries, head))
    if broken is not None:
        raise BrokenCopy(f"entry {broken.seq} of its record: {broken.why}")


def check_row(table: str, row: Cells, is_fact: Callable[[str], bool]) -> None:
    """Raise :class:`BrokenCopy` for a row that no export writes; ``is_fact`` knows the names of facts."""
    if table == PEOPLE and (row["password_hash"] is not None or "@" in row["email"]):
        raise BrokenCopy("it holds an account to sign in with")
    if table == OUTBOX and row["kind"] in LETTERS and _is_a_letter(row):
        raise BrokenCopy("it holds a letter that would be sent")
    for fact in _facts_in(row):
        if not is_fact(fact):
            raise BrokenCopy(f"it holds the fact {fact}, which nothing here announces")


def _is_a_letter(row: Cells) -> bool:
    return row["done_at"] is None or bool(set(SECRETS) & set(row["payload"]))


def _facts_in(row: Cells) -> Iterator[str]:
    """What is kept of facts is the name of a class, which is called when they are told."""
    for cell in row.values():
        if isinstance(cell, dict) and "event" in cell:
            yield str(cell["event"])
