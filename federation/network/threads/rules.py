"""Names in what people write: ``@Ada Brown`` names the one person called so."""

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

_AT: Final = re.compile(r"(?<![\w@.])@(?=\w)")
_LONGEST: Final = 120
_MOST_WORDS: Final = 8
_END_OF_WORD: Final = re.compile(r"(?<=\w)(?!\w)")


class NamedPerson(NamedTuple):
    """A name in a text: where it begins, at the sign before it, how long it is with that sign, and whose it is."""

    start: int
    length: int
    person_id: int


def possible_names(text: str) -> dict[int, list[str]]:
    """What may be a name behind each ``@``, by the place of that sign: the longest first, without it."""
    found = {}
    for sign in _AT.finditer(text):
        rest = text[sign.end() : sign.end() + _LONGEST].split("\n", 1)[0]
        ends = [one.start() for one in _END_OF_WORD.finditer(rest)][:_MOST_WORDS]
        found[sign.start()] = [rest[:end] for end in reversed(ends)]
    return found


def people_named(text: str, known: Mapping[str, Collection[int]]) -> list[NamedPerson]:
    """Who is named in a text, where ``known`` has the numbers of the people of each casefolded name. The longest name that
    somebody has is meant; one that several have names nobody."""
    found = []
    for start, names in possible_names(text).items():
        name = next((one for one in names if one.casefold() in known), None)
        if name is not None and len(people := known[name.casefold()]) == 1:
            found.append(NamedPerson(start, len(name) + 1, next(iter(people))))
    return found
