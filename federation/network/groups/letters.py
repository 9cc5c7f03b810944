"""Mail about seats: to everybody who sits in the group, because who sits there decides for it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from federation.kernel import outbox
from federation.network.for_plugins import address_of
from federation.network.groups.queries import people_seated
from federation.network.groups.waiting import WaitingSeat

_SEATED = "{by} has given {name} a seat in {group}: {words}."
_SEATED_MANY = "{by} has given {count} seats in {group}:\n\n{seats}"
_ENDED = "{by} has ended the seat of {name} in {group}."
_WAITS = (
    " The group acts in the members’ name, so this counts for nothing but reading and speaking until a second person has "
    "confirmed it: somebody else who sits in the group, or one of the executive.\n\n{url}"
)
_WAIT_MANY = (
    "\n\nThe group acts in the members’ name, so these count for nothing but reading and speaking until a second person has "
    "confirmed them: somebody else who sits in the group, or one of the executive.\n\n{urls}"
)
_CONFIRMED = (
    "{by} has confirmed the seat of {name} in {group} ({words}), which {giver} gave. It counts from now on."
)
_REFUSED = "{by} has refused the seat of {name} in {group} ({words}), which {giver} gave. The seat has ended."
_GROUP_ENDED = (
    "{by} has ended the group {group}. Nobody leads, votes or acts in it any more. What it decided stays."
)
_CHANGED = "{by} has changed what is said of the group {group}.\n\n{changes}"
_END = (
    "\n\nIf this is not right, speak with {by}, or with your administrators or the executive."
    "\n\nThis mail tells who decides with you, so it cannot be switched off.\n"
)


class GivenSeat(NamedTuple):
    """A seat that was given: whose, and what it gives; who ``can`` confirm it, where it ``waits`` for a second person."""

    id: int
    name: str
    words: str
    waits: bool
    can: frozenset[int]


def tell_seated(group_id: int, group: str, given: Sequence[GivenSeat], by: str) -> None:
    """Somebody has a seat now, or several have, in one letter. Those who can confirm what waits are told too."""
    waiting = [_confirm_url(group_id, one) for one in given if one.waits]
    if len(given) == 1:
        text = _SEATED.format(by=by, name=given[0].name, group=group, words=given[0].words.lower())
        subject = f"New seat in {group}: {given[0].name}"
        more = _WAITS.format(url=waiting[0]) if waiting else ""
    else:
        seats = "\n".join(f"- {one.name}: {one.words.lower()}" for one in given)
        text = _SEATED_MANY.format(by=by, count=len(given), group=group, seats=seats)
        subject = f"{len(given)} new seats in {group}"
        more = _WAIT_MANY.format(urls="\n".join(waiting)) if waiting else ""
    also = {person for one in given for person in one.can}
    _tell(group_id, also, f"seat:{given[0].id}:begun", subject, text + more, by)


def _confirm_url(group_id: int, one: GivenSeat) -> str:
    return address_of("network.confirm_seat", group_id=group_id, seat_id=one.id)


def tell_changed(group_id: int, group: str, changes: Sequence[str], at: int, by: str) -> None:
    """What a group is called, is for, or who reads it, is another now: each change in words. ``at``: the record's entry."""
    text = _CHANGED.format(by=by, group=group, changes="\n\n".join(changes))
    _tell(group_id, set(), f"group:{group_id}:changed:{at}", f"Changed: the group {group}", text, by)


def tell_word_on_seat(one: WaitingSeat, confirmed: bool, also: Collection[int], by: str) -> None:
    """The second person's word on a seat: to everybody who sits in the group, and to whom it concerns besides."""
    text = (_CONFIRMED if confirmed else _REFUSED).format(
        by=by, name=one.name, group=one.group, words=one.words.lower(), giver=one.giver
    )
    said = "confirmed" if confirmed else "refused"
    subject = f"Seat in {one.group} {said}: {one.name}"
    _tell(one.group_id, set(also), f"seat:{one.id}:{said}", subject, text, by)


def tell_group_ended(group_id: int, group: str, by: str) -> None:
    """A group has ended."""
    text = _GROUP_ENDED.format(by=by, group=group)
    _tell(group_id, set(), f"group:{group_id}:ended", f"The group {group} has ended", text, by)


def tell_ended(group_id: int, group: str, seat_id: int, name: str, was: int | None, by: str) -> None:
    """A seat has ended; whoever held it themselves (``was``) is told too."""
    text = _ENDED.format(by=by, name=name, group=group)
    _tell(
        group_id, {was} if was else set(), f"seat:{seat_id}:ended", f"Seat ended in {group}: {name}", text, by
    )


def _tell(group_id: int, also: set[int], key: str, subject: str, text: str, by: str) -> None:
    outbox.add_many(
        "mail",
        [
            (
                f"mail:{key}:{person}",
                {"person": person, "subject": subject, "text": text + _END.format(by=by)},
            )
            for person in sorted(also.union(people_seated(group_id)))
        ],
    )
