"""Floors in words: as pages list them, and as the exact text of a proposal to change them."""

from typing import Final, NamedTuple

from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.numbers import joined
from federation.decisions.rules.floors import VoteFloors
from federation.decisions.rules.methods import METHODS

TITLE: Final = "Change what every vote of our federation asks for at least"
_WEIGHTS: Final = {
    "one": "one vote each",
    "patients": "votes by patients",
    "banded": "votes by bands of patients",
    "shares": "numbers of votes given by hand",
}
_OWN: Final = {
    "nobody": "Only rules that every federation has may be used.",
    "executives": "Only the executive may use a rule that our federation does not keep.",
    "anybody": "Whoever puts a proposal to the vote may write the rule for it.",
}
_REPLACING: Final = {
    "same": "A decision is replaced only under a rule that asks for as much as its own, and under its floors at least.",
    "any": "A decision may be replaced under any rule.",
}


class FloorInWords(NamedTuple):
    """One floor: what it is about, and a sentence."""

    about: str
    words: str


def floors_as_read(floors: VoteFloors) -> tuple[FloorInWords, ...]:
    """Every floor, in a fixed order."""
    hours = f"{floors.notice_hours:,} hour{'' if floors.notice_hours == 1 else 's'}"
    return (
        FloorInWords(
            "Notice",
            f"Voting is open for at least {hours}, unless every practice has voted before."
            if floors.notice_hours
            else "There is no shortest time for voting.",
        ),
        FloorInWords(
            "Practices that vote",
            _need(floors.quorum, "of the practices must vote", "No number of practices must vote."),
        ),
        FloorInWords(
            "Votes for", _need(floors.share, "of the votes must be for", "No share of the votes must be for.")
        ),
        FloorInWords("Ways to decide", f"Allowed: {joined([METHODS[one].among for one in floors.methods])}."),
        FloorInWords("Votes of a practice", f"Allowed: {joined([_WEIGHTS[one] for one in floors.weights])}."),
        FloorInWords("Other rules", _OWN[floors.own_rules]),
        FloorInWords("Replacing a decision", _REPLACING[floors.replacing]),
    )


def changes_in_words(before: VoteFloors, after: VoteFloors) -> tuple[FloorInWords, ...]:
    """The floors that differ, each with what held before."""
    return tuple(
        FloorInWords(new.about, f"{new.words} Until now: {old.words}")
        for old, new in zip(floors_as_read(before), floors_as_read(after), strict=True)
        if old != new
    )


def text_of_change(before: VoteFloors, after: VoteFloors) -> str:
    """The exact text that members decide: what follows from the two, and nothing else."""
    changed = [f"- {one.about}: {one.words}" for one in changes_in_words(before, after)]
    all_of_them = [f"- {one.about}: {one.words}" for one in floors_as_read(after)]
    return "\n\n".join(
        (
            "We change what every vote of our federation asks for at least.",
            "\n".join(("What changes:", *changed)),
            "\n".join(("From then on all of this holds:", *all_of_them)),
            "It holds as soon as this is carried, for every vote that opens afterwards. Votes that are open keep what "
            "held when they opened. Only another decision of the members changes it again.",
        )
    )


def text_of_setting(title: str, before: str, after: str) -> tuple[str, str]:
    """Title and exact text of a proposal to change one value that members agree."""
    return f"Change what we have agreed: {title}", "\n\n".join(
        (
            after,
            f"Until now: {before}",
            "It holds as soon as this is carried. Only another decision of the members changes it again.",
        )
    )


def _need(need: VoteNeed | None, what: str, none: str) -> str:
    if need is None:
        return none
    return f"{need.words[0].upper()}{need.words[1:]} {what}, in every vote that binds."
