"""The sentences of the screens, word for word, from the figures of the screens."""

import pytest
from saltmarsh import CODES, roll_of, said

from federation.decisions.rules import (
    PRESETS,
    explain,
    hint,
    judge,
    still_needed,
    summarize,
    voted_needed,
    worked_examples,
)
from federation.decisions.rules import tests_of as listed

DOUBLE = PRESETS["double_majority"].rule
ROLL = roll_of(DOUBLE)
SUMMARY = summarize(ROLL)


def test_screen_02_what_carries_it() -> None:
    assert [test.words for test in listed(DOUBLE, SUMMARY)] == [
        "At least 9 of the 12 practices vote.",
        "More than half of the votes for or against are for. Each practice has one vote.",
        "The practices voting for have more than half of the patients of all practices voting for or "
        "against.",
    ]
    assert " ".join(explain(DOUBLE)[:2]) == "Abstaining counts for test 1 only. A tie is not carried."
    assert "How practices voted is shown to all members when voting closes, not before." in explain(DOUBLE)
    assert voted_needed(DOUBLE, SUMMARY) == 9
    assert [still_needed(DOUBLE, SUMMARY, voted) for voted in (0, 7, 9, 12)] == [9, 2, 0, 0]


def test_screen_04_the_verdict_and_its_arithmetic() -> None:
    stances = {"Heron": "a", "Gorse": "a", "Estuary": "b", "Skylark": "-"}
    letters = {CODES[name]: letter for name, letter in stances.items()}
    verdict = judge(DOUBLE, ROLL, said(ROLL, "".join(letters.get(entry.code, "f") for entry in ROLL)))
    assert verdict.verdict == "carried"
    assert verdict.words == "Carried: all 3 tests were met"
    assert [test.words for test in verdict.tests] == [
        "11 of the 12 practices voted. At least 9 were needed.",
        "8 of 10 votes for or against were for: 80.0%. More than 50% was needed.",
        "The practices voting for have 74,990 of 107,160 patients: 70.0%. More than 50% was needed.",
    ]
    assert [(test.key, test.met, test.have, test.need) for test in verdict.tests] == [
        ("quorum_practices", True, "11 of 12", "at least 9"),
        ("votes", True, "8 of 10", "more than 50%"),
        ("patients", True, "74,990 of 107,160", "more than 50%"),
    ]
    assert verdict.notes == ("Abstaining counted for test 1 only.",)
    count = {"for": (8, 8, 74990), "against": (2, 2, 32170), "abstain": (1, 1, 13050)}
    assert verdict.to_dict() == {
        "verdict": "carried",
        "words": "Carried: all 3 tests were met",
        "tests": [
            {"met": test.met, "have": test.have, "need": test.need, "words": test.words}
            for test in verdict.tests
        ],
        "tally": {
            "stances": {
                stance: {"practices": practices, "weight": weight, "patients": patients}
                for stance, (practices, weight, patients) in count.items()
            },
            "voted": {"practices": 11, "weight": 11, "patients": 120210},
            "not_voted": {"practices": 1, "weight": 1, "patients": 3290},
            "resolved": 0,
        },
        "roll": {"practices": 12, "weight": 12, "patients": 123500, "recused": 0},
    }


@pytest.mark.parametrize(
    ("name", "title", "words"),
    [
        (
            "double_majority",
            "Double majority",
            "Most practices and most patients. At least 9 of 12 vote; more than half of the votes are for; "
            "and they have more than half of the patients.",
        ),
        (
            "simple_majority",
            "Simple majority",
            "For everyday matters. At least 7 of 12 vote, and more are for than against.",
        ),
        (
            "ordinary_resolution",
            "Ordinary resolution",
            "For ordinary resolutions of a company (Companies Act 2006, section 282, as it was in 2020). "
            "At least 7 of 12 vote, and more are for than against.",
        ),
        (
            "special_resolution",
            "Special resolution",
            "For changes to our rules. At least 9 of 12 vote, and at least 75% of the votes cast are for.",
        ),
        (
            "written_special_resolution",
            "Written special resolution",
            "For changes to our rules, in writing and without a meeting. Votes for must come from at least 9 "
            "of all 12 practices. Not voting has the same effect as voting against.",
        ),
        (
            "patient_weighted",
            "Patient-weighted majority",
            "For matters in which larger practices should count for more. A vote counts 1 for every started "
            "1,000 patients: Heron has 20, Skylark has 4. More than half of the votes cast are for. "
            "At least 7 of 12 vote.",
        ),
        (
            "consent",
            "Consent",
            "For what is good enough for now and safe enough to try. It goes ahead unless a practice has a "
            "reasoned objection that we cannot resolve. There is no abstaining. At least 7 of 12 vote.",
        ),
        (
            "silence",
            "Agreed unless somebody objects",
            "For what nobody is expected to oppose. It is carried when voting closes unless a practice objects; "
            "then it goes to a vote under “Simple majority”.",
        ),
        (
            "recall",
            "Recall",
            "For taking back what practices have given: decided as soon as enough are for it, and called off by nobody. "
            "Votes for must come from at least 7 of all 12 practices. Not voting has the same effect as voting against.",
        ),
        (
            "advisory",
            "Advice only",
            "For hearing what practices think. Votes are counted, but bind nobody, and there is nothing to carry.",
        ),
    ],
)
def test_screen_06a_each_preset_with_its_use_and_its_numbers(name: str, title: str, words: str) -> None:
    preset = PRESETS[name]
    assert (preset.name, preset.title, preset.rule.name, preset.rule.title) == (name, title, name, title)
    roll = roll_of(preset.rule)
    assert f"{preset.summary} {hint(preset.rule, summarize(roll), roll)}" == words


def test_screen_06a_order_of_presets() -> None:
    assert list(PRESETS) == [
        "double_majority",
        "simple_majority",
        "ordinary_resolution",
        "special_resolution",
        "written_special_resolution",
        "patient_weighted",
        "consent",
        "silence",
        "points",
        "recall",
        "advisory",
    ]


def test_screen_06b_what_this_means() -> None:
    assert [test.check_words for test in listed(DOUBLE, SUMMARY)] == [
        "At least 9 of the 12 practices vote.",
        "More than half of the votes for or against are for. "
        "If all 12 vote for or against, that is at least 7.",
        "The practices voting for have more than half of the patients of all practices voting for or "
        "against. "
        "If all 12 vote for or against, that is at least 61,751 of 123,500.",
    ]


def test_screen_06b_worked_examples() -> None:
    examples = [
        (example.if_words, example.verdict, example.because) for example in worked_examples(DOUBLE, ROLL)
    ]
    assert examples == [
        ("8 practices vote, all for", "inquorate", "Test 1: 9 are needed"),
        (
            "The 5 largest vote for, the other 7 against",
            "not_carried",
            "Test 2: 5 of 12, although they have 59% of patients",
        ),
        (
            "The 7 smallest vote for, the other 5 against",
            "not_carried",
            "Test 3: 7 of 12, but with 41% of patients",
        ),
        (
            "Heron, Lighthouse, Estuary View and 4 others vote for, 2 against, 3 abstain",
            "carried",
            "All 3 tests, whichever the other 4 are",
        ),
    ]
