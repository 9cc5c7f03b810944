"""How far what practices need is from the least amount of an offer, and from its next price."""

from fractions import Fraction
from typing import NamedTuple

from federation.purchasing.rules.offers import OfferTerms, price_at

_ROOM = Fraction(17, 16)
"""The scale ends so far behind the last step."""


class PriceStep(NamedTuple):
    """From so many packs on, one costs so many pence; ``more`` packs are missing (0: it is reached)."""

    packs: int
    pence: int
    more: int


class OfferProgress(NamedTuple):
    """So many packs are needed of an offer with these steps. The first is its least amount where ``has_minimum``."""

    packs: int
    steps: tuple[PriceStep, ...]
    has_minimum: bool

    @property
    def next_step(self) -> PriceStep | None:
        """The first step that is not reached."""
        return next((one for one in self.steps if one.more), None)

    @property
    def is_short(self) -> bool:
        """Whether the least amount is not reached, so that nothing can be ordered."""
        return self.has_minimum and self.steps[0].more > 0

    def share(self, packs: int) -> str:
        """Where so many packs stand on the scale, in percent."""
        whole = max(Fraction(self.packs), self.steps[-1].packs * _ROOM)
        return f"{float(100 * packs / whole):.2f}"


def progress_of(offer: OfferTerms, packs: int) -> OfferProgress | None:
    """How far so many packs are; None where the offer asks for no least amount and has one price alone."""
    at = [offer.minimum] if offer.minimum else []
    at += [one.packs for one in sorted(offer.breaks) if one.packs > offer.minimum]
    if not at:
        return None
    steps = tuple(PriceStep(many, price_at(offer, many), max(0, many - packs)) for many in at)
    return OfferProgress(packs, steps, offer.minimum > 0)
