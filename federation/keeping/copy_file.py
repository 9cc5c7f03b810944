"""The file that holds a copy: one member a table, what it is about, the secret key under a passphrase, and a mark over all.

The mark is made with the secret key of the installation, so that a file that somebody altered is noticed even where they
wrote its sums anew.
"""

import hmac
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import scrypt, sha256
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from federation.kernel.refusals import Refusal
from federation.kernel.sealing import NotUnderThisKey, cipher_with, decrypted, encrypted

FORMAT: Final = "federation copy 1"
ONE_FEDERATION: Final = "one federation 1"
_MADE_FOR: Final = {
    FORMAT: "a copy of a whole installation, for: federation restore",
    ONE_FEDERATION: "a copy of one federation, for: federation adopt",
}
"""What the forms of copies are, in words."""
LEAST_PASSPHRASE: Final = 12
_ABOUT, _MARK, _SECRET = "about.json", "mark", "secret_key"
_MARK_FOR: Final = b"federation: copies, 1"
SALT_BYTES: Final = 16
_LONGEST_LINE: Final = 1 << 27
_NOT_WHOLE: Final = "This file is not a whole copy: {why}. Nothing was changed."


class CopiedTable(NamedTuple):
    """A table in a copy: its columns with their kinds, its rows counted and summed, the SHA-256 of its member, and the
    highest number that a row of it ever had (0 where rows have none)."""

    name: str
    columns: list[list[str]]
    rows: int
    row_sum: str
    sha256: str
    highest: int

    @property
    def kinds(self) -> list[str]:
        """The kind of each column."""
        return [kind for _name, kind in self.columns]

    @property
    def member(self) -> str:
        """Where its rows lie in the file."""
        return f"tables/{self.name}.jsonl"


class BrokenCopy(Refusal):
    """The file was cut off, altered, or is no copy of this form."""

    def __init__(self, why: str) -> None:
        super().__init__(_NOT_WHOLE.format(why=why))


def part_of(path: Path) -> Path:
    """Where a file lies until it is whole."""
    return path.with_name(f"{path.name}.part")


class CopyWriter:
    """A file in the making: it has its name only once it is whole and on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = part_of(path)
        self._part.touch(mode=0o600, exist_ok=False)
        self._file = self._part.open("wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    @contextmanager
    def table(self, name: str) -> Iterator[IO[bytes]]:
        """Where the lines of a table are written."""
        with self._zip.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
            yield member

    def finish(
        self, about: Mapping[str, Any], secret: str, more: Callable[[bytes], Mapping[str, bytes]]
    ) -> None:
        """Write what the copy is about, the mark over it under ``secret``, and ``more`` members, made from the same bytes."""
        text = json.dumps(about, ensure_ascii=False, indent=1).encode()
        for name, content in {_ABOUT: text, **more(text), _MARK: _mark(secret, text)}.items():
            self._zip.writestr(name, content)
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)

    def drop(self) -> None:
        """Leave nothing behind of what was not finished."""
        with suppress(OSError):  # closing writes, which a full disk refuses again
            self._zip.close()
        self._file.close()
        self._part.unlink(missing_ok=True)


class CopyFile:
    """A copy as it is read; ``form`` is what it must be a copy of."""

    def __init__(self, path: Path, form: str = FORMAT) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile):
            raise BrokenCopy(
                "it is no copy at all, or its end is missing" if path.exists() else "it is not there"
            ) from None
        self.text = self.member(_ABOUT)
        self.about: dict[str, Any] = self._parsed(form)
        self.holds = [CopiedTable(**one) for one in self.about["tables"]]

    @property
    def has_secret_key(self) -> bool:
        """Whether a passphrase opens its secret key."""
        return bool(self.about["secret_key"])

    def secret_key(self, passphrase: str) -> str:
        """The secret key of the installation. Raises ``Refusal`` for another passphrase."""
        try:
            return _opened(self.member(_SECRET), passphrase)
        except NotUnderThisKey:
            raise Refusal("This passphrase does not open the secret key of this copy.") from None

    def check(self, secret_key: str) -> None:
        """Raise :class:`BrokenCopy` where anything in it is not as it was written, or ``Refusal`` where it was made under another
        secret key."""
        self.check_tables()
        if not self.is_marked(secret_key):
            raise Refusal(
                "This copy was made under another secret key than the one in force here, or what it says of itself was altered. "
                "Set FEDERATION_SECRET_KEY to the one of the installation it comes from. Nothing was restored."
            )

    def is_marked(self, secret: str) -> bool:
        """Whether what the copy says of itself is as it was written under this secret."""
        return hmac.compare_digest(self.member(_MARK), _mark(secret, self.text))

    def check_tables(self) -> None:
        """Raise :class:`BrokenCopy` where the rows of a table are not those of which the copy says the sum."""
        for table in self.holds:
            found = sha256()
            for part in self._parts(table.member):
                found.update(part)
            if found.hexdigest() != table.sha256:
                raise BrokenCopy(f"what it holds of {table.name} was altered")

    def lines(self, table: CopiedTable) -> Iterator[bytes]:
        """The rows of a table, a line each."""
        with self._zip.open(table.member) as member:
            while line := member.readline(_LONGEST_LINE):
                yield line.rstrip(b"\n")

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    def _parsed(self, form: str) -> dict[str, Any]:
        try:
            about: dict[str, Any] = json.loads(self.text)
        except ValueError:
            raise BrokenCopy("what it says of itself was altered") from None
        said = about.get("format") if isinstance(about, dict) else None
        if said in _MADE_FOR and said != form:
            raise BrokenCopy(f"it is {_MADE_FOR[said]}")
        if said != form:
            raise BrokenCopy("it is not of a form that this version reads")
        return about

    def member(self, name: str) -> bytes:
        """The content of a member; raises :class:`BrokenCopy` where there is none, or it cannot be read."""
        return b"".join(self._parts(name))

    def _parts(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as member:
                while part := member.read(1 << 20):
                    yield part
        except KeyError:
            raise BrokenCopy(f"its part {name} is missing") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
            raise BrokenCopy(f"its part {name} was altered or cut off") from None


def _mark(secret_key: str, about: bytes) -> bytes:
    key = hmac.digest(secret_key.encode(), _MARK_FOR, "sha256")
    return hmac.digest(key, about, "sha256").hex().encode()


def secret_member(secret_key: str, passphrase: str) -> dict[str, bytes]:
    """The member that holds a secret key under a passphrase."""
    salt = os.urandom(SALT_BYTES)
    return {
        _SECRET: salt + encrypted(cipher_with(key_from(passphrase, salt)), secret_key.encode(), _MARK_FOR)
    }


def _opened(raw: bytes, passphrase: str) -> str:
    salt, rest = raw[:SALT_BYTES], raw[SALT_BYTES:]
    return decrypted(cipher_with(key_from(passphrase, salt)), rest, _MARK_FOR).decode()


def key_from(passphrase: str, salt: bytes) -> bytes:
    """A key of 32 bytes that is slow to make from a passphrase (scrypt)."""
    return scrypt(passphrase.encode(), salt=salt, n=1 << 15, r=8, p=1, maxmem=1 << 26, dklen=32)
