"""Keys for what a federation names itself: made of the first title, and kept whatever it is called later."""

import re
import unicodedata
from collections.abc import Container
from typing import Final

_LONGEST: Final = 50


def stem_of(title: str, otherwise: str) -> str:
    """Small letters, digits and ``_`` of a title; ``otherwise`` where it has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST] or otherwise


def free_key(stem: str, taken: Container[str]) -> str:
    """The stem, with a number behind it where it is taken."""
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key
