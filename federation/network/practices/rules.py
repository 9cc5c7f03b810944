"""The words that find a practice, of its name, its code and its postcode, alike however they are typed; which changes of a
practice give it a vote or take it; and what lies in neighbourhoods that are split or merged."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
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
    """How a practice belongs, whether it has left, and whether it has closed."""

    membership: str
    has_left: bool
    has_closed: bool = False

    @property
    def is_full(self) -> bool:
        """Whether it votes unless it has closed."""
        return self.membership == "full" and not self.has_left

    @property
    def has_vote(self) -> bool:
        """Whether it is of those that vote."""
        return self.is_full and not self.has_closed


def changes_a_vote(before: PracticeStanding | None, after: PracticeStanding) -> bool:
    """Whether a practice (new where nothing stood ``before``) gets a vote by a change, or loses it; or, while it is closed,
    becomes one that votes once it opens again."""
    if before is None:
        return after.is_full
    return before.has_vote != after.has_vote or (after.is_full and not before.is_full)


class PlacedPractice(NamedTuple):
    """A practice by number, with its registered patients; None: not known."""

    id: int
    patients: int | None


class PlaceSum(NamedTuple):
    """What lies in a neighbourhood: practices, the patients that are known, and practices whose patients are not known."""

    practices: int
    patients: int
    unsized: int


def sum_of(practices: Iterable[PlacedPractice]) -> PlaceSum:
    """How many practices and patients there are."""
    found = list(practices)
    return PlaceSum(
        len(found),
        sum(one.patients or 0 for one in found),
        sum(one.patients is None for one in found),
    )


def rearranged(
    before: Mapping[str, Sequence[PlacedPractice]], names: Sequence[str], goes: Mapping[int, str]
) -> dict[str, list[PlacedPractice]]:
    """What lies in neighbourhoods of these names after each practice of those ``before`` went into the one that ``goes`` says.

    Every practice is in exactly one afterwards, so that practices and patients are the same in all. Raises ``ValueError`` for a
    practice that goes nowhere or lies elsewhere, and for a name that is not among the new ones or stays empty.
    """
    moved = [one for part in before.values() for one in part]
    if {one.id for one in moved} != set(goes) or len(moved) != len(goes):
        raise ValueError("each practice goes into one")
    after: dict[str, list[PlacedPractice]] = {name: [] for name in names}
    if not set(goes.values()) <= set(after):
        raise ValueError("a practice goes into none of the new ones")
    for one in moved:
        after[goes[one.id]].append(one)
    if not all(after.values()):
        raise ValueError("one stays empty")
    return after
