"""The practices from the largest or from the smallest, for examples such as 'the 5 largest vote for'."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from .need import Need
from .roll import RollEntry

Measure = Literal["patients", "weight"]


@dataclass(frozen=True)
class Ranking:
    """Practices in order of a measure. ``one`` and ``many`` name the first of them: 'largest', 'with the most votes'."""

    entries: tuple[RollEntry, ...]
    measure: Measure
    kind: str

    @property
    def codes(self) -> tuple[str, ...]:
        """Practice codes in this order."""
        return tuple(entry.code for entry in self.entries)

    def fewest(self, need: Need, measure: Measure) -> int | None:
        """How many of the first practices are just enough against all others, or None if even all are not."""
        sums = list(accumulate(getattr(entry, measure) for entry in self.entries))
        return next((number for number, part in enumerate(sums, 1) if need.met(part, sums[-1])), None)

    def below(self, least: int) -> int:
        """How many of the first practices have, together, fewer than ``least`` votes."""
        return sum(1 for part in accumulate(entry.weight for entry in self.entries) if part < least)

    def clear_cut(self, number: int) -> bool:
        """Whether it makes no difference which practices are meant where some are equal at the cut."""
        if number >= len(self.entries):
            return True
        at_cut = getattr(self.entries[number - 1], self.measure)
        equals = [entry for entry in self.entries if getattr(entry, self.measure) == at_cut]
        cuts_through = getattr(self.entries[number], self.measure) == at_cut
        return not cuts_through or len({(entry.weight, entry.patients) for entry in equals}) == 1

    def first(self, number: int) -> str:
        """``The 5 largest``, ``The smallest``, ``The 5 with the most votes``."""
        if self.measure == "patients":
            return f"The {self.kind}" if number == 1 else f"The {number:,} {self.kind}"
        return f"The practice with the {self.kind} votes" if number == 1 else f"The {number:,} with the {self.kind} votes"

    def against_the_rest(self, number: int) -> str:
        """``The 5 largest vote for, the other 7 against``."""
        rest = len(self.entries) - number
        if rest == 0:
            return {1: "The only practice votes for", 2: "Both practices vote for"}.get(number, f"All {number:,} practices vote for")
        return f"{self.first(number)} {'votes' if number == 1 else 'vote'} for, the other {'' if rest == 1 else f'{rest:,} '}against"


def by_patients(entries: Sequence[RollEntry], largest: bool) -> Ranking:
    """From the practice with the most patients, or with the fewest."""
    order = sorted(entries, key=lambda entry: (entry.patients, entry.weight, entry.code), reverse=largest)
    return Ranking(tuple(order), "patients", "largest" if largest else "smallest")


def by_votes(entries: Sequence[RollEntry], largest: bool) -> Ranking:
    """From the practice with the most votes, or with the fewest."""
    order = sorted(entries, key=lambda entry: (entry.weight, entry.patients, entry.code), reverse=largest)
    return Ranking(tuple(order), "weight", "most" if largest else "fewest")
