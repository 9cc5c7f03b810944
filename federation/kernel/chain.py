"""The hash chain of the record, and its check. Standard library only: this file also runs by itself.

    python chain.py exported-record.jsonl
    python chain.py exported-record.jsonl --key KEY checkpoint.json letter.txt

Checkpoints come from files or saved letters; KEY is the installation's public key, from its page about the record.

An entry's hash is SHA-256 over the previous entry's hash and the entry's own fields as canonical JSON, so that
an entry that was edited, inserted, deleted or moved breaks the chain at that place.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

START = "0" * 64


class ChainEntry(NamedTuple):
    """One entry: who (a person's number, or None for the product itself) did what to what, and when (UTC, ISO)."""

    federation: int
    seq: int
    at: str
    actor: int | None
    action: str
    subject: str
    data: str
    prev: str
    hash: str


class BrokenChain(NamedTuple):
    """The first bad entry and what is wrong with it."""

    seq: int
    why: str


def entry_hash(
    prev: str, federation: int, seq: int, at: str, actor: int | None, action: str, subject: str, data: str
) -> str:
    """The hash that an entry must carry; ``data`` is canonical JSON text."""
    fields = json.dumps(
        [federation, seq, at, actor, action, subject, data], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(f"{prev}{fields}".encode()).hexdigest()


def check(
    entries: Iterable[ChainEntry], head: tuple[int, str] | None = None
) -> tuple[int, BrokenChain | None]:
    """Walk the chain: how many entries were good, and the first bad one if any.

    ``head`` is the number and hash that the last entry should have; with it a cut-off end is found too.
    """
    prev, expected = START, 1
    for entry in entries:
        if entry.seq != expected:
            return expected - 1, BrokenChain(
                expected, f"entry {expected} is missing: {entry.seq} follows {expected - 1}"
            )
        if entry.prev != prev:
            return expected - 1, BrokenChain(entry.seq, "it does not follow on from the entry before it")
        if entry_hash(prev, *entry[:7]) != entry.hash:
            return expected - 1, BrokenChain(entry.seq, "its content does not match its fingerprint")
        prev, expected = entry.hash, expected + 1
    if head is not None and head != (expected - 1, prev):
        return expected - 1, BrokenChain(expected, f"the record should end with entry {head[0]}")
    return expected - 1, None


class SignedCheckpoint(NamedTuple):
    """How far a record had come, signed with Ed25519 by the installation's key."""

    federation: int
    seq: int
    hash: str
    at: str
    key: str
    signature: str

    @property
    def message(self) -> bytes:
        """The bytes that are signed."""
        fields = ["federation checkpoint", self.federation, self.seq, self.hash, self.at]
        return json.dumps(fields, separators=(",", ":")).encode()


def checkpoints_in(text: str) -> list[SignedCheckpoint]:
    """The checkpoints in a file or a letter, however its lines were broken."""
    found = []
    for part in re.findall(r"\{[^{}]*\}", text):
        try:
            fields = json.loads(re.sub(r"\s+(?:>\s*)*", "", part))
            one = SignedCheckpoint(**{name: fields[name] for name in SignedCheckpoint._fields})
        except (ValueError, KeyError, TypeError):
            continue
        if all(type(a) is type(b) for a, b in zip(one, (0, 0, "", "", "", ""), strict=True)):
            found.append(one)
    return found


_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = tuple[int, int, int, int]
_ZERO: _Point = (0, 1, 1, 0)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is good (RFC 8032, section 5.1.7), with no library."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, point = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or point is None or scalar >= _ORDER:
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _ORDER
    left, right = _times(scalar, _BASE), _plus(point, _times(digest, public))
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % _P == 0


def _x_of(y: int, odd: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and odd):
        return None
    return _P - x if x % 2 != odd else x


def _point(packed: bytes) -> _Point | None:
    number = int.from_bytes(packed, "little")
    y, odd = number % 2**255, number >> 255
    x = _x_of(y, odd) if y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


def _plus(p: _Point, q: _Point) -> _Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, p: _Point) -> _Point:
    found = _ZERO
    while scalar:
        if scalar & 1:
            found = _plus(found, p)
        p, scalar = _plus(p, p), scalar >> 1
    return found


_BASE_Y = 4 * pow(5, -1, _P) % _P
_BASE_X = _x_of(_BASE_Y, 0) or 0
_BASE: _Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


def disagreement(
    one: SignedCheckpoint, hashes: dict[int, str], federation: int | None, keys: set[str]
) -> str | None:
    """The first disagreement between a checkpoint and a record, given as the hash of each entry asked for; None when nothing."""
    try:
        good = is_signed(bytes.fromhex(one.key), one.message, bytes.fromhex(one.signature))
    except ValueError:
        good = False
    if not good:
        return "its signature is false"
    if keys and one.key not in keys:
        return "it is signed with another key"
    if one.federation != federation:
        return "it is of another federation"
    if one.seq not in hashes:
        return "the record does not reach that far: its end was cut, or it is an older copy"
    return None if hashes[one.seq] == one.hash else "the record was changed at or before that entry"


def from_lines(lines: Iterable[str]) -> Iterator[ChainEntry]:
    """Entries from an exported record: one JSON object a line."""
    for line in lines:
        if line.strip():
            yield ChainEntry(**json.loads(line))


def main(path: str, *words: str) -> int:
    """Check an exported record, against checkpoints where files of them are named; 0 when all is well."""
    keys, files, rest = set(), [], iter(words)
    for word in rest:
        if word == "--key":
            keys.add(next(rest, ""))
        else:
            files.append(word)
    given = [one for file in files for one in checkpoints_in(_text(file))]
    wanted, seen, federation = {one.seq for one in given}, {}, None

    def noted(entries: Iterable[ChainEntry]) -> Iterator[ChainEntry]:
        nonlocal federation
        for entry in entries:
            federation = entry.federation
            if entry.seq in wanted:
                seen[entry.seq] = entry.hash
            yield entry

    with open(path, encoding="utf-8") as lines:
        good, broken = check(noted(from_lines(lines)))
    if broken is not None:
        print(f"Entry {broken.seq}: {broken.why}")
        return 1
    if files and not given:
        print("No checkpoint was found in the files named")
        return 1
    if given and not keys:
        print("No --key was given: whether the checkpoints are signed by the installation is not known")
    found = [(one, why) for one in given if (why := disagreement(one, seen, federation, keys))]
    for one, why in found:
        print(f"The checkpoint of entry {one.seq}, {one.at}: {why}")
    if not found:
        print(f"OK, {good} entries" + (f", {len(given)} checkpoints agree" if given else ""))
    return 1 if found else 0


def _text(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
