"""Who may confirm a seat in a group that acts in the members' name: a second person, who owes the giver nothing; and what of a
group cannot be changed any more."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from federation.network.members.rules.second_person import HeldPlace


class SeatQuestion(NamedTuple):
    """A seat to be confirmed: who gains it, who gave it and when, and since when the group has had its mandate (when the seat
    was given, where it has none)."""

    gained_by: frozenset[int]
    given_by: int
    since: datetime
    mandated_at: datetime


class GroupSitters(NamedTuple):
    """Whose seats in the group count, with a vote or as its leads: people, and practices for which representatives sit."""

    people: frozenset[int]
    practices: frozenset[int]


def seat_confirmers(
    asked: SeatQuestion, sitting: GroupSitters, places: Sequence[HeldPlace]
) -> frozenset[int]:
    """Who may confirm a seat: those who sit in the group already, and the executive.

    Never whoever gave it, whoever gains it, or whoever made the giver an administrator or one of the executive: else a made-up
    giver would do. Nor does anybody count whose own role the giver or the gainer gave since the mandate began, unless a second
    person confirmed that role. ``places`` are those of administrators, the executive and the practices that sit there.
    """
    out = asked.gained_by | _behind(asked, places)

    def independent(place: HeldPlace) -> bool:
        if place.ended is not None or not place.settled(asked.since):
            return False
        return place.confirmed or place.began < asked.mandated_at or place.given_by not in out

    trusted = [place for place in places if independent(place)]
    executive = {place.person_id for place in trusted if place.role == "executive"}
    for_practice = {
        place.person_id
        for place in trusted
        if place.role == "representative" and place.practice_id in sitting.practices
    }
    return frozenset((executive | for_practice | sitting.people) - out)


def _behind(asked: SeatQuestion, places: Sequence[HeldPlace]) -> frozenset[int]:
    """The giver, and whoever gave the giver the role by which seats are given, and so on."""
    found: set[int] = set()
    next_ones: Collection[int] = {asked.given_by}
    while next_ones:
        found.update(next_ones)
        next_ones = {
            place.given_by
            for place in places
            if place.person_id in next_ones and place.given_by is not None and _leads_on(place, asked)
        } - found
    return frozenset(found)


def _leads_on(place: HeldPlace, asked: SeatQuestion) -> bool:
    """Whether its giver could stand behind its holder: always with administrators; with the executive where the role is younger
    than the mandate and nobody has confirmed it."""
    if place.role == "administrator":
        return True
    return place.role == "executive" and not place.confirmed and place.began >= asked.mandated_at


def change_refusal(
    *, name: bool, reads: bool, is_asked: bool, is_used: bool, is_written: bool
) -> tuple[str, str] | None:
    """Why what is said of a group cannot be changed, and the field; None where it can. ``name``, ``reads``: what would change
    beside its purpose; ``is_asked``: whether the members are asked about a mandate of it; ``is_used``: whether it acts by one;
    ``is_written``: whether something of the group is kept already."""
    if is_asked:
        return (
            "The members are asked about a mandate of this group. Nothing of it changes until they have decided.",
            "",
        )
    if name and is_used:
        return (
            "The members gave their mandate to a group of this name. It stays until the mandate ends",
            "name",
        )
    if reads and is_written:
        return (
            "The group has begun its work, so who reads it stays as it was promised. Begin another group",
            "reads",
        )
    return None
