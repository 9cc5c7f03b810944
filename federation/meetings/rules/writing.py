"""The draft of minutes: what is known of a meeting, as text that somebody reads over and completes."""

from collections.abc import Sequence
from typing import NamedTuple


class MinutesItem(NamedTuple):
    """An item of the agenda: its title, what was said, how it ended, how its vote went and what somebody does about it, in
    words."""

    title: str
    said: str = ""
    outcome: str = ""
    vote: str = ""
    actions: Sequence[str] = ()


class MinutesFacts(NamedTuple):
    """What is known of a meeting, in words. ``here``, ``apologies`` and ``quorum`` are empty where nothing is to be said of them,
    as in notes without names."""

    place: str
    began: str
    here: Sequence[str]
    apologies: Sequence[str]
    quorum: str
    items: Sequence[MinutesItem]


def drafted(facts: MinutesFacts) -> str:
    """The minutes as far as they write themselves: paragraphs, with a blank line between them."""
    opening = [" ".join(filter(None, [f"{facts.place}, {facts.began}.", facts.quorum]))]
    if facts.here:
        opening.append(f"Here ({len(facts.here)}): {', '.join(facts.here)}.")
    if facts.apologies:
        opening.append(f"Apologies: {', '.join(facts.apologies)}.")
    return "\n\n".join([*opening, *(_item(number, item) for number, item in enumerate(facts.items, 1))])


def _item(number: int, item: MinutesItem) -> str:
    lines = [f"{number}. {item.title}", item.said, item.outcome and f"{item.outcome}.", item.vote]
    return "\n".join([*filter(None, lines), *(f"Action: {words}" for words in item.actions)])
