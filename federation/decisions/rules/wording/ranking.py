"""Voters from the largest or from the smallest, for examples such as 'the 5 largest vote for'."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.roll import RollVoter

Measure = Literal["patients", "weight"]


@dataclass(frozen=True)
class VoterRanking:
    """Voters in order of a measure. ``kind`` is the word for the first of them: 'largest', or 'most' of
    'the most votes'.
    """

    entries: tuple[RollVoter, ...]
    measure: Measure
    kind: str
    voters: VoterNoun

    @property
    def codes(self) -> tuple[str, ...]:
        """Their codes in this order."""
        return tuple(entry.code for entry in self.entries)

    def fewest(self, need: VoteNeed, measure: Measure) -> int | None:
        """How many of the first are just enough against all others, or None if even all are not."""
        sums = list(accumulate(getattr(entry, measure) for entry in self.entries))
        return next((number for number, part in enumerate(sums, 1) if need.met(part, sums[-1])), None)

    def below(self, least: int) -> int:
        """How many of the first have, together, fewer than ``least`` votes."""
        return sum(1 for part in accumulate(entry.weight for entry in self.entries) if part < least)

    def clear_cut(self, number: int) -> bool:
        """Whether it makes no difference who is meant where some are equal at the cut."""
        if number >= len(self.entries):
            return True
        at_cut = getattr(self.entries[number - 1], self.measure)
        equals = [entry for entry in self.entries if getattr(entry, self.measure) == at_cut]
        cuts_through = getattr(self.entries[number], self.measure) == at_cut
        return not cuts_through or len({(entry.weight, entry.patients) for entry in equals}) == 1

    def first(self, number: int) -> str:
        """``The 5 largest``, ``The smallest``, ``The larger`` of two, ``The 5 with the most votes``."""
        if self.measure == "weight":
            who = self.voters.one if number == 1 else f"{number:,}"
            return f"The {who} with the {self.kind} votes"
        if len(self.entries) == 2:
            return {"largest": "The larger", "smallest": "The smaller"}[self.kind]
        return f"The {self.kind}" if number == 1 else f"The {number:,} {self.kind}"

    def against_the_rest(self, number: int, said: str = "for", rest_said: str = "against") -> str:
        """``The 5 largest vote for, the other 7 against``."""
        rest, practices = len(self.entries) - number, len(self.entries)
        verb = "votes" if number == 1 else "vote"
        if rest == 0:
            return f"{self.voters.out_of(practices, practices)} {verb} {said}"
        return f"{self.first(number)} {verb} {said}, the other {'' if rest == 1 else f'{rest:,} '}{rest_said}"


def by_patients(entries: Sequence[RollVoter], largest: bool) -> VoterRanking:
    """From the practice with the most patients, or with the fewest."""
    order = sorted(entries, key=lambda entry: (entry.patients, entry.weight, entry.code), reverse=largest)
    return VoterRanking(tuple(order), "patients", "largest" if largest else "smallest", PRACTICES)


def by_votes(entries: Sequence[RollVoter], largest: bool, voters: VoterNoun = PRACTICES) -> VoterRanking:
    """From the voter with the most votes, or with the fewest."""
    order = sorted(entries, key=lambda entry: (entry.weight, entry.patients, entry.code), reverse=largest)
    return VoterRanking(tuple(order), "weight", "most" if largest else "fewest", voters)
