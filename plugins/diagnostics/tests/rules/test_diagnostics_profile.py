"""The leaders' profile."""

import pytest
from federation_diagnostics.rules.errors import DiagnosticsError
from federation_diagnostics.rules.leaders import summarize_profiles
from federation_diagnostics.rules.leadership import (
    FEATURES,
    FUNCTION_KEYS,
    FUNCTIONS,
    LONGEST_EVIDENCE,
    QUESTIONS,
)
from federation_diagnostics.rules.profile import ProfileAnswers
from hypothesis import given
from hypothesis import strategies as st

SHARES = dict(zip(FUNCTION_KEYS, (30, 20, 0, 25, 15, 10), strict=True))


def profile(leader: str, *purpose: int | None, **more: object) -> ProfileAnswers:
    ratings = dict(zip((one.key for one in FEATURES[0].questions), purpose, strict=False))
    return ProfileAnswers(leader, ratings, **{"shares": SHARES, **more})  # type: ignore[arg-type]


def test_six_features_of_three_questions_and_six_functions() -> None:
    assert [len(one.questions) for one in FEATURES] == [3] * 6
    assert len(QUESTIONS) == 18 == len({one.words for one in QUESTIONS.values()})
    assert [one.title for one in FUNCTIONS] == [
        "Community building",
        "Filtering",
        "Amplifying",
        "Facilitating",
        "Investing and providing",
        "Convening",
    ]


def test_several_leaders_give_the_middle_and_the_range() -> None:
    found = summarize_profiles(
        [
            profile("Cerys Vaughan", 5, 4, 4, evidence={"purpose": "On page 1 of the welcome pack"}),
            profile("Ade Bello", 2, None, 3),
            profile("Brid Nolan", 4, 4, 4, shares={**SHARES, "community": 20, "convening": 20}),
        ]
    )
    purpose, issue, *_ = found.features
    assert purpose.range.words == "4.0 (2.5 to 4.3)"
    assert issue.range.words == "Nobody could say"
    assert purpose.evidence == (("Cerys Vaughan", "On page 1 of the welcome pack"),)
    assert found.functions[0].range.words == "30.0 (20.0 to 30.0)"
    assert found.functions[1].range.words == "20.0"
    assert found.leaders == ("Ade Bello", "Brid Nolan", "Cerys Vaughan")


def test_it_says_that_profiles_are_signed() -> None:
    few = summarize_profiles([profile("Ade Bello", 3, 3, 3)])
    assert (
        few.note
        == "With 1 leader nothing here is anonymous: profiles are signed, and members can read who wrote what."
    )
    many = summarize_profiles([profile(f"Leader {place}", 3) for place in range(5)])
    assert many.note == "Note that profiles are signed, and members can read who wrote what."
    assert summarize_profiles([]).functions[0].range.words == "Nobody could say"


@given(st.permutations([profile("A", 1, 2, 3), profile("B", 5, None), profile("C", 4)]))
def test_the_order_of_profiles_does_not_matter(profiles: list[ProfileAnswers]) -> None:
    assert summarize_profiles(profiles) == summarize_profiles(profiles[::-1])


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        (
            {"shares": {**SHARES, "convening": 5}},
            "shares",
            "Your shares add up to 95. Change them until they add up to 100.",
        ),
        (
            {"shares": {**SHARES, "convening": -10}},
            "convening",
            "Enter a whole number of per cent from 0 to 100.",
        ),
        ({"shares": {"community": 100}}, "filtering", "Enter a whole number of per cent from 0 to 100."),
        (
            {"shares": {**SHARES, "weather": 0}},
            "weather",
            "This question is not part of the profile. Open the profile again.",
        ),
        (
            {"evidence": {"weather": "Wet"}},
            "weather",
            "This question is not part of the profile. Open the profile again.",
        ),
        (
            {"evidence": {"issue": "x" * (LONGEST_EVIDENCE + 1)}},
            "issue",
            "This has 2,001 characters. Shorten it to 2,000 or fewer.",
        ),
        (
            {"ratings": {"purpose_agreed": 6}},
            "purpose_agreed",
            "Choose a number from 1 to 5, or “I cannot say”.",
        ),
    ],
)
def test_profiles_that_cannot_be(more: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(DiagnosticsError) as refused:
        ProfileAnswers(**{"leader": "A", "ratings": {}, "shares": SHARES, **more})  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.message) == (field, words)


def test_a_leader_has_one_profile() -> None:
    with pytest.raises(DiagnosticsError, match="A leader has one profile a round"):
        summarize_profiles([profile("A", 1), profile("A", 2)])
