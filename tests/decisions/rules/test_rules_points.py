"""Points that each voter spreads over options: what is counted, what is said of it, and what cannot be given."""

from dataclasses import replace

import pytest
from generated_polls import LAW, Poll, poll_by
from hypothesis import given
from hypothesis import strategies as st
from saltmarsh import GROUP, numbers

from federation.decisions.rules import (
    PRESETS,
    CountedBallot,
    Rule,
    RuleError,
    VoteOption,
    VoteVerdict,
    VoteWeights,
    choice_in_words,
    explain,
    hint,
    judge,
    said_in,
    summarize,
    tally,
    weigh,
)
from federation.decisions.rules import tests_of as listed
from federation.decisions.rules.methods.points import CHOICE
from federation.decisions.voting.words import how_it_went

RULE = PRESETS["points"].rule
OPTIONS = (VoteOption("a", "Van"), VoteOption("b", "Clinic"), VoteOption("c", "Desk"))
ROLL = numbers(1000, 2000, 3000, 4000)
point_polls = st.randoms(use_true_random=False).map(lambda random: poll_by(random, "points"))


def spread(*given: tuple[int, int, int] | None) -> list[CountedBallot]:
    """Ballots of the first voters of the roll; None abstains."""
    return [
        CountedBallot(
            entry.code,
            "points" if points else "abstain",
            choice=CHOICE.read(RULE, "abc", dict(zip("abc", points, strict=True))) if points else "",
        )
        for entry, points in zip(ROLL, given, strict=False)
    ]


def of(seats: int, points: int = 10) -> Rule:
    return replace(RULE, own=(("points", points), ("seats", seats)))


@pytest.mark.parametrize(
    ("seats", "given", "chosen", "headline", "words"),
    [
        (
            1,
            [(6, 4, 0), (5, 5, 0), (10, 0, 0)],
            ("a",),
            "Carried: “Van” has most points, 21 of 30",
            "“Van” has 21 of 30 points, more than any other.",
        ),
        (
            1,
            [(6, 4, 0), (4, 6, 0), None],
            ("a", "b"),
            "Carried: “Van” and “Clinic” are tied with 10 points each",
            "“Van” and “Clinic” have 10 of 20 points each.",
        ),
        (
            2,
            [(6, 4, 0), (6, 0, 4), None],
            ("a", "b", "c"),
            "Carried: “Van”, “Clinic” and “Desk” have most points",
            "Of 20 points “Van” 12, “Clinic” 4 and “Desk” 4: no other option has as many. “Clinic” and “Desk” are equal.",
        ),
        (
            2,
            [(1, 9, 0), (1, 9, 0), None],
            ("b", "a"),
            "Carried: “Clinic” and “Van” have most points",
            "Of 20 points “Clinic” 18 and “Van” 2: no other option has as many.",
        ),
        (
            2,
            [(0, 10, 0), None, None],
            ("b",),
            "Carried: “Clinic” has most points, 10 of 10",
            "“Clinic” has 10 of 10 points, and no other option has any.",
        ),
    ],
)
def test_those_with_most_points_are_chosen_and_equal_ones_with_them(
    seats: int, given: list[tuple[int, int, int] | None], chosen: tuple[str, ...], headline: str, words: str
) -> None:
    found = judge(of(seats), ROLL, spread(*given), OPTIONS)
    assert (found.verdict, found.chosen, found.words) == ("carried", chosen, headline)
    assert found.tests[-1].words == words


def test_nobody_gives_points() -> None:
    found = judge(RULE, ROLL, spread(None, None, None), OPTIONS)
    assert (found.verdict, found.chosen) == ("not_carried", ())
    assert found.words == "Not carried: no practice voted for an option"
    assert how_it_went(RULE, found, OPTIONS) == "No points"
    few = judge(RULE, ROLL, spread((10, 0, 0)), OPTIONS, voters=GROUP)
    assert (few.verdict, few.chosen) == ("inquorate", ())


def test_points_count_as_often_as_a_practice_has_votes() -> None:
    rule = replace(RULE, weights=VoteWeights("patients", per=1000))
    roll = weigh(rule, [("A", "Heron", 3000), ("B", "Kite", 1000)])
    ballots = [
        replace(one, code=code) for one, code in zip(spread((1, 9, 0), (10, 0, 0)), "AB", strict=False)
    ]
    found = judge(rule, roll, ballots, OPTIONS)
    assert (found.tally.points, found.chosen) == ((("a", 13), ("b", 27), ("c", 0)), ("b",))
    assert how_it_went(rule, found, OPTIONS) == "Clinic 27 points, Van 13"
    assert listed(rule, summarize(roll), OPTIONS)[-1].check_words == (
        "One of the 3 options has more points than any other, or several are equal at the top. Each practice has 10 "
        "points to give. They count as often as it has votes. Each practice has one vote for every started 1,000 "
        "patients, 4 in all. If both give them, that is 40 points."
    )


