"""The report as a whole: what members read, and that it is the same for the same answers."""

import json
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from federation_diagnostics.rules.answers import PersonAnswers
from federation_diagnostics.rules.comparing import MeanChange
from federation_diagnostics.rules.errors import DiagnosticsError
from federation_diagnostics.rules.headlines import in_short
from federation_diagnostics.rules.questionnaire import DIMENSIONS, YEAR_AGO
from federation_diagnostics.rules.report import report
from federation_diagnostics.rules.results import SurveyReport
from hypothesis import given, settings
from hypothesis import strategies as st
from surveyed import VISION, alike, person

from federation.testing.effort import steps

SIZES = {"Driftwood": 8, "Harbour": 7, "Marsh End": 6, "Saltpan Lane": 5, "Tern": 3, "Quay": 2}
INVITED = {**{key: size + 2 for key, size in SIZES.items()}, "Creek": 3}


def survey(seed: int, better_at: str = "") -> list[PersonAnswers]:
    """Everybody at a practice of ``SIZES``; answers vary by seed, and are high in one dimension."""
    dice = Random(seed)
    return [
        PersonAnswers(
            practice,
            {
                item.key: min(5, dice.choice((1, 2, 3, 3, 4, 4, None)) or 0) + (one.key == better_at) or None
                for one in DIMENSIONS
                for item in one.items
            },
            {one.key: dice.choice(YEAR_AGO) for one in DIMENSIONS},
            {"keep": f"Comment {place} of {practice[0]}"} if place == 0 else {},
        )
        for practice, size in SIZES.items()
        for place in range(size)
    ]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 50), st.randoms(use_true_random=False))
def test_the_same_answers_give_the_same_report_in_whatever_order(seed: int, order: Random) -> None:
    answers, invited = survey(seed), list(INVITED.items())
    first = report(answers, INVITED)
    order.shuffle(answers)
    order.shuffle(invited)
    second = report(answers, dict(invited))
    assert first == second
    assert first.digest == second.digest


def test_what_is_kept_is_what_was_shown() -> None:
    earlier = report(survey(1), INVITED)
    found = report(survey(2, "deciding"), INVITED, earlier)
    kept = json.loads(json.dumps(found.to_dict()))
    assert SurveyReport.from_dict(kept) == found
    assert SurveyReport.from_dict(kept).digest == found.digest
    assert found.digest != earlier.digest
    assert len(found.digest) == 64


def test_response_and_practices() -> None:
    found = report(survey(1), INVITED)
    assert found.response_words == "31 of 46 people answered (67%), from 6 of 7 practices"
    assert [(one.key, one.answered, one.invited, bool(one.means)) for one in found.practices] == [
        ("Creek", 0, 3, False),
        ("Driftwood", 8, 10, True),
        ("Harbour", 7, 9, True),
        ("Marsh End", 6, 8, True),
        ("Quay", 2, 4, False),
        ("Saltpan Lane", 5, 7, True),
        ("Tern", 3, 5, False),
    ]
    assert {one.why for one in found.practices} == {"", "Fewer than 5 of its people answered."}
    assert found.notes == (
        "A practice’s own result is shown only if 5 or more of its people answered, and only if nothing about "
        "the others follows from it: 4 of 7 practices.",
    )
    assert [one.words for one in found.comments] == sorted(f"Comment 0 of {key[0]}" for key in SIZES)


def test_a_practice_held_back_for_the_sake_of_another_says_so() -> None:
    found = report(
        alike("A", 1, 2, 3, 4, 5) + alike("B", 2, 2, 3, 4, 4) + alike("C", 5), {"A": 5, "B": 5, "C": 5}
    )
    assert [one.why for one in found.practices] == [
        "Held back, so that nobody can work out what a smaller group answered.",
        "",
        "Fewer than 5 of its people answered.",
    ]


def test_figures_of_one_dimension() -> None:
    answers = [*alike("A", 1, 2, 2, 3, 4, 4), *alike("B", 4, 4, 5, 5), person("B", (5, 5, None))]
    vision = report(answers, {"A": 6, "B": 5}).dimensions[0]
    # Practices' means 8/3 and 23/5; people's variance 212/121, so agreement 15/121.
    assert vision.mean.words == "3.6"
    assert vision.agreement.words == "Low (0.25 or less)"
    # 7 of 11 agree with the first two, 6 with the third: fewer than five are left beside the 7.
    assert [item.agree.words for item in vision.items] == ["63 or more", "63 or more", "55"]
    assert [[(band.words, band.people) for band in item.bands.groups] for item in vision.items] == [
        [],
        [],
        [("Agree", 6), ("Neither agree nor disagree, or disagree, or did not say", 5)],
    ]
    shown = report(alike("A", 2, 2, 3, 3, 3, 4, 4, 4, 4, 5), {"A": 10}).dimensions[0]
    assert (shown.mean.words, shown.agreement.words, shown.spread.words, shown.alpha.words) == (
        "3.4",
        "Medium (0.58)",
        "0.92",
        "1.00",
    )


def test_a_year_ago() -> None:
    said = [*["better"] * 7, *["worse"] * 5, *["same"] * 4, None]
    answers = [person("A", year_ago={"vision": one}) for one in said]
    vision, direction, *_ = report(answers, {"A": 17}).dimensions
    assert vision.year_ago_words == "7 people say better than a year ago, 5 worse"
    assert [(band.words, band.people) for band in vision.year_ago.groups][1] == (
        "About the same, or did not say",
        5,
    )
    assert (direction.year_ago_words, direction.year_ago.why) == (
        "",
        "Nearly everybody gave the same answer: did not say.",
    )


