"""The envelope: content under a key of its own, and that key wrapped twice, under the server's key and for a key on paper.

Everything is bound to what it belongs to, so that an envelope moved elsewhere opens nothing; content is padded, so that its
length tells little.
"""

import hashlib
import hmac
import os
from typing import TYPE_CHECKING, Final, NamedTuple

from federation.kernel.sealing import NotUnderThisKey, cipher, cipher_with, decrypted, encrypted

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEYS: Final = b"federation: keys of sealed content, 1"
_RECOVERY: Final = b"federation: recovery of sealed content, 1"
_NAME: Final = b"federation: name of a key for seals, 1"
_KEY_BYTES: Final = 32
_LENGTH_BYTES: Final = 8
_SMALLEST: Final = 1024


class RecoveryKey(NamedTuple):
    """A pair of keys as hexadecimal digits: ``public`` stands in the settings, ``private`` on paper."""

    public: str
    private: str


def new_key() -> bytes:
    """The key of one content."""
    return os.urandom(_KEY_BYTES)


def key_name(server_key: str) -> str:
    """What a key of the server is called where it must not stand: 16 hexadecimal digits."""
    return hmac.new(server_key.encode(), _NAME, hashlib.sha256).hexdigest()[:16]


def closed(key: bytes, content: bytes, bound: bytes) -> bytes:
    """The content, padded and encrypted under its key."""
    return encrypted(cipher_with(key), _padded(content), bound)


def read(key: bytes, raw: bytes, bound: bytes) -> bytes:
    """The content again; raises :class:`NotUnderThisKey`."""
    plain = decrypted(cipher_with(key), raw, bound)
    length = int.from_bytes(plain[:_LENGTH_BYTES])
    return plain[_LENGTH_BYTES : _LENGTH_BYTES + length]


def wrapped(server_key: str, key: bytes, bound: bytes) -> bytes:
    """A content's key under the server's."""
    return encrypted(cipher(server_key, _KEYS), key, bound)


def unwrapped(server_key: str, raw: bytes, bound: bytes) -> bytes:
    """A content's key again; raises :class:`NotUnderThisKey`."""
    return decrypted(cipher(server_key, _KEYS), raw, bound)


def new_recovery_key() -> RecoveryKey:
    """A pair that nobody has had before."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return RecoveryKey(private.public_key().public_bytes_raw().hex(), private.private_bytes_raw().hex())


def wrapped_for(public: str, key: bytes, bound: bytes) -> bytes:
    """A content's key for whoever has the private half: a public key made for this once, then what is encrypted."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    theirs = X25519PublicKey.from_public_bytes(bytes.fromhex(public))
    mine = once.public_key().public_bytes_raw()
    return mine + encrypted(_shared(once, theirs, mine + bytes.fromhex(public)), key, bound)


def recovered(private: str, raw: bytes, bound: bytes) -> bytes:
    """A content's key by the private half; raises :class:`NotUnderThisKey`."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    try:
        own = X25519PrivateKey.from_private_bytes(bytes.fromhex(private))
        once = X25519PublicKey.from_public_bytes(raw[:_KEY_BYTES])
        shared = _shared(own, once, raw[:_KEY_BYTES] + own.public_key().public_bytes_raw())
    except ValueError:
        raise NotUnderThisKey() from None
    return decrypted(shared, raw[_KEY_BYTES:], bound)


def _shared(own: "X25519PrivateKey", theirs: "X25519PublicKey", both: bytes) -> "AESGCM":
    return cipher(own.exchange(theirs).hex(), _RECOVERY, both)


def _padded(content: bytes) -> bytes:
    """The length, the content, and zeros up to a step: of 1 KiB, or of up to an eighth of the whole where that is more."""
    whole = len(content).to_bytes(_LENGTH_BYTES) + content
    step = max(_SMALLEST, 1 << max(0, len(whole).bit_length() - 4))
    return whole + bytes(-len(whole) % step)
