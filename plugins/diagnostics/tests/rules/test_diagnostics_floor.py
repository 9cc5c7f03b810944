"""Nobody's answers can be read from a report."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest
from attacker import Attacker
from federation_diagnostics.rules.answers import PersonAnswers
from federation_diagnostics.rules.bands import AGREEING, QuestionBands, agreeing, banded
from federation_diagnostics.rules.dimensions import agreement_and_spread, dimension_result
from federation_diagnostics.rules.figures import ShownFigure
from federation_diagnostics.rules.floor import FLOOR, end_of_scale, mean_figure, near_end, shown_practices
from federation_diagnostics.rules.questionnaire import DIMENSIONS, YEAR_AGO
from federation_diagnostics.rules.report import report
from federation_diagnostics.rules.results import PracticeResult, SurveyReport
from federation_diagnostics.rules.scores import MeanScore
from hypothesis import given, settings
from hypothesis import strategies as st
from surveyed import VISION, alike, invited, person

ANSWER = st.one_of(st.none(), st.integers(1, 5))
PRACTICES = "ABCD"


@st.composite
def surveys(draw: st.DrawFn, most: int = 18) -> list[PersonAnswers]:
    """Two to four practices of one to eight people. Mostly everybody knows everything; sometimes not."""
    sizes = draw(st.lists(st.integers(1, 8), min_size=2, max_size=4).filter(lambda found: sum(found) <= most))
    answer = draw(st.sampled_from([st.integers(1, 5), ANSWER, st.sampled_from([4, 5])]))
    change = st.sampled_from([None, *YEAR_AGO])
    return [
        person(practice, draw(st.tuples(answer, answer, answer)), year_ago={"vision": draw(change)})
        for practice, size in zip(PRACTICES, sizes, strict=False)
        for _ in range(size)
    ]


def people_under(answers: list[PersonAnswers], practice: str | None = None) -> int:
    return sum(bool(one.given(VISION)) for one in answers if practice in (None, one.practice))


def complete_under(answers: list[PersonAnswers]) -> int:
    return sum(len(one.given(VISION)) == 3 for one in answers)


@settings(max_examples=150, deadline=None)
@given(surveys())
def test_every_published_figure_rests_on_five_people(answers: list[PersonAnswers]) -> None:
    found = report(answers, invited(answers))
    vision = found.dimensions[0]
    assert vision.mean.shown == (people_under(answers) >= 5)
    assert vision.agreement.figure.shown == vision.spread.shown == (complete_under(answers) >= 10)
    for one in found.practices:
        assert not one.means or people_under(answers, one.key) >= 5
    for bands in (vision.year_ago, *(item.bands for item in vision.items)):
        assert all(group.people >= 5 for group in bands.groups)
        assert not bands.groups or sum(group.people for group in bands.groups) == len(answers)
    for item in vision.items:
        assert item.agree.shown == (complete_under(answers) >= 10)


@settings(max_examples=150, deadline=None)
@given(surveys())
def test_no_sum_of_figures_rests_on_fewer_than_five_people_or_on_one_practice_held_back(
    answers: list[PersonAnswers],
) -> None:
    found = report(answers, invited(answers))
    attacker = Attacker(found, answers, VISION)
    assert not attacker.learns_of_fewer_than(FLOOR)
    if len({kind[0] for kind in attacker.people}) > 1:  # else the whole is the practice
        assert not attacker.learns_of_one_of(one.key for one in found.practices if one.why)


def test_the_attacker_of_these_tests_finds_what_a_careless_report_would_tell() -> None:
    answers = alike("A", 1, 2, 3, 4, 5) + alike("B", 2, 2, 3, 4, 4) + alike("C", 5)
    found = report(answers, invited(answers))
    assert [bool(one.means) for one in found.practices] == [False, True, False]
    a, b, c = found.practices
    careless = replace(found, practices=(_shown(a), _shown(b), c))
    attacker = Attacker(careless, answers, VISION)
    assert attacker.learns_of_fewer_than(FLOOR)
    assert attacker.learns_of_one_of("C")
    only_one_held_back = replace(found, practices=(_shown(a), b, _shown(c)))
    assert Attacker(only_one_held_back, answers, VISION).learns_of_one_of("B")


def test_means_of_statements_beside_the_mean_of_their_dimension_would_tell_who_did_not_know() -> None:
    answers = [person("A", (4, 2, None)), *alike("A", 1, 2, 3, 4), *alike("B", 2, 3, 3, 4, 5)]
    found = report(answers, invited(answers))
    attacker = Attacker(found, answers, VISION)
    assert not attacker.learns_of_fewer_than(FLOOR)
    everybody, without = attacker.people, {kind for kind in attacker.people if all(kind[1])}
    for place in range(3):
        attacker.rows.append(
            {
                kind: [
                    Fraction(v - 1) if place == item else Fraction(0)
                    for item in range(3)
                    for v in (2, 3, 4, 5)
                ]
                for kind in everybody
                if kind[1][place]
            }
        )
    attacker.rows.append(
        {
            kind: [Fraction(v - 1, sum(kind[1])) * known for known in kind[1] for v in (2, 3, 4, 5)]
            for kind in everybody
        }
    )
    assert attacker.learns_about(set(everybody) - without)


def _shown(one: PracticeResult) -> PracticeResult:
    figure = ShownFigure(Decimal("3.0"))
    return replace(one, means=(figure,) * len(DIMENSIONS), why="")


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=2), st.lists(st.integers(0, 9), min_size=2, max_size=2)
    )
)
def test_practices_held_back_are_none_or_two_with_five_people(people: dict[str, list[int]]) -> None:
    shown = shown_practices(people)
    assert shown == shown_practices(dict(reversed(people.items())))
    for dimension in (0, 1):
        assert all(people[key][dimension] >= 5 for key in shown)
        held_back = [
            counts[dimension] for key, counts in people.items() if key not in shown if counts[dimension]
        ]
        if shown and held_back:
            assert len(held_back) >= 2
            assert sum(held_back) >= 5


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({"a": [5], "b": [6]}, "ab"),
        ({"a": [5], "b": [6], "c": [1]}, "b"),
        ({"a": [5], "b": [6], "c": [1], "d": [1]}, "b"),
        ({"a": [5], "b": [1]}, ""),
        ({"a": [9], "b": [6], "c": [3], "d": [2]}, "ab"),
        ({"a": [5], "b": [5], "c": [5], "d": [4]}, "bc"),
        ({"a": [5], "b": [7], "c": [0], "d": [4]}, "b"),
        ({"a": [5], "b": [6], "c": [0]}, "ab"),
        ({"a": [4]}, ""),
        ({}, ""),
    ],
)
def test_which_practices_are_shown(people: dict[str, list[int]], shown: str) -> None:
    assert shown_practices(people) == set(shown)


@pytest.mark.parametrize("total", [9, 10, 13, 16, 21])
def test_no_small_count_follows_from_the_groups(total: int) -> None:
    """Every way in which so many people can answer, put together by what is published of it."""
    published: dict[tuple[QuestionBands, ShownFigure], list[tuple[int, ...]]] = defaultdict(list)
    for cuts in combinations_with_replacement(range(total + 1), 3):
        ends = (0, *cuts, total)
        counts = tuple(ends[place + 1] - ends[place] for place in range(4))
        by_answer = dict(zip(AGREEING, counts, strict=True))
        bands = banded(by_answer, AGREEING)
        assert all(group.people >= FLOOR for group in bands.groups)
        published[bands, agreeing(by_answer, bands)].append(counts)
    for ways in published.values():
        for place in range(4):
            small = {way[place] for way in ways}
            assert len(small) > 1 or min(small) >= FLOOR


def _all_ways(*sizes: int) -> list[tuple[tuple[int, ...], ...]]:
    return list(product(*(list(combinations_with_replacement(range(1, 6), size)) for size in sizes)))


@pytest.mark.parametrize("sizes", [(5,), (4, 1), (3, 2), (2, 2, 1), (1, 1, 1, 1, 1), (8, 1), (9, 1)])
def test_nobodys_answer_follows_from_the_result_of_a_small_survey(sizes: tuple[int, ...]) -> None:
    """Every way in which so few people can answer one statement, put together by what is published of it.

    Whatever is published, everybody in every practice may have given at least two different answers.
    """
    published: dict[object, list[tuple[tuple[int, ...], ...]]] = defaultdict(list)
    for way in _all_ways(*sizes):
        answers = [
            PersonAnswers(practice, {VISION.items[0].key: answer})
            for practice, given_ in zip("ABCDE", way, strict=False)
            for answer in given_
        ]
        published[dimension_result(answers, VISION)].append(way)
    for ways in published.values():
        for place in range(len(sizes)):
            assert len({answer for way in ways for answer in way[place]}) > 1


@pytest.mark.parametrize(("large", "small"), [(9, 1), (8, 2)])
def test_mean_and_spread_of_ten_people_leave_open_what_the_smallest_practice_scored(
    large: int, small: int
) -> None:
    """Every way in which ten people can score, each the mean of three answers, by what is published of it.
    Scores are counted in thirds of a point; of a practice only their sum and the sum of their squares matter.
    """
    published: dict[object, set[int]] = defaultdict(set)
    means: dict[int, ShownFigure] = {}
    spreads: dict[tuple[int, int], ShownFigure] = {}
    heaviest = Fraction(1, 2 * small)
    for (total, squares), (few, few_squares) in product(_sums(large), _sums(small)):
        mean = total * small + few * large
        if mean not in means:
            means[mean] = mean_figure(Fraction(mean, 6 * large * small), heaviest)
        spread = total + few, squares + few_squares
        if spread not in spreads:
            variance = Fraction(spread[1], 90) - Fraction(spread[0], 30) ** 2
            someone = MeanScore(10, 2, Fraction(3), variance, (0, 0, 10, 0, 0), heaviest)
            spreads[spread] = agreement_and_spread(someone)[0]
        published[means[mean], spreads[spread]].add(few)
    assert all(len(sums) > 1 for sums in published.values())


def _sums(people: int) -> set[tuple[int, int]]:
    found = {(0, 0)}
    for _ in range(people):
        found = {(total + one, squares + one * one) for total, squares in found for one in range(3, 16)}
    return found


def test_the_mean_of_those_held_back_is_not_told_where_all_of_them_agree() -> None:
    shown, others = alike("A", 2, 3, 4, 3, 4), alike("B", 5, 5, 5)
    found = report([*shown, *others, *alike("C", 3, 2)], {"A": 5, "B": 5, "C": 5})
    assert found.practices[0].means[0].words == "3.2"
    found = report([*shown, *others, *alike("C", 5, 5)], {"A": 5, "B": 5, "C": 5})
    assert [figure.words for figure in found.practices[0].means[:2]] == ["Not shown", "3.0"]
    assert found.practices[0].means[0].why.startswith("Held back")


@given(st.fractions(1, 5), st.fractions(Fraction(1, 60), Fraction(1, 2)))
def test_a_mean_near_the_end_of_the_scale_is_a_bound(mean: Fraction, heaviest: Fraction) -> None:
    figure = mean_figure(mean, heaviest)
    assert end_of_scale(heaviest) > heaviest
    assert bool(figure.bound) == near_end(mean, heaviest)
    assert figure.value is not None
    if figure.bound:
        assert (mean > figure.value) == (figure.bound == "or more")
    else:
        assert abs(Fraction(figure.value) - mean) <= Fraction(1, 20)


def test_five_people_who_all_say_the_same_do_not_show_it() -> None:
    worst, best = report(alike("A", *[1] * 5), {"A": 5}), report(alike("A", *[5] * 5), {"A": 5})
    assert worst.dimensions[0].mean.words == worst.practices[0].means[0].words == "1.5 or less"
    assert best.dimensions[0].mean.words == best.practices[0].means[0].words == "4.5 or more"
    many = report(alike("A", *[5] * 12), {"A": 12}).dimensions[0]
    assert (many.mean.words, many.agreement.words, many.spread.words) == (
        "4.8 or more",
        "High (0.85 or more)",
        "0.55 or less",
    )
    assert many.items[0].agree.words == "66 or more"
    assert many.items[0].bands.why == "Nearly everybody gave the same answer: agree."
    assert not many.alpha.shown


def test_comments_appear_when_five_people_have_written_and_in_an_order_of_their_own() -> None:
    def writers(number: int) -> SurveyReport:
        answers = [
            person("A", comments={"keep": f"Keep {place}", "change": f"Change {9 - place}"})
            for place in range(number)
        ]
        answers += [person("A") for _ in range(6 - number)]
        return report(answers, {"A": 6})

    assert writers(4).comments == ()
    assert "Comments are shown when 5 people or more have written one." in writers(4).notes
    assert [one.words for one in writers(5).comments] == [
        *(f"Keep {place}" for place in range(5)),
        *(f"Change {place}" for place in range(5, 10)),
    ]
