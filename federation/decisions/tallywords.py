"""How a vote went, in the few words that a list has room for."""

from federation.decisions import rules
from federation.decisions.words import STANCES


def how_it_went(verdict: rules.Verdict, options: tuple[rules.Option, ...] = ()) -> str:
    """For example "For 8, against 2, abstained 1", or "7 of 12 voted; 9 were needed"."""
    tally, roll = verdict.tally, verdict.roll
    if verdict.verdict == "inquorate":
        lost = next((test for test in verdict.tests if not test.met), None)
        return f"{tally.voted.practices} of {roll.practices} voted" + (
            f"; {lost.need} needed" if lost else ""
        )
    counts = dict(tally.stances)
    if "object" in counts:
        left = counts["object"].practices
        words = "No objections left" if left == 0 else f"{left} objection{'s' if left > 1 else ''} left"
        return (
            f"{words}. {tally.resolved} {'was' if tally.resolved == 1 else 'were'} resolved"
            if tally.resolved
            else words
        )
    if "for" in counts:
        shown = [
            f"{STANCES[stance].word} {counts[stance].practices}"
            for stance in ("for", "against", "abstain")
            if stance != "abstain" or counts[stance].practices
        ]
        return ", ".join(shown[:1] + [words.lower() for words in shown[1:]])
    titles = {option.id: option.title for option in options}
    ranked = sorted(
        ((count.practices, stance) for stance, count in counts.items() if count.practices),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return (
        ", ".join(f"{titles.get(stance, stance)} {number}" for number, stance in ranked[:4])[:200]
        or "No votes"
    )
