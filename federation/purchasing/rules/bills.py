"""How a bill is split to the penny, and what was saved: what nobody measured is unknown, never nought."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from federation.kernel.measures import Sharer, Sharing


class Payer(NamedTuple):
    """A practice that has ordered: its patients (None: not known), what it ordered in packs, and in the order what it is to pay,
    what it paid for as much before (None: it did not say), and how many packs came."""

    practice: str
    patients: int | None
    packs: int
    pence: int
    baseline_pence: int | None
    came: int


class SavedAmount(NamedTuple):
    """What a practice has paid, what it would have paid before for as much, and what it saved: None where it is not known."""

    practice: str
    paid_pence: int
    baseline_pence: int | None

    @property
    def saved_pence(self) -> int | None:
        """What it saved; below nought where it paid more."""
        return None if self.baseline_pence is None else self.baseline_pence - self.paid_pence


def split_bill(pence: int, basis: str, payers: Sequence[Payer]) -> dict[str, int]:
    """What each pays of a bill, by code; the sum is the bill. ``basis``: ``quantity``, ``patients`` or ``equal``. Raises
    ``ValueError`` where somebody's patients are not known and the basis needs them."""
    if basis == "patients" and any(one.patients is None for one in payers):
        raise ValueError("not everybody's patients are known")
    weights = {
        "quantity": [one.packs for one in payers],
        "patients": [one.patients or 0 for one in payers],
        "equal": [1] * len(payers),
    }[basis]
    sharers = [
        Sharer(one.practice, one.patients or 0, weight) for one, weight in zip(payers, weights, strict=True)
    ]
    return Sharing(sharers).share(pence)


def saved(
    payers: Iterable[Payer], paid: dict[str, int], ordered_pence: int, billed_pence: int, settled: bool
) -> list[SavedAmount]:
    """What each practice saved on the part of an order that was billed. Where the order is settled for less than was promised it
    is the part that came, so that what never came saves nobody anything. What was paid before is rounded to the penny, halves
    up."""
    whole = Fraction(billed_pence, ordered_pence) if ordered_pence else Fraction(1)
    return [
        SavedAmount(
            one.practice,
            paid.get(one.practice, 0),
            None
            if one.baseline_pence is None
            else int(
                one.baseline_pence * (Fraction(one.came, one.packs) if settled and whole < 1 else whole)
                + Fraction(1, 2)
            ),
        )
        for one in payers
    ]
