"""The words that find a practice, of its name, its code and its postcode, alike however they are typed; and which changes of a
practice give it a vote or take it."""

import re
import unicodedata
from typing import NamedTuple

LONGEST_WORD = 60
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[str]:
    """The words of a text in small letters without accents: ``Château-Rouge 12`` is chateau, rouge, 12."""
    plain = text
    for _ in range(2):  # a small letter may come apart into a capital one, and the other way round
        plain = unicodedata.normalize("NFKD", plain.casefold())
    plain = "".join(letter for letter in plain.casefold() if not unicodedata.combining(letter))
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain)]


def words_of_practice(code: str, name: str, postcode: str) -> set[str]:
    """What finds a practice; its postcode with the space and without."""
    return {*words_in(name), *words_in(code), *words_in(postcode), *words_in(postcode.replace(" ", ""))}


class PracticeStanding(NamedTuple):
    """How a practice belongs, and whether it has left."""

    membership: str
    has_left: bool

    @property
    def has_vote(self) -> bool:
        """Whether it is of those that vote."""
        return self.membership == "full" and not self.has_left


def changes_a_vote(before: PracticeStanding | None, after: PracticeStanding) -> bool:
    """Whether a practice (new where nothing stood ``before``) gets a vote by a change, or loses it. That it closed does not
    count: whoever closes has nobody left to vote."""
    return (before is not None and before.has_vote) != after.has_vote
