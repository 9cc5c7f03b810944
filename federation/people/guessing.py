"""Passwords that are guessed first: those in lists of common ones, alone or with a year, a pattern of keys or a word added."""

from typing import Final

ENOUGH: Final = 10**9
"""Fewer guesses than this, and a password is refused."""
_READ: Final = 72
"""Signs that are looked at: more make no password weaker, and would take long."""
_OURS: Final = ("federation", "gp", "general practice", "surgery", "nhs", "correcthorsebatterystaple")
"""Words that come to everybody's mind here; the lists are of the world at large."""


def is_guessed_early(password: str, *known: str) -> bool:
    """Whether it takes few guesses; ``known`` are words that somebody would try on this account."""
    from zxcvbn import zxcvbn

    found = zxcvbn(password[:_READ], user_inputs=[*_OURS, *known])
    return bool(found["guesses"] < ENOUGH)
