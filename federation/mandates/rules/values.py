"""The values that the rules of mandates are about. Money is whole pence, a moment has its zone."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

POWERS: Final = ("recommend", "decide", "spend", "buy", "open_tender", "publish")
MONEY_POWERS: Final = frozenset({"spend", "buy"})
"""The powers whose acts promise money; an act under any other promises none."""
RATIFYING: Final = ("none", "silence", "vote")
"""How the members accept a report: not at all, unless a practice objects, or by a vote."""
EVENTS: Final = ("act", "call_in", "end")
"""After what a report is asked for: an act that costs more than agreed, a call-in, the end of the mandate."""
LARGEST_PENCE: Final = 10**13
"""More than any federation has: £100,000 million."""


@dataclass(frozen=True, slots=True)
class GrantedPowers:
    """What the members let a group do: in which areas of work, with which powers, and for how much money.

    ``item_pence`` is the most for one item, ``total_pence`` for all together. ``reserved`` are matters that the members
    keep for themselves: a power, an area, both as ``power:area``, or words of theirs. Where the members ``ratify`` what the group
    brings them, they keep for themselves what is published: nothing is before they have ratified it.
    """

    areas: Set[str]
    powers: Set[str]
    item_pence: int = 0
    total_pence: int = 0
    reserved: Set[str] = frozenset()
    ratify: bool = False


@dataclass(frozen=True, slots=True)
class GroupAct:
    """What a group wants to do: under which power, in which area, for how many pence, and in words; ``touches`` are the
    reserved matters that whoever acts says it is about."""

    power: str
    area: str
    pence: int
    words: str
    touches: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MandateLedger:
    """What a group has spent and promised under its mandate, and of that for the item in question, all in pence.
    Promised is what is not spent yet. ``envelope_left_pence`` is what is left in the group's envelope of the members' budget;
    None where no budget holds."""

    spent_pence: int = 0
    committed_pence: int = 0
    item_pence: int = 0
    envelope_left_pence: int | None = None
