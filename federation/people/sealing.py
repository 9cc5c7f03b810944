"""Sealing the secrets of authenticator apps: encrypted under a key made from the secret key.

The person's number is bound into it, so that a secret cannot be moved to somebody else's row."""

from base64 import b64decode, b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flask import current_app

from federation.kernel.refusals import Refusal
from federation.kernel.sealing import NotUnderThisKey, cipher, decrypted, encrypted

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FOR: Final = b"federation: second step at sign-in, 1"


class SecretUnreadable(Refusal):
    """The secret was sealed under another key, or was changed."""

    def __init__(self) -> None:
        super().__init__(
            "Codes of your authenticator app cannot be checked on this server any more. Use a recovery code, "
            "or ask the people who run the server to take the app off your account",
            "code",
        )


@lru_cache(maxsize=4)
def _cipher(secret_key: str) -> "AESGCM":
    return cipher(secret_key, _FOR)


def _own_cipher() -> "AESGCM":
    return _cipher(current_app.config["SETTINGS"]["secret_key"])


def seal(person_id: int, secret: str) -> str:
    """The secret as it is kept (AES-256-GCM; nonce first, base64)."""
    return b64encode(encrypted(_own_cipher(), secret.encode(), _whose(person_id))).decode()


def unseal(person_id: int, sealed: str) -> str:
    """The secret; raises :class:`SecretUnreadable`."""
    try:
        return decrypted(_own_cipher(), b64decode(sealed), _whose(person_id)).decode()
    except NotUnderThisKey:
        raise SecretUnreadable() from None


def _whose(person_id: int) -> bytes:
    return f"person:{person_id}".encode()
