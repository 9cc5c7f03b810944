"""Ciphers whose keys are made from the server's secret key, one for each purpose.

``cryptography`` is imported when one is made: it is large.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def cipher(secret_key: str, purpose: bytes, more: bytes | None = None) -> "AESGCM":
    """AES-256-GCM under a key of this purpose; with ``more``, one that only whoever has that can make again."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt=more, info=purpose).derive(secret_key.encode()))
