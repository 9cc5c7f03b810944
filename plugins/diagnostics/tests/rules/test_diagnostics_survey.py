"""What the survey asks, and what it takes for an answer."""

import pytest
from federation_diagnostics.rules.answers import PersonAnswers
from federation_diagnostics.rules.errors import DiagnosticsError
from federation_diagnostics.rules.questionnaire import (
    DIMENSIONS,
    ITEMS,
    LONGEST_COMMENT,
    PROMPTS,
    SCALE,
    SCALE_WORDS,
    YEAR_AGO,
    YEAR_AGO_WORDS,
)
from surveyed import VISION, person


def test_eight_dimensions_of_three_statements_vision_direction_and_participation_first() -> None:
    assert [one.title for one in DIMENSIONS] == [
        "Purpose and vision",
        "Direction",
        "Participation",
        "Leadership",
        "Relationships and trust",
        "Deciding and accountability",
        "Learning and intelligence",
        "Value and fairness",
    ]
    assert [len(one.items) for one in DIMENSIONS] == [3] * 8
    assert len(ITEMS) == 24
    assert len({item.words for item in ITEMS.values()}) == 24
    assert len({one.key for one in DIMENSIONS} | set(ITEMS) | {one.key for one in PROMPTS}) == 8 + 24 + 3
    assert not [item.words for item in ITEMS.values() if item.words.endswith(".")]
    assert set(SCALE_WORDS) == set(SCALE)
    assert set(YEAR_AGO_WORDS) == set(YEAR_AGO)


def test_answers_keep_what_was_given_and_cannot_be_changed() -> None:
    given = {"vision_sentence": 5, "vision_shared": None}
    one = PersonAnswers("A", given, {"vision": "better"}, {"keep": "  The bank of locums ", "change": " "})
    given["vision_sentence"] = 1
    assert one.items == {"vision_sentence": 5, "vision_shared": None}
    assert one.comments == {"keep": "The bank of locums"}
    assert one.given(VISION) == (5,)
    assert one.unanswered[:2] == ("vision_achieved", "direction_focus")
    assert len(one.unanswered) == 22
    assert person("A").unanswered == ()
    with pytest.raises(TypeError):
        one.items["vision_sentence"] = 2  # type: ignore[index]


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        (
            {"items": {"vision_sentence": 6}},
            "vision_sentence",
            "Choose a number from 1 to 5, or “I don’t know”.",
        ),
        (
            {"items": {"vision_sentence": 0}},
            "vision_sentence",
            "Choose a number from 1 to 5, or “I don’t know”.",
        ),
        (
            {"items": {"vision_sentence": True}},
            "vision_sentence",
            "Choose a number from 1 to 5, or “I don’t know”.",
        ),
        (
            {"items": {"vision_sentence": "4"}},
            "vision_sentence",
            "Choose a number from 1 to 5, or “I don’t know”.",
        ),
        (
            {"items": {"weather": 3}},
            "weather",
            "This question is not part of the survey. Open the survey again.",
        ),
        (
            {"year_ago": {"weather": "same"}},
            "weather",
            "This question is not part of the survey. Open the survey again.",
        ),
        (
            {"comments": {"weather": "Wet"}},
            "weather",
            "This question is not part of the survey. Open the survey again.",
        ),
        (
            {"year_ago": {"vision": "best"}},
            "vision",
            "Choose better, about the same or worse, or leave it out.",
        ),
        (
            {"comments": {"keep": "x" * (LONGEST_COMMENT + 1)}},
            "keep",
            "Your comment has 1,001 characters. Shorten it to 1,000 or fewer.",
        ),
        ({"practice": ""}, "practice", "Choose the practice that you answer for."),
    ],
)
def test_what_is_not_an_answer_is_refused_in_words(more: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(DiagnosticsError) as refused:
        PersonAnswers(**{"practice": "A", "items": {}, **more})  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.message) == (field, words)
