"""Words that mislead nobody: percentages, singulars, no loose ends."""

import re
from fractions import Fraction

import pytest
from all_words import everything_said
from generated_polls import LAW, NEEDS, Poll, people_polls, polls
from hypothesis import given
from hypothesis import strategies as st
from saltmarsh import ALL, GROUP, MORE_THAN_HALF, THREE_QUARTERS, TWO_THIRDS, numbers, roll_of, said

from federation.decisions.rules import (
    PRACTICES,
    PRESETS,
    Rule,
    RuleError,
    VoteNeed,
    VoterNoun,
    VoteWeights,
    explain,
    judge,
    summarize,
)
from federation.decisions.rules import tests_of as listed
from federation.decisions.rules.counting.numbers import percentage


@pytest.mark.parametrize(
    ("part", "whole", "need", "shown"),
    [
        (1, 2, MORE_THAN_HALF, "50.0%"),
        (1249, 2500, MORE_THAN_HALF, "49.96%"),
        (1251, 2500, MORE_THAN_HALF, "50.04%"),
        (61_749, 123_500, MORE_THAN_HALF, "49.999%"),
        (61_751, 123_500, MORE_THAN_HALF, "50.001%"),
        (74_990, 107_160, MORE_THAN_HALF, "70.0%"),
        (7, 9, THREE_QUARTERS, "77.8%"),
        (74_999, 100_000, THREE_QUARTERS, "74.999%"),
        (3, 4, THREE_QUARTERS, "75.0%"),
        (2, 3, TWO_THIRDS, "66.7%"),
        (2, 3, VoteNeed(Fraction(2, 3), True), "66.6%"),
        (9_999, 10_000, ALL, "99.99%"),
        (1, 10_000, MORE_THAN_HALF, "0.01%"),
        (0, 12, MORE_THAN_HALF, "0.0%"),
        (12, 12, MORE_THAN_HALF, "100.0%"),
        (4_999_999, 10_000_000, MORE_THAN_HALF, "49.99999%"),
    ],
)
def test_a_percentage_is_never_on_the_wrong_side(part: int, whole: int, need: VoteNeed, shown: str) -> None:
    assert percentage(part, whole, need.fraction, need.met(part, whole)) == shown


