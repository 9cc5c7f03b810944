"""Which passwords are taken: long ones that are nobody's name. No rule about digits or signs."""

import unicodedata
from typing import Final

SHORTEST: Final = 12

COMMON: Final = (
    "Password must not be one that many people use, or one that is easily guessed. "
    "Three or four words you can remember are good"
)


def same_everywhere(password: str) -> str:
    """The password as it is hashed: keyboards write the same sign in several ways (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, email: str, name: str) -> str | None:
    """Why a password is not taken, in words; None when it is."""
    plain = _bare(same_everywhere(password))
    if len(password) < SHORTEST:
        return (
            f"Password must be {SHORTEST} characters or more. Three or four words you can remember are good"
        )
    if plain in {_bare(email), _bare(email.partition("@")[0]), _bare(name)}:
        return "Password must not be your name or your email address"
    if len(set(plain)) < 4:
        return COMMON
    return None


def _bare(text: str) -> str:
    return "".join(text.casefold().split())
