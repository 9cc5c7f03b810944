"""The kinds of matter that a proposal may be about. Each keeps its key for good; its title can be said better."""

from federation.decisions.proposals.texts import Kind, free_key, kinds_of, retired_kinds_of, stem_of
from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.locking import locked
from federation.network.models import Federation

LONGEST_TITLE = 80
MOST_KINDS = 20


def add_kind(actor: Actor, title: str) -> str:
    """Add a kind and return its key, which no other kind ever gets. One that was retired comes back with its own."""
    authorize(actor, "decisions.kinds")
    with unit_of_work():
        federation = locked()
        current, retired = list(kinds_of(federation.settings)), list(retired_kinds_of(federation.settings))
        title = _checked(title, current)
        if len(current) >= MOST_KINDS:
            raise Refusal(f"There are {MOST_KINDS} kinds of matter already. Retire one first.")
        back = next((key for key, words in retired if words.casefold() == title.casefold()), None)
        key = back or free_key(stem_of(title, "kind"), {*dict(current), *dict(retired)})
        _keep(federation, [*current, (key, title)], [one for one in retired if one[0] != key])
        _note(actor, federation, "kind.added", key, title)
        return key


def rename_kind(actor: Actor, key: str, title: str) -> None:
    """Say what a kind is called; proposals of this kind show the new words."""
    authorize(actor, "decisions.kinds")
    with unit_of_work():
        federation = locked()
        current = _current(federation, key)
        title = _checked(title, [one for one in current if one[0] != key])
        if dict(current)[key] == title:
            return
        _keep(federation, [(one, title if one == key else words) for one, words in current])
        _note(actor, federation, "kind.renamed", key, title)


def retire_kind(actor: Actor, key: str) -> None:
    """Offer a kind no more. Proposals and decisions of this kind stay what they are."""
    authorize(actor, "decisions.kinds")
    with unit_of_work():
        federation = locked()
        current = _current(federation, key)
        if len(current) == 1:
            raise Refusal("This is the last kind of matter. Add another one first.")
        gone = (key, dict(current)[key])
        retired = [*retired_kinds_of(federation.settings), gone]
        _keep(federation, [one for one in current if one[0] != key], retired)
        _note(actor, federation, "kind.retired", *gone)


def _current(federation: Federation, key: str) -> list[Kind]:
    current = list(kinds_of(federation.settings))
    if key not in dict(current):
        raise NotFound()
    return current


def _checked(title: str, others: list[Kind]) -> str:
    title = " ".join(title.split())
    if not title:
        raise Invalid("Enter what this kind of matter is called", "title")
    if len(title) > LONGEST_TITLE:
        raise Invalid(f"The name must have {LONGEST_TITLE} characters or less", "title")
    if title.casefold() in {words.casefold() for _, words in others}:
        raise Invalid("There is a kind of matter with this name already", "title")
    return title


def _keep(federation: Federation, current: list[Kind], retired: list[Kind] | None = None) -> None:
    settings = {**federation.settings, "kinds": [list(one) for one in current]}
    if retired is not None:
        settings["retired_kinds"] = [list(one) for one in retired]
    federation.settings = settings


def _note(actor: Actor, federation: Federation, act: str, key: str, title: str) -> None:
    record.append(actor.person_id, act, f"federation:{federation.id}", kind=key, title=record.digest(title))
