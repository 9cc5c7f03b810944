"""Ciphers whose keys are made from a secret of the server, one for each purpose, and how all that is sealed is written down.

``cryptography`` is imported when a cipher is made or used: it is large.
"""

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES: Final = 12


class NotUnderThisKey(RuntimeError):
    """The bytes were encrypted under another key, bound to something else, or changed."""


def cipher(secret: str, purpose: bytes, more: bytes | None = None) -> "AESGCM":
    """AES-256-GCM under a key of this purpose; with ``more``, one that only whoever has that can make again."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return cipher_with(HKDF(SHA256(), 32, salt=more, info=purpose).derive(secret.encode()))


def cipher_with(key: bytes) -> "AESGCM":
    """AES-256-GCM under these 32 bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def encrypted(under: "AESGCM", plain: bytes, bound: bytes | None) -> bytes:
    """The nonce, then what is encrypted; it is read again with the same ``bound`` alone."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + under.encrypt(nonce, plain, bound)


def decrypted(under: "AESGCM", raw: bytes, bound: bytes | None) -> bytes:
    """What :func:`encrypted` was given; raises :class:`NotUnderThisKey`."""
    from cryptography.exceptions import InvalidTag

    try:
        return under.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise NotUnderThisKey() from None
