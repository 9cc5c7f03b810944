"""The place on the first page to which other features may add, and what those are told of the page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HomeShown:
    """The first page (``home``) of a person, with the practices they have a place in."""

    person_id: int
    practice_ids: tuple[int, ...]
