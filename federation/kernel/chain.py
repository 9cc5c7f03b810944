"""The hash chain of the record, and its check. Standard library only: this file also runs by itself.

    python chain.py exported-record.jsonl

An entry's hash is SHA-256 over the previous entry's hash and the entry's own fields as canonical JSON, so that
an entry that was edited, inserted, deleted or moved breaks the chain at that place.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

START = "0" * 64


class Entry(NamedTuple):
    """One entry: who (a person's number, or None for the product itself) did what to what, and when (UTC, ISO)."""

    federation: int
    seq: int
    at: str
    actor: int | None
    action: str
    subject: str
    data: str
    prev: str
    hash: str


class Broken(NamedTuple):
    """The first bad entry and what is wrong with it."""

    seq: int
    why: str


def entry_hash(
    prev: str, federation: int, seq: int, at: str, actor: int | None, action: str, subject: str, data: str
) -> str:
    """The hash that an entry must carry; ``data`` is canonical JSON text."""
    fields = json.dumps(
        [federation, seq, at, actor, action, subject, data], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(f"{prev}{fields}".encode()).hexdigest()


def check(entries: Iterable[Entry], head: tuple[int, str] | None = None) -> tuple[int, Broken | None]:
    """Walk the chain: how many entries were good, and the first bad one if any.

    ``head`` is the number and hash that the last entry should have; with it a cut-off end is found too.
    """
    prev, expected = START, 1
    for entry in entries:
        if entry.seq != expected:
            return expected - 1, Broken(
                expected, f"entry {expected} is missing: {entry.seq} follows {expected - 1}"
            )
        if entry.prev != prev:
            return expected - 1, Broken(entry.seq, "it does not follow on from the entry before it")
        if entry_hash(prev, *entry[:7]) != entry.hash:
            return expected - 1, Broken(entry.seq, "its content does not match its fingerprint")
        prev, expected = entry.hash, expected + 1
    if head is not None and head != (expected - 1, prev):
        return expected - 1, Broken(expected, f"the record should end with entry {head[0]}")
    return expected - 1, None


def from_lines(lines: Iterable[str]) -> Iterator[Entry]:
    """Entries from an exported record: one JSON object a line."""
    for line in lines:
        if line.strip():
            yield Entry(**json.loads(line))


def main(path: str) -> int:
    """Check an exported record; 0 when it is whole."""
    with open(path, encoding="utf-8") as lines:
        good, broken = check(from_lines(lines))
    print(f"OK, {good} entries" if broken is None else f"Entry {broken.seq}: {broken.why}")
    return 0 if broken is None else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
