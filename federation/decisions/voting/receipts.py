"""Receipts: a code that finds a ballot in the record later, and fingerprints that give nothing away before."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from federation.kernel import record

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, IN_GROUP = 7, 4
"""28 letters and digits are 138 bits: nobody finds a code, nor tries codes against the record, by guessing."""

FINGERPRINTED = ("nonce", "decision_id", "version", "stance", "reason", "cast_by", "cast_at")
WAY = ("by_link", "by_program")
"""What of a ballot its fingerprint in the record is made of; how it was cast is apart, and last, where there is one, what
it says beside its stance (``choice``)."""


def new_receipt() -> str:
    """A receipt code of 28 letters and digits that cannot be mistaken for each other."""
    return "".join(secrets.choice(_LETTERS) for _ in range(GROUPS * IN_GROUP))


def in_groups(code: str) -> str:
    """A code as people read it and type it."""
    return " ".join(code[at : at + IN_GROUP] for at in range(0, len(code), IN_GROUP))


def code_in(typed: str) -> str:
    """The code in what somebody typed or pasted: small letters, blanks, hyphens and line breaks do not matter."""
    return "".join(one for one in typed.upper() if one.isascii() and one.isalnum())


def receipt_fingerprint(code: str) -> str:
    """The fingerprint of a receipt code in the record."""
    return hashlib.sha256(f"receipt:{code}".encode()).hexdigest()


def ballot_fingerprint(ballot: Mapping[str, Any], voter: int) -> str:
    """The fingerprint of a ballot in the record: anybody who is later shown the ballot and its nonce can compute it again."""
    choice = [ballot["choice"]] if ballot["choice"] else []
    return record.digest([*_what(ballot, voter), *(ballot[name] for name in WAY), *choice])


def fingerprint_without_way(ballot: Mapping[str, Any], voter: int) -> str:
    """The fingerprint of a ballot as it was before it covered how a ballot was cast."""
    return record.digest(_what(ballot, voter))


def _what(ballot: Mapping[str, Any], voter: int) -> list[Any]:
    nonce, decision_id, *others, cast_at = (ballot[name] for name in FINGERPRINTED)
    return [nonce, decision_id, voter, *others, record.stamp(cast_at)]
