"""The authority check: whether an act of a group lies within its mandate, and if not, for which reasons."""

from dataclasses import dataclass
from typing import Final

from federation.mandates.rules.values import MONEY_POWERS, GrantedPowers, GroupAct, MandateLedger

REASONS: Final = ("task", "power", "amount", "total", "term", "reserved", "suspended")


@dataclass(frozen=True, slots=True)
class WithinMandate:
    """The act may be done; so many pence are left after it."""

    left_pence: int


@dataclass(frozen=True, slots=True)
class OutsideMandate:
    """The act may not be done, for each of these reasons, in the order of ``REASONS``; there is one at least."""

    reasons: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("an act is outside a mandate for a reason")


def check(
    granted: GrantedPowers | None, state: str, act: GroupAct, ledger: MandateLedger
) -> WithinMandate | OutsideMandate:
    """Whether an act lies within a mandate that stands so (``state_at`` of this moment), with what was spent before it.

    Without a mandate every act is outside, for want of a task, a power and a term. Raises :class:`ValueError` for an
    amount below nothing: money that comes back is no act of a group.
    """
    if act.pence < 0:
        raise ValueError("an act promises nothing or more")
    if granted is None:
        return OutsideMandate(("task", "power", "term"))
    found = {
        "task": act.area not in granted.areas,
        "power": act.power not in granted.powers or (act.pence > 0 and act.power not in MONEY_POWERS),
        "amount": act.pence > 0 and ledger.item_pence + act.pence > granted.item_pence,
        "total": act.pence > 0 and act.pence > free_pence(granted, ledger),
        "term": state not in ("in_force", "suspended"),
        "reserved": _is_reserved(granted, act),
        "suspended": state == "suspended",
    }
    reasons = tuple(reason for reason in REASONS if found[reason])
    return OutsideMandate(reasons) if reasons else WithinMandate(free_pence(granted, ledger) - act.pence)


def left_pence(granted: GrantedPowers, ledger: MandateLedger) -> int:
    """What is neither spent nor promised."""
    return granted.total_pence - ledger.spent_pence - ledger.committed_pence


def free_pence(granted: GrantedPowers, ledger: MandateLedger) -> int:
    """What the group can still promise: what its mandate has left, and its envelope where a budget holds."""
    left = left_pence(granted, ledger)
    return left if ledger.envelope_left_pence is None else min(left, ledger.envelope_left_pence)


def item_of(words: str) -> str:
    """The item that an act is about, from its words: the same for the same words, however they are spaced and set."""
    return " ".join(words.casefold().split()).rstrip(".")


def _is_reserved(granted: GrantedPowers, act: GroupAct) -> bool:
    """Whether the members keep the matter: they named the power, the area or both, whoever acts says so, the words of the act
    hold the words of the matter, or it publishes what they ratify first."""
    if granted.ratify and act.power == "publish" and act.power in granted.powers:
        return True
    named = {act.power, act.area, f"{act.power}:{act.area}", *act.touches}
    said = item_of(act.words)
    return any(matter in named or item_of(matter) in said for matter in granted.reserved if item_of(matter))
