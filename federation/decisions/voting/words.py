"""How a vote went, in the few words that a list has room for."""

from federation.decisions import rules
from federation.decisions.words import STANCES

LONGEST = 200


def how_it_went(
    verdict: rules.Verdict, options: tuple[rules.Option, ...] = (), casting_vote: str | None = None
) -> str:
    """For example "For 8, against 2, abstained 1", "7 of 12 voted; 9 were needed", or, where the chair decided a tie,
    "For 5, against 5; the chair’s casting vote: for"."""
    counted = _counted(verdict, options)
    if casting_vote is None:
        return counted[:LONGEST]
    titles = {option.id: option.title for option in options}
    decided = f"; the chair’s casting vote: {titles.get(casting_vote, casting_vote)}"
    if len(counted) + len(decided) <= LONGEST:
        return counted + decided
    return (
        f"{counted[: LONGEST - len(decided) - 1]}…{decided}" if len(decided) < LONGEST else counted[:LONGEST]
    )


def _counted(verdict: rules.Verdict, options: tuple[rules.Option, ...]) -> str:
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
    return ", ".join(f"{titles.get(stance, stance)} {number}" for number, stance in ranked[:4]) or "No votes"
