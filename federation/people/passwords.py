"""Password hashes: argon2id with the installation's parameters, a few at a time."""

from datetime import timedelta
from functools import lru_cache
from threading import BoundedSemaphore
from typing import NamedTuple

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from federation.kernel.refusals import Refusal
from federation.people.rules.passwords import same_everywhere

AT_ONCE = 2
"""Hashes that one process works on at the same time: each takes the memory of ``passwords.memory_kib``."""
PATIENCE = 10.0
_turns = BoundedSemaphore(AT_ONCE)


class TooManySignIns(Refusal):
    """Too many people are signing in at this moment."""

    status = 503
    pause = timedelta(minutes=1)


class VerifiedPassword(NamedTuple):
    """Whether a password is right, and whether its hash should be made again with today's parameters."""

    right: bool
    outdated: bool


@lru_cache(maxsize=8)
def _hasher(memory_kib: int, passes: int, lanes: int) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes, type=Type.ID)


@lru_cache(maxsize=8)
def _nobodys_hash(memory_kib: int, passes: int, lanes: int) -> str:
    return _hasher(memory_kib, passes, lanes).hash("nobody has this password")


def _parameters() -> tuple[int, int, int]:
    chosen = current_app.config["SETTINGS"]["passwords"]
    return chosen["memory_kib"], chosen["passes"], chosen["lanes"]


def _take_turn() -> None:
    if not _turns.acquire(timeout=PATIENCE):
        raise TooManySignIns("Many people are signing in at this moment. Wait a minute, then try again.")


def hash_password(password: str) -> str:
    """The hash to keep."""
    _take_turn()
    try:
        return _hasher(*_parameters()).hash(same_everywhere(password))
    finally:
        _turns.release()


def verify(stored: str | None, password: str) -> VerifiedPassword:
    """Compare a password with a hash; without one (nobody, or none yet) it takes as long and is wrong."""
    parameters = _parameters()
    hasher = _hasher(*parameters)
    _take_turn()
    try:
        hasher.verify(stored or _nobodys_hash(*parameters), same_everywhere(password))
    except (VerificationError, InvalidHashError):
        return VerifiedPassword(False, False)
    finally:
        _turns.release()
    return VerifiedPassword(stored is not None, stored is not None and hasher.check_needs_rehash(stored))
