"""Receipts: a code that finds a ballot in the record later, and fingerprints that give nothing away before."""

import hashlib
import secrets

from federation.kernel import record

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_receipt() -> str:
    """A receipt code of 8 letters and digits that cannot be mistaken for each other."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def receipt_fingerprint(code: str) -> str:
    """What the record holds of a receipt code."""
    return hashlib.sha256(f"receipt:{code}".encode()).hexdigest()


def ballot_fingerprint(
    nonce: str, decision_id: int, entry_id: int, version: int, stance: str, reason: str
) -> str:
    """What the record holds of a ballot: anybody who is later shown the ballot and its nonce can compute it again."""
    return record.digest([nonce, decision_id, entry_id, version, stance, reason])
