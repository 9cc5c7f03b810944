"""Codes of the second step: six digits that change every 30 seconds, and recovery codes on paper."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

STEP: Final = timedelta(seconds=30)
"""How long an app shows a code (RFC 6238, section 5.2)."""
LATE_OR_EARLY: Final = 1
"""Steps on each side in which a code is still taken: clocks differ, and typing takes time."""
DIGITS: Final = 6
RECOVERY_CODES: Final = 10
RECOVERY_SIGNS: Final = 24
"""120 bits: enough that a plain hash of the code cannot be turned around (OWASP ASVS 5.0, 6.5.2: 112 bits)."""
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read as other signs."""
_ALIKE: Final = str.maketrans("ILO", "110")
_GROUP: Final = 4


def step_of(at: datetime) -> int:
    """The number of 30-second steps since 1970."""
    return int(at.timestamp()) // int(STEP.total_seconds())


def step_shown(code: str, now: int, after: int, shown: Callable[[int], str]) -> int | None:
    """The step near ``now``, and later than ``after``, in which the app showed the code; None where none did."""
    found = None
    for step in range(now - LATE_OR_EARLY, now + LATE_OR_EARLY + 1):
        if compare_digest(shown(step), code) and step > after and found is None:
            found = step
    return found


def bare(typed: str) -> str:
    """Take spaces and hyphens out of what was typed, and put it in capitals."""
    return "".join(typed.replace("-", " ").upper().split())


def is_app_code(typed: str) -> bool:
    """Whether it has the form of an app's code."""
    return len(typed) == DIGITS and typed.isascii() and typed.isdigit()


def recovery(typed: str) -> str | None:
    """A recovery code as it is hashed, with look-alikes read as they were meant; None where it cannot be one."""
    plain = bare(typed).translate(_ALIKE)
    return plain if len(plain) == RECOVERY_SIGNS and set(plain) <= set(ALPHABET) else None


def in_groups(code: str, between: str = " ") -> str:
    """``ABCD EFGH``: easier to type."""
    return between.join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))
