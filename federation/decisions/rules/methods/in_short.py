"""How a vote went, in a few words: by ways to vote, or by options."""

from collections.abc import Sequence

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.method import STANCES


def by_stance(tally: VoteTally, _options: Sequence[VoteOption]) -> str:
    """``For 8, against 2, abstained 1``: abstentions only where there are some."""
    shown = [
        f"{STANCES[stance].word} {count.practices}"
        for stance, count in tally.stances
        if STANCES[stance].side != "other" or count.practices
    ]
    return ", ".join(shown[:1] + [words.lower() for words in shown[1:]])


def by_option(tally: VoteTally, options: Sequence[VoteOption]) -> str:
    """``Harbour Care 8, Tern Homes 3``: the four with most votes."""
    titles = {option.id: option.title for option in options}
    ranked = sorted(
        ((count.practices, stance) for stance, count in tally.stances if count.practices),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return ", ".join(f"{titles.get(stance, stance)} {number}" for number, stance in ranked[:4]) or "No votes"
