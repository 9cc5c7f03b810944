"""Examples of votes for or against: too few vote, the largest against the many, just enough and one too
few.
"""

from collections.abc import Iterator, Sequence

from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.progress import voted_needed
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.counting.scenes import ScenePart, VoteScene
from federation.decisions.rules.wording.ranking import VoterRanking, by_patients, by_votes
from federation.decisions.rules.wording.scenes import phrase
from federation.decisions.rules.wording.shortnames import short_names

FEWEST_NAMED, MOST_NAMED = 3, 6


def majority_scenes(case: CheckCase, may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """The scenes worth telling, most telling first; some may not be settled on this roll."""
    if case.rule.double_majority:
        yield from _few_and_many(case, may_vote)
        yield from _with_names(case, may_vote)
    if case.rule.weights.kind == "one":
        yield from _by_number(case)
    else:
        yield from _by_votes(case, may_vote)


def _by_number(case: CheckCase) -> Iterator[VoteScene]:
    """One vote each: one too few, just enough, and what abstaining or not voting does."""
    summary, practices, need = case.summary, case.summary.practices, case.rule.needed
    least = need.least(practices)
    if case.rule.base == "roll":
        yield _split(summary, least - 1, 0, 0)
        yield _split(summary, least - 1, 0, practices - least + 1)
        yield _split(summary, least, 0, 0)
        yield _split(summary, least, practices - least, 0)
    elif case.rule.base == "cast":
        against = min(1, practices - least + 1)
        yield _split(summary, least - 1, against, practices - least + 1 - against)
        yield _split(summary, least, practices - least, 0)
    else:
        yield _split(summary, least - 1, practices - least + 1, 0)
        yield _split(summary, least, practices - least, 0)
        taking_sides = max(voted_needed(case.rule, case.summary) or 0, (practices + 1) // 2)
        fewer = need.least(taking_sides)
        yield _split(summary, fewer, taking_sides - fewer, practices - taking_sides)


def _split(summary: RollSummary, voting_for: int, against: int, abstaining: int) -> VoteScene:
    numbers = [(voting_for, "for"), (against, "against"), (abstaining, "abstain")]
    parts = tuple(ScenePart(stance, others=number) for number, stance in numbers if number)
    return VoteScene(phrase(summary, numbers), parts)


def _few_and_many(case: CheckCase, may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """A double majority fails either way: the fewest with enough patients, and the smallest with enough
    votes.
    """
    need = case.rule.needed
    largest, smallest = by_patients(may_vote, largest=True), by_patients(may_vote, largest=False)
    yield from _against_the_rest(largest, largest.fewest(need, "patients"))
    yield from _against_the_rest(smallest, smallest.fewest(need, "weight"))


def _by_votes(case: CheckCase, may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """Weighted votes: the many who fall just short, and the few who are just enough."""
    need = case.rule.needed
    rank = by_votes if case.rule.weights.kind == "shares" else by_patients
    most, fewest = rank(may_vote, largest=True), rank(may_vote, largest=False)
    enough = fewest.fewest(need, "weight")
    yield from _against_the_rest(fewest, enough - 1 if enough else None)
    yield from _against_the_rest(most, most.fewest(need, "weight"))


def _against_the_rest(ranking: VoterRanking, number: int | None) -> Iterator[VoteScene]:
    if number and ranking.clear_cut(number):
        codes = ranking.codes
        parts = (ScenePart("for", codes[:number]), ScenePart("against", codes[number:]))
        yield VoteScene(ranking.against_the_rest(number), parts)


def _with_names(case: CheckCase, may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """A double majority carried: the largest are named, one more at a time until the others do not matter."""
    practices = case.summary.practices
    voting_for = case.rule.needed.least(practices)
    needed = voted_needed(case.rule, case.summary) or 0
    against = min(practices - voting_for, max(needed - voting_for, (practices - voting_for) // 2))
    ranking, names = by_patients(may_vote, largest=True), short_names(may_vote)
    for named in range(FEWEST_NAMED, min(MOST_NAMED, voting_for - 1) + 1):
        others, abstaining = voting_for - named, practices - voting_for - against
        called = [names[code] for code in ranking.codes[:named]]
        who = f"{', '.join(called)} and {others:,} {'other' if others == 1 else 'others'} vote for"
        parts = (
            ScenePart("for", ranking.codes[:named], others),
            ScenePart("against", others=against),
            ScenePart("abstain", others=abstaining),
        )
        yield VoteScene(", ".join([who, *_briefly(against, abstaining)]), parts)


def _briefly(against: int, abstaining: int) -> list[str]:
    verb = "abstains" if abstaining == 1 else "abstain"
    return [
        *([f"{against:,} against"] if against else []),
        *([f"{abstaining:,} {verb}"] if abstaining else []),
    ]