def test_before_voting() -> None:
    assert hint(of(2), summarize(ROLL, GROUP), ROLL) == (
        "Each member has 10 points to give, and the 2 options with most points are chosen. At least 3 of 4 vote."
    )
    assert explain(RULE)[:2] == (
        "Abstaining counts for test 1 only.",
        "Options that are equal at the top are all chosen: nobody decides between them.",
    )
    assert choice_in_words('{"points":{"a":4,"b":6}}', OPTIONS) == "Clinic 6, Van 4"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"a": 9}, "Give 10 points in all: there is 1 left."),
        ({"a": 9, "b": 4}, "Give 10 points in all: there are 3 too many."),
        ({}, "Give 10 points in all: there are 10 left."),
        ({"a": 9, "z": 1}, "Points can be given to the options of this proposal alone."),
        ({"a": 11, "b": -1}, "Points are whole numbers from 0."),
        ({"a": 9, "b": True}, "Points are whole numbers from 0."),
        ({"a": "10"}, "Points are whole numbers from 0."),
        ([["a", 10]], "Say how many points each option gets."),
    ],
)
def test_what_cannot_be_given(sent: object, words: str) -> None:
    with pytest.raises(RuleError) as refused:
        CHOICE.read(RULE, "abc", sent)
    assert (refused.value.field, refused.value.message) == ("choice", words)


@pytest.mark.parametrize(
    "text", ["", "[]", "nonsense", '{"points":{"a":9}}', '{"points":{"a":10,"b":0}}', '{"a":10}']
)
def test_a_ballot_that_was_bent_is_not_counted(text: str) -> None:
    with pytest.raises(RuleError):
        judge(RULE, ROLL, [CountedBallot(ROLL[0].code, "points", choice=text)], OPTIONS)


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ((("points", 0), ("seats", 1)), "points"),
        ((("points", 101), ("seats", 1)), "points"),
        ((("points", True), ("seats", 1)), "points"),
        ((("points", 10), ("seats", 0)), "seats"),
        ((("points", 3), ("seats", 4)), "seats"),
        ((("points", 10),), "seats"),
    ],
)
def test_how_many_points_there_can_be(own: tuple[tuple[str, int], ...], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        replace(RULE, own=own)
    assert refused.value.field == field


def test_a_rule_may_leave_out_how_many() -> None:
    assert Rule.from_dict({"method": "points"}).own == (("points", 10), ("seats", 1))


@LAW
@given(point_polls)
def test_all_points_are_given_and_no_more(poll: Poll) -> None:
    counted = tally(poll.rule, poll.roll, poll.ballots, poll.options)
    given = sum(points for _, points in counted.points)
    assert given == poll.rule.part("points") * counted.of("points").weight
    assert [option for option, _ in counted.points] == [option.id for option in poll.options]


def _renamed(poll: Poll) -> VoteVerdict:
    """The poll with its options called otherwise, and offered in the opposite order."""
    names = {option.id: f"x{option.id}" for option in poll.options}
    options = tuple(VoteOption(names[option.id], option.title) for option in poll.options[::-1])
    ballots = [
        replace(one, choice=CHOICE.text({names[o]: n for o, n in said_in(one.choice)["points"].items()}))
        if one.choice
        else one
        for one in poll.ballots
    ]
    return judge(poll.rule, poll.roll, ballots, options)


@LAW
@given(point_polls)
def test_what_options_are_called_and_where_they_stand_does_not_matter(poll: Poll) -> None:
    found, other = judge(poll.rule, poll.roll, poll.ballots, poll.options), _renamed(poll)
    assert other.verdict == found.verdict
    assert {one.removeprefix("x") for one in other.chosen} == set(found.chosen)
    assert {one.removeprefix("x"): n for one, n in other.tally.points} == dict(found.tally.points)


@LAW
@given(point_polls)
def test_nobody_with_fewer_points_is_chosen(poll: Poll) -> None:
    found = judge(poll.rule, poll.roll, poll.ballots, poll.options)
    points = dict(found.tally.points)
    if found.verdict == "carried":
        least = min(points[one] for one in found.chosen)
        assert least > 0 and all(number < least for one, number in points.items() if one not in found.chosen)
        assert [points[one] for one in found.chosen] == sorted(
            (points[one] for one in found.chosen), reverse=True
        )
        assert sum(points[one] > least for one in found.chosen) < poll.rule.part("seats")
