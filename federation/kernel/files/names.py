"""The name of a file as it is kept: what somebody typed, without what could mislead."""

import unicodedata
from typing import Final

LONGEST: Final = 120
_NO_LETTERS: Final = ("C", "Zl", "Zp")
"""Controls, marks of direction, and ends of lines."""
_SEPARATORS: Final = '<>:"|?*'


def safe_name(typed: str) -> str:
    """The file's own name, without folders, without what cannot be seen or turns the direction of letters, and at most
    120 characters, its ending kept. ``file`` where nothing is left."""
    last = unicodedata.normalize("NFC", typed).replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        " " if letter in "\t\n\r" else letter
        for letter in last
        if letter in "\t\n\r" or not unicodedata.category(letter).startswith(_NO_LETTERS)
    )
    plain = "".join("-" if letter in _SEPARATORS else letter for letter in seen)
    stem, dot, ending = " ".join(plain.split()).strip(". ").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    ending = ending.strip()[:10]
    stem = stem.strip(". ") or "file"
    return f"{stem[: LONGEST - len(ending) - len(dot)]}{dot}{ending}"
