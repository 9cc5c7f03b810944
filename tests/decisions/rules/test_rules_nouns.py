"""The same rules in the words of whoever votes: practices, or the members of a group."""

from fractions import Fraction

import pytest
from all_words import everything_said, said_of_rules, said_to_choose
from generated_polls import Poll, people_polls
from hypothesis import given, settings
from saltmarsh import GROUP, MORE_THAN_HALF, TWO_THIRDS, numbers, said

from federation.decisions.rules import (
    NONE,
    PRACTICES,
    PRESETS,
    Rule,
    VoteFloors,
    VoteNeed,
    VoterNoun,
    VoteWeights,
    hint,
    judge,
    members_of,
    misfit,
    presets_for,
    summarize,
    worked_examples,
)

FEW = settings(max_examples=100, deadline=None, database=None)
STRICT = VoteFloors(
    quorum=VoteNeed(Fraction(1), False), share=VoteNeed(Fraction(1), False), methods=("majority",)
)
NO_ONE_EACH = VoteFloors(weights=("patients",), quorum=None, share=None)


def as_practices_read_it(sentence: str) -> str:
    """A sentence for members, as it would read for practices: only the nouns and their pronouns differ."""
    for of_members, of_practices in (
        (GROUP.of, ""),
        ("everybody who can read it", "all MEMBERS"),
        ("embers who", "embers that"),
        ("ember who", "ember that"),
        ("they have voted", "it has voted"),
        ("they consent", "it consents"),
        ("Members", "Practices"),
        ("Member", "Practice"),
        ("member", "practice"),
        ("MEMBERS", "members"),
    ):
        sentence = sentence.replace(of_members, of_practices)
    return sentence


@FEW
@given(people_polls)
def test_members_and_practices_read_the_same_of_every_vote(poll: Poll) -> None:
    of_members, of_practices = everything_said(poll, GROUP), everything_said(poll)
    assert [as_practices_read_it(sentence) for sentence in of_members] == of_practices
    for sentence in of_members:
        assert "practice" not in sentence.lower()
        assert all(part.count("Home Visiting") <= 1 for part in sentence.split(". ")), sentence
    for sentence in of_practices:
        assert "member" not in sentence.replace("to all members", "").lower(), sentence


def test_rules_are_compared_in_the_words_of_whoever_votes() -> None:
    fitting = [preset.rule for preset in presets_for(GROUP).values()]
    for one in fitting:
        for other in fitting:
            for floors in (NONE, STRICT, NO_ONE_EACH):
                of_members = said_of_rules(one, other, floors, GROUP)
                of_practices = said_of_rules(one, other, floors, PRACTICES)
                assert [as_practices_read_it(sentence) for sentence in of_members] == of_practices
                assert not any("practice" in sentence.lower() for sentence in of_members)


def test_what_is_chosen_and_refused_is_said_in_the_words_of_whoever_votes() -> None:
    of_members, of_practices = said_to_choose(GROUP), said_to_choose(PRACTICES)
    assert not any("practice" in sentence.lower() for sentence in of_members)
    assert not any("member" in sentence.lower() for sentence in of_practices)
    assert "I want this to go ahead" in of_members and "We want this to go ahead" in of_practices
    assert "Members vote for or against, or abstain" in of_members
    assert "Member Z voted, but is not among the members who may vote." in of_members
    assert "One person holds the votes of all 3 members of the Home Visiting Group: Ann Lee." in of_members


@pytest.mark.parametrize(
    ("name", "stances", "headline", "words"),
    [
        (
            "simple_majority",
            "fffaa---",
            "Carried: both tests were met",
            [
                "5 of the 8 members of the Home Visiting Group voted. At least 5 were needed.",
                "3 of 5 votes for or against were for: 60.0%. More than 50% was needed.",
            ],
        ),
        (
            "simple_majority",
            "--------",
            "Not enough votes: no member voted",
            [
                "None of the 8 members of the Home Visiting Group voted. At least 5 were needed.",
                "No member voted for or against. More than 50% was needed.",
            ],
        ),
        (
            "written_special_resolution",
            "ffffff--",
            "Carried: the test was met",
            ["6 of all 8 members of the Home Visiting Group voted for: 75.0%. At least 75% was needed."],
        ),
        (
            "consent",
            "occccccc",
            "Not carried: 1 objection is not resolved",
            [
                "All 8 members of the Home Visiting Group voted. At least 5 were needed.",
                "1 member has an objection that is not resolved.",
            ],
        ),
        ("advisory", "f-------", "Advice given: 1 of the 8 members of the Home Visiting Group voted", []),
    ],
)
def test_a_group_of_eight_decides(name: str, stances: str, headline: str, words: list[str]) -> None:
    roll = numbers(*[0] * 8)
    verdict = judge(PRESETS[name].rule, roll, said(roll, stances), voters=GROUP)
    assert (verdict.words, [test.words for test in verdict.tests]) == (headline, words)
    assert verdict.to_dict()["roll"] == {"practices": 8, "weight": 8, "patients": 0, "recused": 0}


def test_a_group_reads_what_would_happen() -> None:
    roll = numbers(*[0] * 8, recused="H")
    rule = PRESETS["written_special_resolution"].rule
    assert hint(rule, summarize(roll, GROUP), roll) == (
        "Votes for must come from at least 6 of all 7 members of the Home Visiting Group. "
        "Not voting has the same effect as voting against."
    )
    assert [example.if_words for example in worked_examples(rule, roll, voters=GROUP)] == [
        "5 members vote for, the other 2 do not vote",
        "5 members vote for, 2 abstain",
        "6 members vote for, the other does not vote",
        "6 members vote for, 1 against",
    ]
    assert judge(rule, roll, [], voters=GROUP).notes == ("1 member stood aside and was not counted.",)


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("Home Visiting Group", " of the Home Visiting Group"),
        ("The Hub", " of the Hub"),
        (" the Hub ", " of the Hub"),
        ("Theatre {one}", " of the Theatre {one}"),
    ],
)
def test_a_group_is_named_with_one_article(name: str, of: str) -> None:
    assert members_of(name) == VoterNoun("member", "members", of, "person")
    assert members_of(name).out_of(2, 8) == f"2 of the 8 members{of}"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"weights": VoteWeights("patients", per=1000)}, "weights"),
        ({"weights": VoteWeights("shares", shares=(("A", 1),))}, "weights"),
        ({"weights": VoteWeights(cap=1)}, "weights"),
        ({"double_majority": True}, "double_majority"),
    ],
)
def test_rules_about_patients_are_for_practices(changes: dict[str, object], part: str) -> None:
    rule = Rule(method="majority", threshold=MORE_THAN_HALF, **changes)
    assert misfit(rule, PRACTICES) is None
    found = misfit(rule, GROUP)
    assert found is not None and found.field == part and "members vote, not practices" in found.message


def test_presets_that_fit() -> None:
    assert presets_for(PRACTICES) == PRESETS
    left_out = {"double_majority", "patient_weighted"}
    assert list(presets_for(GROUP)) == [name for name in PRESETS if name not in left_out]
    assert presets_for(GROUP)["advisory"].summary == "For hearing what members think."


def test_the_words_of_voters_are_kept_nowhere() -> None:
    roll = numbers(1, 2)
    assert summarize(roll, GROUP).to_dict() == summarize(roll).to_dict()
    rule = Rule(method="majority", threshold=TWO_THIRDS)
    assert "voters" not in judge(rule, roll, [], voters=GROUP).to_dict()["roll"]
