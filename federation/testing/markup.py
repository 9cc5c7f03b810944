"""The markup of a page without its words: what decides whether a page that differs in words alone can be used."""

import re
from typing import Final

_WORDS: Final = re.compile(r">[^<]*[^<\s][^<]*<")
_SAID: Final = re.compile(r' (alt|aria-label|content|datetime|placeholder|title|value)="[^"]+"')
_LEADS: Final = re.compile(r' (action|formaction|href|src)="[^"]+"')
_NUMBERED: Final = re.compile(r' (?:for|id|name|aria-\w+)="[^"]*\d[^"]*"')
_DIGITS: Final = re.compile(r"\d+")


def without_words(html: str) -> str:
    """Elements, classes and attributes, with one sign for any words, for any address and for any number in a
    name; none stays none."""
    kept = _WORDS.sub(">words<", html)
    kept = _LEADS.sub(r' \1="/"', _SAID.sub(r' \1="words"', kept))
    return _NUMBERED.sub(lambda found: _DIGITS.sub("0", found[0]), kept)
