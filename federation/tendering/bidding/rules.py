"""What a bid must say, what bids are called before their bidders are known, and how late something is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

LONGEST_ANSWER: Final = 10_000
MOST_PENCE: Final = 100_000_000_000
MOST_FILES: Final = 10
MOST_FILE_BYTES: Final = 20_000_000
MOST_SENT: Final = 200
"""Files that one bidder may send in all, with those that are removed again."""
MOST_QUESTIONS: Final = 200
RECEIPT_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody takes for one another."""
RECEIPT_LENGTH: Final = 8
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a bid: its number, name and kind, its size in bytes, the SHA-256 of it and the fingerprint of its seal."""

    id: int
    name: str
    kind: str
    size: int
    sha256: str
    digest: str


@dataclass(frozen=True, slots=True)
class BidContent:
    """What a bidder has typed: the price in pence with VAT (None: none yet), answers by the key of the criterion, files."""

    price_pence: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    files: tuple[DraftFile, ...] = ()


def bid_json(content: BidContent) -> dict[str, Any]:
    """It as it is sealed."""
    return {
        "price_pence": content.price_pence,
        "answers": dict(content.answers),
        "files": [{name: getattr(one, name) for name in DraftFile.__slots__} for one in content.files],
    }


def read_bid(kept: Mapping[str, Any]) -> BidContent:
    """The value that :func:`bid_json` wrote."""
    files = tuple(DraftFile(**one) for one in kept["files"])
    return BidContent(kept["price_pence"], dict(kept["answers"]), files)


def bid_problems(content: BidContent, criteria: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is missing before a bid can be handed in, as words and the field; ``criteria`` are keys and titles."""
    if content.price_pence is None:
        yield "Enter your price", "price_pence"
    for key, title in criteria:
        if not content.answers.get(key, "").strip():
            yield f"Answer the question: {title}", f"answers.{key}"


def letters_of(fingerprints: Mapping[int, str]) -> dict[int, str]:
    """The letters by which bids are known until they are opened: by their fingerprints, which nobody chooses, so that they tell
    nothing about who was asked first. A to Z, then AA, AB …"""
    order = sorted(fingerprints, key=lambda number: (fingerprints[number], number))
    return {number: _letter(place) for place, number in enumerate(order)}


def late_words(closes_at: datetime, at: datetime) -> str:
    """How late it came: ``7 seconds``, ``3 minutes and 1 second``, ``2 days and 4 hours``; less than a second counts as one."""
    left = max(1, -(-(at - closes_at) // _SECOND))
    parts = []
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    return " and ".join(parts[:2])


def spoken(receipt: str) -> str:
    """A receipt in two groups, as it is read over the telephone."""
    return f"{receipt[:4]} {receipt[4:]}"


def _letter(place: int) -> str:
    found = ""
    while True:
        place, rest = divmod(place, 26)
        found = chr(ord("A") + rest) + found
        if not place:
            return found
        place -= 1
