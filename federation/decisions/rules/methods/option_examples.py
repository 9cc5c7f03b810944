"""Examples of a consent round, and of a choice among options."""

from collections.abc import Iterator, Sequence

from federation.decisions.rules.counting.checks import Case
from federation.decisions.rules.counting.numbers import of_practices
from federation.decisions.rules.counting.roll import RollEntry
from federation.decisions.rules.presets import MORE_THAN_HALF
from federation.decisions.rules.wording.ranking import by_patients, by_votes
from federation.decisions.rules.wording.scenes import Part, Scene, phrase, the_other


def consent_scenes(case: Case) -> Iterator[Scene]:
    """One objection that stands, one that was resolved, and none."""
    practices = case.summary.practices
    for resolved in (False, True):
        objects = "The only practice objects" if practices == 1 else "1 practice objects"
        ends = "it is resolved" if resolved else "it is not resolved"
        rest = practices - 1
        consents = f", {the_other(rest)} {'consents' if rest == 1 else 'consent'}" if rest else ""
        parts = (Part("object", others=1, resolved=resolved), Part("consent", others=rest))
        yield Scene(f"{objects} and {ends}{consents}", parts)
    verb = "consents" if practices == 1 else "consent"
    yield Scene(f"{of_practices(practices, practices)} {verb}", (Part("consent", others=practices),))


def approval_scenes(case: Case, voters: Sequence[RollEntry]) -> Iterator[Scene]:
    """A tie, an option that falls short and one that wins, among the first two options."""
    practices = case.summary.practices
    if case.rule.weights.kind == "one" and len(case.options) > 1:
        half = practices // 2
        yield _choice(case, half, half)
        least = case.rule.needed.least(practices) if case.rule.threshold else half + 1
        yield _choice(case, least - 1, practices - least + 1)
        yield _choice(case, least, practices - least)
    if case.rule.weights.kind != "one" and len(case.options) > 1:
        yield from _weighted_choice(case, voters)


def _choice(case: Case, first: int, second: int) -> Scene:
    """So many for the first option, so many for the second, and the rest abstaining."""
    one, other = case.options[0], case.options[min(1, len(case.options) - 1)]
    rest = case.summary.practices - first - second
    numbers = [(first, f"for “{one.title}”"), (second, f"for “{other.title}”"), (rest, "abstain")]
    parts = [(one.id, first), (other.id, second), ("abstain", rest)]
    return Scene(
        phrase(case.summary.practices, numbers),
        tuple(Part(stance, others=number) for stance, number in parts if number),
    )


def _weighted_choice(case: Case, voters: Sequence[RollEntry]) -> Iterator[Scene]:
    """The few largest against all others, just enough to win and one too few."""
    rank = by_votes if case.rule.weights.kind == "shares" else by_patients
    ranking = rank(voters, largest=True)
    one, other = case.options[0], case.options[1]
    enough = ranking.fewest(case.rule.threshold or MORE_THAN_HALF, "weight") or 0
    for number in (enough - 1, enough):
        if number > 0 and ranking.clear_cut(number):
            parts = (Part(one.id, ranking.codes[:number]), Part(other.id, ranking.codes[number:]))
            yield Scene(ranking.against_the_rest(number, f"for “{one.title}”", f"for “{other.title}”"), parts)
