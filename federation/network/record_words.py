"""The record in plain words: what each act is called, and where its subject is shown."""

import json
from collections.abc import Mapping
from typing import Any, Final

from federation.kernel.policy import ROLE_TITLES
from federation.kernel.web import here
from federation.plugin.door import door

_COUNTED: Final = (
    ("added", "new"),
    ("changed", "changed"),
    ("closed", "closed"),
    ("reopened", "open again"),
    ("left_out", "left out"),
    ("new_neighbourhoods", "new neighbourhoods"),
)
_IMPORTS: Final = frozenset({"practices.imported", "list_sizes.imported", "neighbourhoods.imported"})


def act_in_words(action: str) -> str:
    """An act in the words that follow a name."""
    act = door().acts.get(action)
    return act.words if act else action


_ROLES: Final[Mapping[str, str]] = {
    "membership.started": "gave {who} the role {role}",
    "membership.restarted": "came by a link that somebody else had seen: the role {role} began anew, {given}",
    "membership.joined": "joined with the role {role}, invited as {guest}",
    "membership.ended": "ended the role {role} of {who}",
    "membership.confirmed": "confirmed the role {role} of {who}, {given}",
    "membership.refused": "refused the role {role} of {who}, {given}",
    "membership.chair": "made {who} the chair",
    "membership.chair_confirmed": "confirmed {who} as the chair, {given}",
    "membership.chair_refused": "refused {who} as the chair, {given}",
}

_SEATS: Final[Mapping[str, str]] = {
    "seat.confirmed": "confirmed the seat of {who}, {given}",
    "seat.refused": "refused the seat of {who}, {given}",
}

_DECIDING: Final = frozenset({"executive", "representative", "member"})
_SECOND: Final = frozenset({"membership.started", "membership.chair"})
"""What nobody does for themselves without a second person, where there is one."""


def subjects_within(action: str, data: str) -> set[str]:
    """The subjects that an entry names in its data, whose names its words need."""
    if action not in _ROLES and action not in _SEATS:
        return set()
    known = read_data(data)
    found = {f"practice:{known['practice']}"} if known.get("practice") else set()
    return found | {f"person:{known[key]}" for key in ("given_by", "guest", "person") if known.get(key)}


def seat_in_record(action: str, data: str, names: Mapping[str, str]) -> str:
    """The second person's word on a seat, with the names of today of whose it is and of who gave it; nothing for other acts."""
    if action not in _SEATS:
        return ""
    known = read_data(data)
    holder = f"person:{known['person']}" if known.get("person") else f"practice:{known['practice']}"
    giver = f"person:{known['given_by']}"
    return _SEATS[action].format(
        who=names.get(holder) or holder.replace(":", " "),
        given=f"given by {names.get(giver) or giver.replace(':', ' ')}",
    )


def role_in_record(
    action: str, subject: str, data: str, names: Mapping[str, str], by: int | None = None
) -> str:
    """What was done with a role, with the names of today of whom and of which practice; nothing for other acts. ``by``
    did it: what somebody gave themselves is said so."""
    if action not in _ROLES:
        return ""
    known = read_data(data)
    role = ROLE_TITLES.get(known["role"], known["role"])
    if practice := known.get("practice"):
        role += f" of {names.get(f'practice:{practice}') or f'practice {practice}'}"
    giver = known.get("given_by")
    own = subject == f"person:{by}" and action in _SECOND
    words = _ROLES[action].format(
        who="themselves" if own else names.get(subject) or subject_in_words(subject).lower(),
        role=role,
        given=f"given by {names.get(f'person:{giver}') or f'person {giver}'}"
        if giver
        else "given at the terminal",
        guest=names.get(f"person:{known.get('guest')}") or f"person {known.get('guest')}",
    )
    if known.get("waits"):
        return f"{words}, to be confirmed by a second person"
    return f"{words}, without a second person" if own and known["role"] in _DECIDING else words


def detail_in_words(action: str, data: str) -> str:
    """What an import did, in numbers, what votes of a new federation ask for at least, and the sentences of an act that
    has some; nothing for others."""
    act = door().acts.get(action)
    if act and act.detail:
        return " ".join(read_data(data).get(act.detail, ()))
    if action == "federation.created":
        return _first_floors(read_data(data).get("floors"))
    if action not in _IMPORTS:
        return ""
    counts = read_data(data)
    return ", ".join(f"{counts[key]:,} {words}" for key, words in _COUNTED if counts.get(key))


def _first_floors(floors: Mapping[str, Any] | None) -> str:
    """What votes of a new federation ask for at least."""
    if floors is None:
        return ""
    hours, quorum = floors["notice_hours"], floors["quorum"]
    share = f"more than {quorum['fraction']}" if quorum else "no number"
    return f"Voting is open for {hours} hours at least; {share} of the practices must vote."


def read_data(data: str) -> dict[str, Any]:
    """The data of an entry."""
    found: dict[str, Any] = json.loads(data)
    return found


def subject_in_words(subject: str) -> str:
    """``Decision or proposal 31`` of ``decision:31``; a subject that is not known as it stands."""
    kind, _, number = subject.partition(":")
    thing = door().things.get(kind)
    return thing.words.replace("{}", number) if thing else subject


def page_of(subject: str) -> str:
    """The address of the page that shows a subject, or nothing."""
    kind, _, number = subject.partition(":")
    known = number.isascii() and number.isdigit()
    return door().page_of(kind, int(number), here().plugins) if known else ""
