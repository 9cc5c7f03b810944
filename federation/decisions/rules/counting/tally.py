"""The count: who said what, in voters, votes and patients."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from federation.decisions.rules.counting.ballots import CountedBallot, VoteCount, VoteOption, VoteTally
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.method import method_of, stances_of
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollVoter


def tally(
    rule: RuleParts,
    roll: Iterable[RollVoter],
    ballots: Iterable[CountedBallot],
    options: Sequence[VoteOption] = (),
    voters: VoterNoun = PRACTICES,
) -> VoteTally:
    """Count the ballots. Those of voters that stood aside are left out; the order of ballots does not
    matter.

    Errors: RuleError if a voter voted twice or is not on the roll, or if a stance, or what is said beside
    it, is not one of the rule's.
    """
    said = _stances_by_code(ballots, voters)
    stances = stances_of(rule, [option.id for option in options])
    instead, kind = method_of(rule).resolved, method_of(rule).choice
    weights: Counter[str] = Counter()
    counts = {stance: [0, 0, 0] for stance in stances}
    absent = [0, 0, 0]
    resolved = 0
    for entry in roll:
        ballot = said.pop(entry.code, None)
        if entry.recused:
            continue
        if ballot is None:
            count = absent
        elif ballot.resolved and ballot.stance in instead:
            count = counts[instead[ballot.stance]]
            resolved += 1
        elif ballot.stance in counts:
            count = counts[ballot.stance]
        else:
            raise RuleError(
                "ballots", f"{entry.name} voted “{ballot.stance}”, which is not one of: {', '.join(stances)}."
            )
        if kind and ballot and ballot.stance == kind.stance:
            weights[ballot.choice] += entry.weight
        count[0] += 1
        count[1] += entry.weight
        count[2] += entry.patients
    if said:
        among = f"the {voters.many} {voters.who} may vote"
        raise RuleError("ballots", f"{voters.one.capitalize()} {min(said)} voted, but is not among {among}.")
    counted = tuple((stance, VoteCount(*counts[stance])) for stance in stances)
    points = _points(rule, weights, [option.id for option in options]) if kind else ()
    voted = sum((count for _, count in counted), VoteCount())
    return VoteTally(counted, voted, VoteCount(*absent), resolved, points)


def _points(
    rule: RuleParts, weights: Mapping[str, int], option_ids: Sequence[str]
) -> tuple[tuple[str, int], ...]:
    """What each option was given, from the votes behind each choice."""
    kind, sums = method_of(rule).choice, dict.fromkeys(option_ids, 0)
    for choice, weight in weights.items():
        for option, points in kind.points_in(rule, option_ids, choice).items() if kind else ():
            sums[option] += points * weight
    return tuple(sums.items())


def _stances_by_code(ballots: Iterable[CountedBallot], voters: VoterNoun) -> dict[str, CountedBallot]:
    said: dict[str, CountedBallot] = {}
    for ballot in ballots:
        if ballot.code in said:
            raise RuleError("ballots", f"{voters.one.capitalize()} {ballot.code} voted twice.")
        said[ballot.code] = ballot
    return said