def test_before_five_answers_only_the_response_is_shown() -> None:
    found = report([person("A", comments={"keep": "The locum bank"}), *alike("A", 5, 5, 5)], {"A": 9, "B": 2})
    assert found.response_words == "4 of 11 people answered (36%), from 1 of 2 practices"
    assert found.notes == ("Results are shown from 5 answers on. So far there are 4.",)
    assert found.comments == found.in_short == ()
    for one in found.dimensions:
        figures = (one.mean, one.agreement.figure, one.spread, one.alpha, *(item.agree for item in one.items))
        assert {figure.words for figure in figures} == {"Not shown"}
        assert all(figure.why for figure in figures)
        assert one.agreement.words == "Not shown"
        assert one.year_ago.groups == ()
    assert report([], {}).response_words == "0 of 0 people answered, from 0 of 0 practices"


def test_more_answers_than_invitations_are_refused() -> None:
    with pytest.raises(DiagnosticsError) as refused:
        report(alike("A", 3, 3), {"A": 1})
    assert refused.value.field == "A"
    assert refused.value.message == "More people answered (2) than were invited (1). Check the list."


def test_compared_with_the_survey_before() -> None:
    earlier = report(survey(1), INVITED)
    found = report(survey(2, "deciding"), INVITED, earlier)
    deciding = found.dimension("deciding")
    assert deciding is not None
    assert deciding.change is not None
    before = earlier.dimension("deciding")
    assert before is not None
    assert deciding.mean.value is not None
    assert before.mean.value is not None
    assert deciding.change.by == deciding.mean.value - before.mean.value
    assert deciding.change.sure
    assert [one.label for one in found.in_short][:2] == ["Strongest", "Most improved"]
    assert (
        found.in_short[1].words
        == f"deciding and accountability, up {deciding.change.by} since the last survey."
    )
    assert found.chance_words.endswith("may be chance with 31 answers.")
    assert {one.change for one in earlier.dimensions} == {None}
    assert earlier.chance_words == ""
    assert {one.change for one in report(survey(1), INVITED, report([], {})).dimensions} == {None}


def dimensions(*means: str, agreement: tuple[str, ...] = (), by: tuple[str, ...] = ()) -> list[object]:
    plain = report(survey(1), INVITED).dimensions
    found = []
    for place, (one, mean) in enumerate(zip(plain, means, strict=False)):
        close = agreement[place] if agreement else "0.70"
        moved = MeanChange(Decimal(by[place]), "3.0", Decimal("0.3")) if by else None
        figure = replace(one.agreement.figure, value=Decimal(close))
        found.append(
            replace(
                one,
                mean=replace(one.mean, value=Decimal(mean)),
                agreement=replace(
                    one.agreement, word="High" if Decimal(close) >= Decimal("0.7") else "Low", figure=figure
                ),
                change=moved,
            )
        )
    return found


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (
            dimensions("4.1", "3.2", "2.6", agreement=("0.78", "0.70", "0.41"), by=("0.2", "0.6", "-0.4")),
            [
                ("Strongest", "purpose and vision, 4.1 of 5."),
                ("Most improved", "direction, up 0.6 since the last survey."),
                ("Largest fall", "participation, down 0.4 since the last survey."),
                ("Weakest", "participation, 2.6 of 5. It is also where we agree least with each other."),
            ],
        ),
        (
            dimensions("4.1", "4.1", "2.6", agreement=("0.40", "0.70", "0.71"), by=("0.2", "0.0", "-0.4")),
            [
                ("Strongest", "purpose and vision and direction, 4.1 of 5."),
                ("Most improved", "no dimension rose by more than chance may explain."),
                ("Largest fall", "participation, down 0.4 since the last survey."),
                ("Weakest", "participation, 2.6 of 5."),
                ("Least agreement", "purpose and vision, low (0.40)."),
            ],
        ),
        (
            dimensions("4.1", "3.2", "2.6", by=("-0.2", "0.6", "-0.1")),
            [
                ("Strongest", "purpose and vision, 4.1 of 5."),
                ("Most improved", "direction, up 0.6 since the last survey."),
                ("Largest fall", "no dimension fell by more than chance may explain."),
                ("Weakest", "participation, 2.6 of 5."),
            ],
        ),
        (dimensions("3.0", "3.0"), [("All the same", "every dimension has 3.0 of 5.")]),
    ],
)
def test_in_short(found: list[object], lines: list[tuple[str, str]]) -> None:
    assert [(line.label, line.words) for line in in_short(found)] == lines  # type: ignore[arg-type]


def test_a_person_more_costs_the_same_in_a_survey_of_any_size() -> None:
    def cost(people: int) -> float:
        dice = Random(7)
        answers = [
            person(f"P{dice.randrange(80):02}", [dice.choice((1, 2, 3, 4, 5, None)) for _ in VISION.items])
            for _ in range(people)
        ]
        return steps(lambda: report(answers, {f"P{place:02}": 100 for place in range(80)})) / people

    assert cost(200) < 9_000
    assert cost(800) < cost(200) * 1.05
