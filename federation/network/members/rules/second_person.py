"""Who may confirm a role: a second person, who was there before, and neither gave the role nor got it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

OF_A_PRACTICE: Final = frozenset({"representative", "member"})
CONFIRMED: Final = OF_A_PRACTICE | {"executive"}
"""Roles that decide something in votes. Nobody gives one to themselves alone, and none counts in a vote that was open
already when it began, before a second person has confirmed it. So it is with the chair."""


class HeldPlace(NamedTuple):
    """A role that somebody holds or held."""

    person_id: int
    role: str
    practice_id: int | None
    began: datetime
    ended: datetime | None
    waits: bool
    confirmed: bool
    given_by: int | None
    able: bool
    """Whether the person has ever been able to sign in."""

    def settled(self, before: datetime) -> bool:
        """Whether it counted at that moment, or a second person has confirmed it since."""
        return not self.waits and (self.confirmed or self.began < before)

    def stood(self, before: datetime) -> bool:
        """Whether there was somebody in it then who could act: also where it was ended since."""
        return self.settled(before) and self.able and (self.ended is None or self.ended >= before)


class RoleQuestion(NamedTuple):
    """A role to be confirmed: whose, which, since when, and who gave it (None: the terminal)."""

    person_id: int
    role: str
    practice_id: int | None
    since: datetime
    given_by: int | None


def before_what(since: datetime, opened: Iterable[datetime]) -> datetime:
    """The moment before which a confirmer must have had their place: the oldest vote the role is to count in, or the
    role itself."""
    return min((since, *(at for at in opened if at <= since)))


def confirmers(asked: RoleQuestion, before: datetime, places: Sequence[HeldPlace]) -> frozenset[int]:
    """Who may confirm a role.

    For a role at a practice: its people, and where it had nobody, the executive. For the executive and the chair: the
    others of the executive, and where there were none, representatives. Whoever was there counts as somebody also when
    their place was ended since, so that ending places opens no other way.
    """
    out = {asked.person_id} | _behind(asked.given_by, places)
    settled = [place for place in places if place.person_id not in out and place.settled(before)]
    executive = [place for place in settled if place.role == "executive"]
    if asked.practice_id is None:
        first, second = executive, [place for place in settled if place.role == "representative"]
    else:
        first, second = [place for place in settled if place.practice_id == asked.practice_id], executive
    chosen = first if any(place.stood(before) for place in first) else second
    return frozenset(place.person_id for place in chosen if place.ended is None)


def _behind(giver: int | None, places: Sequence[HeldPlace]) -> set[int]:
    """The giver, and whoever made the giver an administrator, and so on: else a made-up administrator could be the one
    who gives."""
    found: set[int] = set()
    next_ones = {giver} - {None}
    while next_ones:
        found |= {one for one in next_ones if one is not None}
        next_ones = {
            place.given_by
            for place in places
            if place.role == "administrator" and place.person_id in next_ones
        } - {None, *found}
    return found
