"""By points: each voter spreads the same number of points over the options, and those with most points are chosen.

Options that are equal at the last place are all chosen: nobody decides between them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from federation.decisions.rules.counting.ballots import VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.choices import VoteChoice
from federation.decisions.rules.counting.coherence import base_unused, patients_counted
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.method import MethodPart, VoteStance, VotingMethod, Wrong
from federation.decisions.rules.counting.numbers import counted
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollVoter
from federation.decisions.rules.counting.scenes import ScenePart, VoteScene
from federation.decisions.rules.methods.points_count import ahead_by_points, last_place
from federation.decisions.rules.methods.points_words import (
    how_it_stands,
    in_short,
    points_hint,
    read_points,
    who_won,
)
from federation.decisions.rules.methods.stances import ABSTAIN
from federation.decisions.rules.wording.abstaining import abstaining
from federation.decisions.rules.wording.scenes import the_other

NAME: Final = "points"
MOST_POINTS: Final = 100
MOST_SEATS: Final = 25
GIVE: Final = VoteStance(
    name=NAME,
    offered="Give points",
    means="We spread our points over the options",
    mine="I spread my points over the options",
    word="Gave points",
    colour="blue",
    did="gave points",
    does="gives points",
    do="give points",
    doing="giving points",
    side="for",
)


def _count(case: CheckCase, tally: VoteTally) -> TestResult:
    ahead, points = ahead_by_points(case, tally), dict(tally.points)
    whole = sum(points.values())
    have = f"{points[ahead[0].id] if ahead else 0:,} of {whole:,}"
    return TestResult(NAME, bool(ahead), have, "more than others", how_it_stands(case, tally))


def _why_not(_short: CheckShortfall) -> str:
    return "no option has a point"


POINTS: Final = CheckKind(NAME, read_points, _count, _why_not)


def _checks(_rule: RuleParts) -> tuple[CheckKind, ...]:
    return (POINTS,)


def _is_whole(number: object, most: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= most


def _wrong(rule: RuleParts) -> Iterator[Wrong]:
    yield patients_counted(rule)
    yield rule.threshold is not None, "threshold", "Points need no share of the votes."
    yield rule.tie != "not_carried", "tie", "Options with equal points are all chosen: nobody decides a tie."
    yield base_unused(rule)
    pointless = rule.reasons == "required_against"
    yield pointless, "reasons", "Nobody votes against an option: choose optional or required."
    points, seats = rule.part("points"), rule.part("seats")
    words = f"The points must be a whole number from 1 to {MOST_POINTS:,}."
    yield not _is_whole(points, MOST_POINTS), "points", words
    words = f"The number of options chosen must be a whole number from 1 to {MOST_SEATS:,}."
    yield not _is_whole(seats, MOST_SEATS), "seats", words
    words = "Each must have at least as many points as options are chosen."
    yield _is_whole(points, MOST_POINTS) and seats > points, "seats", words


def _taken(rule: RuleParts, option_ids: Sequence[str], sent: object) -> dict[str, int]:
    """The options that get points, each with a whole number of them: all that there are to give, and no more."""
    if not isinstance(sent, Mapping):
        raise RuleError("choice", "Say how many points each option gets.")
    whole = int(rule.part("points")) if option_ids else 0
    for option, points in sent.items():
        if option not in option_ids:
            raise RuleError("choice", "Points can be given to the options of this proposal alone.")
        if not isinstance(points, int) or isinstance(points, bool) or points < 0:
            raise RuleError("choice", "Points are whole numbers from 0.")
    given = sum(sent.values())
    if given != whole:
        rest = f"{whole - given:,} left" if given < whole else f"{given - whole:,} too many"
        raise RuleError(
            "choice", f"Give {counted(whole, 'point')} in all: there {_is(whole - given)} {rest}."
        )
    return {option: points for option, points in sent.items() if points}


def _is(number: int) -> str:
    return "is" if abs(number) == 1 else "are"


def _in_words(said: Mapping[str, int], titles: Mapping[str, str]) -> str:
    """``Van 6, Clinic 4``: most points first."""
    ranked = sorted(said.items(), key=lambda given: (-given[1], given[0]))
    return ", ".join(f"{titles.get(option, option)} {points:,}" for option, points in ranked)


def _whole(rule: RuleParts, option_ids: Sequence[str]) -> dict[str, int]:
    return {option: int(rule.part("points")) for option in option_ids[:1]}


def _points(said: Mapping[str, int]) -> Mapping[str, int]:
    return said


CHOICE: Final = VoteChoice(NAME, NAME, _taken, _points, _in_words, _whole)


def _endings(rule: RuleParts, tally: VoteTally) -> Iterator[VoteTally]:
    """As it stands; if the others abstain; if they give all to one option; and, where options are equal at the last
    place, if they give so little to some of them that no more are chosen than should be: each has points enough for that.
    """
    yield tally
    if not tally.not_voted.practices:
        return
    free = tally.not_voted.weight * int(rule.part("points"))
    abstaining_all, giving = tally.if_the_others_said("abstain"), tally.if_the_others_said(NAME)
    yield abstaining_all
    for option, _ in tally.points:
        yield _with(giving, {option: free})
    least, seats = last_place(rule, tally), int(rule.part("seats"))
    equal = [option for option, points in tally.points if least and points == least]
    above = sum(points > least for _, points in tally.points)
    if free and above + len(equal) > seats:
        yield _with(giving, dict.fromkeys(equal[: seats - above], 1))


def _with(tally: VoteTally, more: Mapping[str, int]) -> VoteTally:
    points = tuple((option, number + more.get(option, 0)) for option, number in tally.points)
    return replace(tally, points=points)


def _explained(rule: RuleParts) -> Sequence[str]:
    place = "at the top" if rule.part("seats") == 1 else "at the last place"
    return abstaining(rule), f"Options that are equal {place} are all chosen: nobody decides between them."


def _scenes(case: CheckCase, _may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """A tie, all for one option, and all abstaining."""
    practices, voters = case.summary.practices, case.voters
    first, *others = [
        (f"all points to “{option.title}”", CHOICE.text(_whole(case.rule, [option.id])))
        for option in case.options
    ] or [("points", "")]
    everybody, give = voters.out_of(practices, practices), "gives" if practices == 1 else "give"
    half = practices // 2
    if others and practices % 2 == 0 and case.rule.weights.kind == "one" and case.rule.part("seats") == 1:
        words = f"{voters.counted(half)} {'gives' if half == 1 else 'give'} {first[0]}, {the_other(half)} {others[0][0]}"
        parts = (
            ScenePart(NAME, others=half, choice=first[1]),
            ScenePart(NAME, others=half, choice=others[0][1]),
        )
        yield VoteScene(words, parts)
    if case.options:
        yield VoteScene(
            f"{everybody} {give} {first[0]}", (ScenePart(NAME, others=practices, choice=first[1]),)
        )
    yield VoteScene(
        f"{everybody} {ABSTAIN.does if practices == 1 else ABSTAIN.do}",
        (ScenePart("abstain", others=practices),),
    )


def _stances(_option_ids: Sequence[str]) -> tuple[str, ...]:
    return (NAME, "abstain")


def _one_more(rule: RuleParts) -> int:
    return int(rule.part("seats")) + 1


def _never(_rule: RuleParts) -> bool:
    return False


METHOD: Final = VotingMethod(
    name=NAME,
    place=45,
    title="By points",
    means="Each {one} spreads points over the options, and the option with most points is chosen",
    among="points over several options",
    rules="Rules by which points are spread over options",
    stances=_stances,
    known=(GIVE, ABSTAIN),
    checks=_checks,
    wrong=_wrong,
    hint=points_hint,
    explained=_explained,
    scenes=_scenes,
    in_short=in_short,
    options="must",
    least_options=_one_more,
    choice=CHOICE,
    can_tie=_never,
    ahead=ahead_by_points,
    endings=_endings,
    nothing_said="for an option",
    as_against="for another option",
    won=who_won,
    reasons=("optional", "required"),
    own={
        "points": MethodPart("Say how many points each has to give.", default=10),
        "seats": MethodPart("Say how many options are chosen.", default=1),
    },
)