@LAW
@given(st.integers(1, 10**7), st.data(), st.sampled_from(NEEDS))
def test_the_figure_shown_passes_the_test_as_the_votes_do(
    whole: int, data: st.DataObject, need: VoteNeed
) -> None:
    part = data.draw(st.one_of(st.integers(0, whole), st.integers(max(0, whole // 2 - 2), whole // 2 + 1)))
    shown = percentage(part, whole, need.fraction, need.met(part, whole))
    figure = Fraction(shown.removesuffix("%")) / 100
    side = figure > need.fraction if need.strict else figure >= need.fraction
    assert side == need.met(part, whole)
    assert abs(figure - Fraction(part, whole)) <= Fraction(1, 1000)


@pytest.mark.parametrize(
    ("need", "words", "sentence"),
    [
        (MORE_THAN_HALF, "more than half", "More than 50% was needed."),
        (THREE_QUARTERS, "at least 75%", "At least 75% was needed."),
        (TWO_THIRDS, "at least two thirds", "At least two thirds were needed."),
        (VoteNeed(Fraction(1, 3), True), "more than one third", "More than one third was needed."),
        (VoteNeed(Fraction(1, 8), False), "at least 12.5%", "At least 12.5% was needed."),
        (VoteNeed(Fraction(5, 7), False), "at least 5/7", "At least 5/7 was needed."),
        (ALL, "all", "All were needed."),
    ],
)
def test_needs_in_words(need: VoteNeed, words: str, sentence: str) -> None:
    assert (need.words, need.sentence) == (words, sentence)


@pytest.mark.parametrize(
    ("need", "whole", "least"),
    [
        (MORE_THAN_HALF, 12, 7),
        (MORE_THAN_HALF, 11, 6),
        (MORE_THAN_HALF, 1, 1),
        (THREE_QUARTERS, 12, 9),
        (THREE_QUARTERS, 11, 9),
        (THREE_QUARTERS, 123_500, 92_625),
        (VoteNeed(Fraction(1, 1000), False), 12, 1),
        (ALL, 12, 12),
        (ALL, 0, 1),
    ],
)
def test_the_least_that_is_enough(need: VoteNeed, whole: int, least: int) -> None:
    assert need.least(whole) == least
    assert whole == 0 or (need.met(least, whole) and (least == 1 or not need.met(least - 1, whole)))


WRONG = re.compile(
    r"(?<![\d,])1 (practices|members|votes|objections|patients|days|hours)\b"
    r"|(?<![\d,])([02-9]|\d[\d,]*\d) (practice|member|objection|patient|day|hour)\b"
    r"|\ball [012]\b(?!,)|\b[01] of the [01]\b(?!,)|\bof both\b|[Aa]ll of all"
    r"|  |None\b(?! of)|\.\.|[a-z]\. [a-z]| ,|,\.|;\."
)


@LAW
@given(st.one_of(st.tuples(polls, st.just(PRACTICES)), st.tuples(people_polls, st.just(GROUP))))
def test_nothing_reads_wrong(said: tuple[Poll, VoterNoun]) -> None:
    for sentence in everything_said(*said):
        assert not WRONG.search(sentence), sentence
        assert sentence[0].isupper() or sentence[0].isdigit() or sentence[0] in "“"
        assert sentence.endswith((".", "”.")), sentence
        assert not re.search(r"quorum|recus|inquorate|electorate|ballot", sentence), sentence


@pytest.mark.parametrize(
    ("name", "practices", "stances", "words"),
    [
        (
            "simple_majority",
            1,
            "f",
            [
                "The only practice voted.",
                "1 of 1 vote for or against was for: 100.0%. More than 50% was needed.",
            ],
        ),
        (
            "simple_majority",
            1,
            "-",
            [
                "The only practice did not vote.",
                "No practice voted for or against. More than 50% was needed.",
            ],
        ),
        (
            "simple_majority",
            2,
            "fa",
            [
                "Both practices voted. Both were needed.",
                "1 of 2 votes for or against was for: 50.0%. More than 50% was needed.",
            ],
        ),
        (
            "simple_majority",
            3,
            "f--",
            [
                "1 of the 3 practices voted. At least 2 were needed.",
                "1 of 1 vote for or against was for: 100.0%. More than 50% was needed.",
            ],
        ),
        (
            "simple_majority",
            12,
            "-",
            [
                "None of the 12 practices voted. At least 7 were needed.",
                "No practice voted for or against. More than 50% was needed.",
            ],
        ),
        (
            "special_resolution",
            9,
            "fffffffaa",
            [
                "All 9 practices voted. At least 7 were needed.",
                "7 of 9 votes for or against were for: 77.8%. At least 75% was needed.",
            ],
        ),
        (
            "written_special_resolution",
            12,
            "fffffffff",
            ["9 of all 12 practices voted for: 75.0%. At least 75% was needed."],
        ),
        (
            "written_special_resolution",
            12,
            "f",
            ["1 of all 12 practices voted for: 8.3%. At least 75% was needed."],
        ),
        (
            "written_special_resolution",
            12,
            "a",
            ["None of the 12 practices voted for: 0.0%. At least 75% was needed."],
        ),
        (
            "written_special_resolution",
            1,
            "f",
            ["The only practice voted for: 100.0%. At least 75% was needed."],
        ),
        (
            "written_special_resolution",
            1,
            "a",
            ["The only practice did not vote for: 0.0%. At least 75% was needed."],
        ),
        (
            "patient_weighted",
            12,
            "ffffffa",
            [
                "7 of the 12 practices voted. At least 7 were needed.",
                "77 of 84 votes for or against were for: 91.7%. More than 50% was needed.",
            ],
        ),
        (
            "double_majority",
            2,
            "fa",
            [
                "Both practices voted. Both were needed.",
                "1 of 2 votes for or against was for: 50.0%. More than 50% was needed.",
                "The practice voting for has 11,240 of 27,720 patients: 40.5%. More than 50% was needed.",
            ],
        ),
        (
            "double_majority",
            2,
            "aa",
            [
                "Both practices voted. Both were needed.",
                "0 of 2 votes for or against were for: 0.0%. More than 50% was needed.",
                "No practice voted for: 0 of 27,720 patients: 0.0%. More than 50% was needed.",
            ],
        ),
        (
            "consent",
            3,
            "cro",
            [
                "All 3 practices voted. At least 2 were needed.",
                "1 practice has an objection that is not resolved.",
            ],
        ),
        (
            "consent",
            3,
            "crr",
            [
                "All 3 practices voted. At least 2 were needed.",
                "No objection is left: 2 objections were resolved.",
            ],
        ),
        (
            "consent",
            3,
            "ccc",
            ["All 3 practices voted. At least 2 were needed.", "No practice has an objection."],
        ),
        (
            "consent",
            3,
            "---",
            [
                "None of the 3 practices voted. At least 2 were needed.",
                "No practice has said that it consents.",
            ],
        ),
        ("advisory", 3, "f", []),
    ],
)
def test_arithmetic_in_words(name: str, practices: int, stances: str, words: list[str]) -> None:
    rule = PRESETS[name].rule
    roll = roll_of(rule, practices)
    assert [test.words for test in judge(rule, roll, said(roll, stances)).tests] == words


def test_votes_are_in_the_words_where_practices_have_several() -> None:
    weights = VoteWeights("patients", per=1000, cap=12, cap_share=Fraction(1, 4))
    rule = Rule(
        method="majority",
        weights=weights,
        quorum_weight=MORE_THAN_HALF,
        threshold=MORE_THAN_HALF,
        base="cast",
    )
    roll = roll_of(rule)
    assert [test.words for test in listed(rule, summarize(roll))] == [
        "The practices that vote have at least 58 of the 114 votes.",
        "More than half of the votes, abstentions included, are for. Each practice has one vote for every "
        "started 1,000 patients, 114 in all. No practice has more than 12. "
        "No practice has more than 25% of what all would have without a limit.",
    ]
    assert [test.words for test in judge(rule, roll, said(roll, "ffb")).tests] == [
        "The practices that voted have 33 of the 114 votes. At least 58 were needed.",
        "24 of 33 votes, abstentions included, were for: 72.7%. More than 50% was needed.",
    ]


def test_list_sizes_that_are_not_known() -> None:
    rule = PRESETS["double_majority"].rule
    roll = numbers(0, 0, 0)
    found = judge(rule, roll, said(roll, "fff"))
    assert found.verdict == "not_carried"
    assert found.tests[2].words == (
        "The practices voting for or against have no patients that we know of. More than 50% was needed."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"base": "cast"}, "Abstaining has the same effect as voting against."),
        ({"base": "roll"}, "Abstaining has the same effect as voting against."),
        (
            {"base": "cast", "quorum_practices": MORE_THAN_HALF},
            "Abstaining counts for test 1, and has the same effect as voting against in test 2.",
        ),
        (
            {"quorum_weight": MORE_THAN_HALF, "quorum_practices": MORE_THAN_HALF},
            "Abstaining counts for tests 1 and 2 only.",
        ),
        ({}, "Abstaining counts for no test."),
        ({"tie": "referred"}, "A tie is sent back for more discussion."),
        ({"tie": "casting_vote"}, "A tie is decided by the chair’s casting vote."),
        ({"reasons": "required"}, "Every practice gives a reason."),
        ({"reasons": "required_against"}, "A practice that votes against gives a reason."),
        ({"early_close": "all_voted"}, "Voting closes early when all practices have voted."),
        (
            {"early_close": "met"},
            "Voting closes early once the practices that have not voted can no longer change the result.",
        ),
        ({"minimum_hours": 24}, "Voting is open for at least 1 day."),
        ({"minimum_hours": 36}, "Voting is open for at least 36 hours."),
        ({"visibility": "live"}, "How practices voted is shown to all members as they vote."),
    ],
)
def test_explanations(changes: dict[str, object], sentence: str) -> None:
    assert sentence in explain(Rule(method="majority", threshold=MORE_THAN_HALF, **changes))


def test_a_tie_is_not_explained_where_it_cannot_be() -> None:
    assert not any("tie" in sentence for sentence in explain(PRESETS["special_resolution"].rule))


def test_a_need_that_cannot_be_is_refused() -> None:
    for fraction, strict, field in [
        (Fraction(0), False, "fraction"),
        (Fraction(5, 4), False, "fraction"),
        (Fraction(1, 1001), False, "fraction"),
        (Fraction(1), True, "strict"),
        (0.75, False, "fraction"),
        (Fraction(1, 2), 1, "strict"),
    ]:
        with pytest.raises(RuleError) as error:
            VoteNeed(fraction, strict)  # type: ignore[arg-type]
        assert error.value.field == field
