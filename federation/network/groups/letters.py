"""Mail about seats: to everybody who sits in the group, because who sits there decides for it."""

from collections.abc import Collection

from federation.kernel import outbox
from federation.network.for_plugins import address_of
from federation.network.groups.queries import WaitingSeat, people_seated

_SEATED = "{by} has given {name} a seat in {group}: {words}."
_ENDED = "{by} has ended the seat of {name} in {group}."
_WAITS = (
    " The group acts in the members’ name, so this counts for nothing but reading and speaking until a second person has "
    "confirmed it: somebody else who sits in the group, or one of the executive.\n\n{url}"
)
_CONFIRMED = (
    "{by} has confirmed the seat of {name} in {group} ({words}), which {giver} gave. It counts from now on."
)
_REFUSED = "{by} has refused the seat of {name} in {group} ({words}), which {giver} gave. The seat has ended."
_GROUP_ENDED = (
    "{by} has ended the group {group}. Nobody leads, votes or acts in it any more. What it decided stays."
)
_END = (
    "\n\nIf this is not right, speak with {by}, or with your administrators or the executive."
    "\n\nThis mail tells who decides with you, so it cannot be switched off.\n"
)


def tell_seated(
    group_id: int,
    group: str,
    seat_id: int,
    name: str,
    words: str,
    by: str,
    waits: bool,
    can: Collection[int],
) -> None:
    """Somebody has a seat now. Where it ``waits`` for a second person, those who ``can`` confirm it are told too."""
    text = _SEATED.format(by=by, name=name, group=group, words=words.lower())
    if waits:
        text += _WAITS.format(url=address_of("network.confirm_seat", group_id=group_id, seat_id=seat_id))
    _tell(group_id, set(can), f"seat:{seat_id}:begun", f"New seat in {group}: {name}", text, by)


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
