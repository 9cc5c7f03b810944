"""Who holds the votes of several voters: it is said wherever the roll is, before a vote opens and for good."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.numbers import joined

MOST_NAMED: Final = 5


class VoteHolder(NamedTuple):
    """Somebody who can cast the votes of more than one voter of a roll."""

    name: str
    practices: int


def holders_in_words(holders: Sequence[VoteHolder], practices: int, voters: VoterNoun = PRACTICES) -> str:
    """``One person holds the votes of all 12 practices: Ann Lee.`` Nothing where nobody holds more than one.

    ``holders`` begin with who holds most; ``practices`` are on the roll.
    """
    if not holders:
        return ""
    first = holders[0]
    if len(holders) == 1:
        held = (voters.whole if first.practices == practices else voters.counted)(first.practices)
        return f"One person holds the votes of {held}: {first.name}."
    rest = len(holders) - MOST_NAMED
    named = holders if rest <= 1 else holders[:MOST_NAMED]
    each = [f"{one.name} ({one.practices:,})" for one in named] + ([f"{rest:,} more"] if rest > 1 else [])
    return f"{len(holders):,} people hold the votes of several {voters.many}: {joined(each)}."


def one_holds_most(holders: Sequence[VoteHolder], practices: int) -> bool:
    """Whether one person holds the votes of more than half of the practices."""
    return bool(holders) and 2 * holders[0].practices > practices
