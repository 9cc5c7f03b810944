"""Random tokens and their fingerprints; the database holds fingerprints only."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 bits that fits in a link."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """SHA-256 of a token, as hexadecimal: enough for secrets that are random."""
    return hashlib.sha256(token.encode()).hexdigest()
