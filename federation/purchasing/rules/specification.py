"""What a specification is known by, and how complete the evidence for it is."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

EVIDENCE: Final = ("works", "lacks", "usage", "market", "quality", "advice")
"""The parts of an evidence pack: what works, what does not, what practices use, the market, quality so far, who advised."""
BASES: Final = ("quantity", "patients", "equal")
"""How a bill is split: by what each practice gets, by its patients, or equally."""


def fingerprint_of(text: str, items: Sequence[Sequence[str]] = ()) -> str:
    """The SHA-256 of a text and the items (with their units) that are bought by it, one a line below it, in hexadecimal: two that
    differ in one letter have different ones."""
    return hashlib.sha256("\n".join([text, *(", ".join(one) for one in items)]).encode()).hexdigest()


def missing_evidence(evidence: Mapping[str, str]) -> list[str]:
    """The parts of the pack that nobody has written, in their order."""
    return [part for part in EVIDENCE if not evidence.get(part)]
