"""The text of a letter while it waits: sealed under a key made from the secret key, for it may hold a link that opens
something, and whoever reads the database or a copy of it shall not use that.

It is bound to everything else that its row says, so that nobody who can write rows has it sent to somebody else.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from flask import current_app

from federation.kernel.sealing import NotUnderThisKey, cipher, decrypted, encrypted

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SECRETS: Final = ("text", "sealed", "to")
"""What nothing is kept of once a letter is sent."""
_FOR: Final = b"federation: letters that wait, 1"


class UnreadableLetter(RuntimeError):
    """It was sealed under another secret key, or its row was changed."""


def seal_letter(key: str, letter: Mapping[str, Any]) -> dict[str, Any]:
    """A letter as the outbox keeps it under this key: its text sealed (AES-256-GCM; nonce first, base64)."""
    rest = {name: value for name, value in letter.items() if name != "text"}
    if "text" not in letter:
        return rest
    sealed = encrypted(_own_cipher(), letter["text"].encode(), _bound(key, rest))
    return {**rest, "sealed": b64encode(sealed).decode()}


def open_letter(key: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The letter with its text, where it has not been sent yet; raises :class:`UnreadableLetter`."""
    rest = {name: value for name, value in kept.items() if name != "sealed"}
    if "sealed" not in kept:
        return rest
    try:
        text = decrypted(_own_cipher(), b64decode(kept["sealed"]), _bound(key, rest)).decode()
    except NotUnderThisKey:
        raise UnreadableLetter(key) from None
    return {**rest, "text": text}


@lru_cache(maxsize=4)
def _cipher(secret_key: str) -> "AESGCM":
    return cipher(secret_key, _FOR)


def _own_cipher() -> "AESGCM":
    return _cipher(current_app.config["SETTINGS"]["secret_key"])


def _bound(key: str, rest: Mapping[str, Any]) -> bytes:
    return json.dumps([key, rest], sort_keys=True).encode()
