"""Points in words: what is asked before voting, and how it stands afterwards."""

from collections.abc import Iterable, Mapping, Sequence

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.numbers import counted, joined, quoted
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.counting.weight_words import words_of
from federation.decisions.rules.methods.points_count import ahead_by_points
from federation.decisions.rules.wording.phrases import counting_of_votes, sentences


def read_points(case: CheckCase) -> tuple[str, str]:
    """What is asked before voting, and what it comes to if all give their points."""
    points, seats = int(case.rule.part("points")), int(case.rule.part("seats"))
    among = f" of the {len(case.options)} options" if case.options else ""
    wanted = (
        f"One{among or ' option'} has more points than any other, or several are equal at the top."
        if seats == 1
        else f"Options have points: the {seats:,}{among or ' options'} with most are chosen, or more that are equal."
    )
    words = f"{wanted} Each {case.voters.one} has {counted(points, 'point')} to give."
    if case.rule.weights.kind != "one":
        words += f" They count as often as it has votes. {words_of(case.rule.weights, case.summary)}"
    whole = case.summary.weight * points
    if not whole:
        return words, words
    gives = "gives them" if case.summary.practices == 1 else "give them"
    return words, f"{words} If {case.everybody} {gives}, that is {counted(whole, 'point')}."


def points_hint(
    rule: RuleParts, summary: RollSummary, roll: Iterable[RollVoter], who_votes: Sequence[str]
) -> str:
    """``Each practice has 10 points to give, and the option with most points is chosen.``"""
    seats = int(rule.part("seats"))
    which = "option" if seats == 1 else f"{seats:,} options"
    points = counted(int(rule.part("points")), "point")
    chosen = f"the {which} with most points {'is' if seats == 1 else 'are'} chosen"
    each = f"each {summary.voters.one} has {points} to give, and {chosen}"
    return sentences(each, *counting_of_votes(rule, roll), *who_votes)


def how_it_stands(case: CheckCase, tally: VoteTally) -> str:
    """``“Van” has 48 of 120 points, more than any other.`` Options that are equal are named as tied."""
    ahead, points = ahead_by_points(case, tally), dict(tally.points)
    whole = sum(points.values())
    if not ahead:
        given = tally.of("points").practices
        return (
            f"The {case.voters.many} giving points have no votes."
            if given
            else f"No {case.voters.one} gave points."
        )
    equal = _equal(ahead, points)
    if len(ahead) == 1:
        most = "more than any other" if case.rule.part("seats") == 1 else "and no other option has any"
        return f"{quoted([ahead[0].title])} has {points[ahead[0].id]:,} of {counted(whole, 'point')}, {most}."
    if len(equal) == len(ahead):
        return (
            f"{quoted([one.title for one in ahead])} have {points[ahead[0].id]:,} of {whole:,} points each."
        )
    each = joined([f"“{one.title}” {points[one.id]:,}" for one in ahead])
    tied = f" {quoted([one.title for one in equal])} are equal." if equal else ""
    return f"Of {whole:,} points {each}: no other option has as many.{tied}"


def who_won(case: CheckCase, tally: VoteTally) -> str:
    """Why it was carried: ``“Van” has most points, 48 of 120``."""
    found, points = ahead_by_points(case, tally), dict(tally.points)
    titles = quoted([one.title for one in found])
    if len(found) == 1:
        return f"{titles} has most points, {points[found[0].id]:,} of {sum(points.values()):,}"
    if len(_equal(found, points)) == len(found):
        return f"{titles} are tied with {counted(points[found[0].id], 'point')} each"
    return f"{titles} have most points"


def in_short(tally: VoteTally, options: Sequence[VoteOption]) -> str:
    """``Van 48 points, Clinic 30``: the four with most."""
    titles = {option.id: option.title for option in options}
    ranked = sorted(
        ((points, one) for one, points in tally.points if points), key=lambda two: (-two[0], two[1])
    )
    shown = [f"{titles.get(one, one)} {points:,}" for points, one in ranked[:4]]
    return (
        ", ".join([f"{shown[0]} {'point' if ranked[0][0] == 1 else 'points'}", *shown[1:]])
        if shown
        else "No points"
    )


def _equal(ahead: Sequence[VoteOption], points: Mapping[str, int]) -> list[VoteOption]:
    """Those that share the last place, where they are several."""
    last = [one for one in ahead if points[one.id] == points[ahead[-1].id]]
    return last if len(last) > 1 else []
