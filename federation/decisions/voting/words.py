"""How a vote went, in the few words that a list has room for."""

from federation.decisions import rules

LONGEST = 200


def how_it_went(
    rule: rules.Rule,
    verdict: rules.VoteVerdict,
    options: tuple[rules.VoteOption, ...] = (),
    casting_vote: str | None = None,
) -> str:
    """For example "For 8, against 2, abstained 1", "7 of 12 voted; 9 were needed", or, where the chair decided a tie,
    "For 5, against 5; the chair’s casting vote: for"."""
    counted = _counted(rule, verdict, options)
    if casting_vote is None:
        return counted[:LONGEST]
    titles = {option.id: option.title for option in options}
    decided = f"; the chair’s casting vote: {titles.get(casting_vote, casting_vote)}"
    if len(counted) + len(decided) <= LONGEST:
        return counted + decided
    return (
        f"{counted[: LONGEST - len(decided) - 1]}…{decided}" if len(decided) < LONGEST else counted[:LONGEST]
    )


def _counted(rule: rules.Rule, verdict: rules.VoteVerdict, options: tuple[rules.VoteOption, ...]) -> str:
    tally, roll = verdict.tally, verdict.roll
    if verdict.verdict == "inquorate":
        lost = next((test for test in verdict.tests if not test.met), None)
        return f"{tally.voted.practices} of {roll.practices} voted" + (
            f"; {lost.need} needed" if lost else ""
        )
    return rule.how.in_short(tally, options)
