"""Mail about seats: to everybody who sits in the group, because who sits there decides for it."""

from federation.kernel import outbox
from federation.network.groups.queries import people_seated

_SEATED = "{by} has given {name} a seat in {group}: {words}."
_ENDED = "{by} has ended the seat of {name} in {group}."
_END = (
    "\n\nIf this is not right, speak with {by}, or with your administrators or the executive."
    "\n\nThis mail tells who decides with you, so it cannot be switched off.\n"
)


def tell_seated(group_id: int, group: str, seat_id: int, name: str, words: str, by: str) -> None:
    """Somebody has a seat now."""
    text = _SEATED.format(by=by, name=name, group=group, words=words.lower())
    _tell(group_id, set(), f"seat:{seat_id}:begun", f"New seat in {group}: {name}", text, by)


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
