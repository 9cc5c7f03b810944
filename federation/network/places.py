"""The places on the first page and the network's pages to which other features may add, and what those are told of the page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HomeShown:
    """The first page (``home``) of a person, with the practices they have a place in."""

    person_id: int
    practice_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PracticeShown:
    """The page of a practice (``network.practice``)."""

    practice_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """The page of a group (``network.group``). ``stands``: it has not ended."""

    group_id: int
    code: str
    name: str
    stands: bool
