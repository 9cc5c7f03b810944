"""Names of people: when two look the same to a reader."""

import unicodedata
from typing import Final

_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK")


def folded(name: str) -> str:
    """A name as a reader takes it in: without case, marks, signs that are not seen, and how wide its blanks are."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
    return " ".join(seen.split())


def is_of_one_script(name: str) -> bool:
    """Whether the letters are of one alphabet: a Cyrillic letter among Latin ones imitates."""
    scripts = {
        script
        for sign in name
        if sign.isalpha()
        for script in _SCRIPTS
        if unicodedata.name(sign, "").startswith(script)
    }
    return len(scripts) <= 1
