"""What powers, states and reasons are called on pages, in plain words."""

from collections.abc import Mapping
from typing import Any, Final

from federation.kernel.words import money, plural
from federation.mandates.rules import EVENT_TIME

POWER_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "recommend": ("Recommend", "Look into something and say what the members should do"),
    "decide": ("Decide", "Settle a matter within its task, without asking the members"),
    "spend": ("Spend", "Pay for something, within the money it has"),
    "buy": ("Buy", "Order what practices use, within the money it has"),
    "open_tender": ("Open a tender", "Ask for bids. Who gets the contract is another matter"),
    "publish": ("Publish", "Say something in public on behalf of the members"),
}
EVENT_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "act": ("An act that costs more than you say below", "Within 14 days"),
    "call_in": ("A practice calls an act in", "Within 14 days"),
    "end": ("The mandate ends soon", "Before its last day is over"),
}
RATIFY_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "none": ("No", "The members read its reports"),
    "silence": ("Yes, unless a practice objects", "One objection makes it a vote"),
    "vote": ("Yes, by a vote", "Each report is put to the vote"),
}
OWN_SEAT_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "": ("No", "Seats are given, or people are elected to them"),
    "voice": (
        "Yes, with a voice",
        "Whoever represents the practice reads and discusses, and has no vote in the group",
    ),
    "vote": ("Yes, with a vote", "Whoever represents the practice votes in the group and acts for it"),
}
STATE_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "none": ("No mandate", "grey"),
    "proposed": ("Mandate proposed", "blue"),
    "in_force": ("Mandate in force", "green"),
    "suspended": ("Mandate suspended", "red"),
    "ended": ("Mandate ended", "grey"),
    "withdrawn": ("Mandate withdrawn", "grey"),
}
ACT_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "standing": ("Done", "green"),
    "held": ("Called in", "yellow"),
    "refused": ("Stopped by the members", "pink"),
    "settled": ("Done and settled", "green"),
}
REPORT_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "sent": ("To ratify", "yellow"),
    "noted": ("Noted", "aqua"),
    "ratified": ("Ratified", "green"),
    "sent_back": ("Sent back", "orange"),
}
REASON_WORDS: Final[Mapping[str, str]] = {
    "task": "It is not in an area of work that the members gave this group.",
    "power": "The members did not give this group that power.",
    "amount": "It is more than the group may spend on one item.",
    "total": "It is more than the group has left.",
    "term": "The group has no mandate that is in force.",
    "reserved": "The members keep this matter for themselves.",
    "suspended": "A report is overdue. Until it is in, the group may do nothing in the members’ name.",
}

_BEFORE: Final[Mapping[str, Any]] = {
    "report_events": (),
    "report_above_pence": 0,
    "report_hours": 0,
    "report_informs": "",
    "own_seats": "",
}
"""What a mandate says that was given before mandates said it."""


def listed(words: list[str], nothing: str = "Nothing") -> str:
    """``Recommend, spend and buy``: the first as it is, the others with a small letter."""
    if not words:
        return nothing
    first, *others = words
    small = [first, *(one[:1].lower() + one[1:] for one in others)]
    return small[0] if len(small) == 1 else f"{', '.join(small[:-1])} and {small[-1]}"


def report_words(terms: Mapping[str, Any]) -> str:
    """When it reports, and what happens where it does not."""
    asked = [f"every {plural(terms['report_days'], 'day')}"] if terms["report_days"] else []
    asked += [event_words(terms, event) for event in term_of(terms, "report_events")]
    if not asked:
        return "None are asked for"
    when = listed([asked[0][:1].upper() + asked[0][1:], *asked[1:]])
    late = plural(terms["grace_days"], "day")
    return f"{when}. If one is {late} late, the group may do nothing until it is in"


def event_words(terms: Mapping[str, Any], event: str) -> str:
    """After what a report is asked for, in words that go on a sentence."""
    if event == "end":
        return "before the mandate ends"
    cause = "a practice calls an act in"
    if event == "act":
        above = term_of(terms, "report_above_pence")
        cause = f"an act that costs more than {money(above)}" if above else "an act that costs money"
    return f"within {plural(EVENT_TIME.days, 'day')} after {cause}"


def term_of(terms: Mapping[str, Any], name: str) -> Any:
    """What a mandate says; of one that was given before mandates said it, what holds then."""
    return terms.get(name, _BEFORE[name])


def duty_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What reports are for and how long one takes."""
    informs, hours = term_of(terms, "report_informs"), term_of(terms, "report_hours")
    if not informs or not (terms["report_days"] or term_of(terms, "report_events")):
        return []
    return [("What its reports are for", f"{informs}. Each takes about {plural(hours, 'hour')}")]


def own_seats_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Whether practices take a seat in the group themselves, where they do."""
    gives = term_of(terms, "own_seats")
    return [("Each practice can take a seat itself", OWN_SEAT_TITLES[gives][0])] if gives else []


def publishing_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """When the group publishes, where it may."""
    if "publish" not in terms["powers"] or terms["ratify"] == "none":
        return []
    return [("Publishing", "Nothing before the members have ratified it: the group asks them each time")]
