"""The file in which one federation moves: a copy of its rows, signed by the installation that it comes from, with the keys of
what is sealed under a passphrase, which the mark over all is made from too."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from federation.keeping.copy_file import (
    ONE_FEDERATION,
    SALT_BYTES,
    BrokenCopy,
    CopyFile,
    CopyWriter,
    key_from,
)
from federation.kernel.checkpoints import is_signed, signed_with
from federation.kernel.refusals import Refusal
from federation.kernel.sealing import NotUnderThisKey, cipher_with, decrypted, encrypted

_KEYS, _SIGNATURE = "keys", "signature"
_FOR: Final = b"federation: keys of a federation that moves, 1"

SealKeys = dict[str, dict[int, bytes]]
"""The keys of sealed content, by table and number of the row."""


class FilePassword(NamedTuple):
    """A passphrase with its salt, made into the key of a file."""

    salt: bytes
    key: bytes

    @classmethod
    def new(cls, passphrase: str) -> "FilePassword":
        """For a file that is being made."""
        salt = os.urandom(SALT_BYTES)
        return cls(salt, key_from(passphrase, salt))


def finish_moved(
    writer: CopyWriter, about: Mapping[str, Any], password: FilePassword, secret_key: str, keys: SealKeys
) -> None:
    """Write what the file is about, with the keys, the signature and the mark."""
    said = {
        table: {str(number): b64encode(key).decode() for number, key in theirs.items()}
        for table, theirs in keys.items()
    }
    sealed = encrypted(cipher_with(password.key), json.dumps(said).encode(), _FOR)
    own, _ = signed_with(secret_key, b"")
    writer.finish(
        {**about, "from": own, "salt": password.salt.hex()},
        password.key.hex(),
        lambda text: {_KEYS: sealed, _SIGNATURE: signed_with(secret_key, text)[1].encode()},
    )


class MovedFile(CopyFile):
    """A federation in a file, as it is read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, ONE_FEDERATION)

    @property
    def federation(self) -> dict[str, Any]:
        """Which federation it is: ``id``, ``slug``, ``name``, and its record's ``entries`` and ``head``."""
        found: dict[str, Any] = self.about["federation"]
        return found

    @property
    def origin(self) -> str:
        """The public key of the installation that it comes from."""
        return str(self.about["from"])

    def open_keys(self, passphrase: str) -> SealKeys:
        """The keys of what is sealed, once everything in the file was found to be as it was written. Raises
        :class:`BrokenCopy` where it is not, and ``Refusal`` for another passphrase."""
        self.check_tables()
        key = key_from(passphrase, bytes.fromhex(self.about["salt"]))
        try:
            said = json.loads(decrypted(cipher_with(key), self.member(_KEYS), _FOR))
        except NotUnderThisKey:
            raise Refusal("This passphrase does not open the file. Nothing was changed.") from None
        signed = is_signed(self.origin, self.text, self.member(_SIGNATURE).decode("ascii", "replace"))
        if not self.is_marked(key.hex()) or not signed:
            raise BrokenCopy("what it says of itself was altered")
        return {
            table: {int(number): b64decode(one) for number, one in theirs.items()}
            for table, theirs in said.items()
        }
