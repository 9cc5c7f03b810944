"""By silence: nobody need vote, and objections turn it into a vote under the rule that it names."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saltmarsh import GROUP, numbers, said

from federation.decisions.rules import (
    NONE,
    PRACTICES,
    PRESETS,
    CountedBallot,
    RollSummary,
    Rule,
    RuleError,
    VoteWeights,
    against_replacing,
    hint,
    is_own,
    judge,
    misfit,
    presets_for,
    so_far,
    summarize,
    turnout,
    worked_examples,
)
from federation.decisions.rules import tests_of as listed
from federation.decisions.rules.counting.strictness import laxer_in

SILENCE = PRESETS["silence"].rule
SIMPLE, SPECIAL = PRESETS["simple_majority"].rule, PRESETS["special_resolution"].rule
EIGHT = numbers(*[0] * 8)


def silence(objections: int = 1, then: Rule = SIMPLE) -> Rule:
    """Silence that so many objections end."""
    return replace(SILENCE, own=(("objections", objections), ("then", then)))


@pytest.mark.parametrize(
    ("objections", "stances", "verdict", "headline", "words"),
    [
        (1, "--------", "carried", "Carried: no member objected", "No member objected."),
        (1, "nn------", "carried", "Carried: no member objected", "No member objected."),
        (
            1,
            "o-------",
            "objected",
            "Objected to: it goes to a vote",
            "1 member objected, and 1 is enough for a vote.",
        ),
        (
            3,
            "oon-----",
            "carried",
            "Carried: 2 members objected, and it takes 3 for a vote",
            "2 members objected, and 3 are enough for a vote.",
        ),
        (
            3,
            "oooo----",
            "objected",
            "Objected to: it goes to a vote",
            "4 members objected, and 3 are enough for a vote.",
        ),
        (
            9,
            "oooooooo",
            "objected",
            "Objected to: it goes to a vote",
            "8 members objected, and 8 are enough for a vote.",
        ),
    ],
)
def test_it_is_carried_unless_enough_object(
    objections: int, stances: str, verdict: str, headline: str, words: str
) -> None:
    ballots = [
        replace(one, stance="no_objection") if one.stance == "n" else one for one in said(EIGHT, stances)
    ]
    found = judge(silence(objections), EIGHT, ballots, voters=GROUP)
    assert (found.verdict, found.words, found.tests[0].words) == (verdict, headline, words)
    assert found.chosen == () and found.notes == ()


@given(st.integers(1, 12), st.text("on-", min_size=8, max_size=8))
def test_each_further_objection_is_one_towards_a_vote(objections: int, letters: str) -> None:
    ballots = [
        replace(one, stance="no_objection") if one.stance == "n" else one for one in said(EIGHT, letters)
    ]
    found = judge(silence(objections), EIGHT, ballots)
    assert (found.verdict == "objected") == (letters.count("o") >= min(objections, 8))
    assert found.verdict in ("objected", "carried")


def test_those_who_stand_aside_cannot_send_it_to_a_vote() -> None:
    roll = numbers(1, 1, 1, recused="B")
    assert judge(SILENCE, roll, [CountedBallot("B", "object", "Because.")]).verdict == "carried"
    assert judge(SILENCE, roll, [CountedBallot("A", "object", "Because.")]).verdict == "objected"


def test_before_it_is_put_to_the_voters() -> None:
    summary = summarize(EIGHT, GROUP)
    assert hint(SILENCE, summary, EIGHT) == (
        "It is carried when voting closes unless a member objects; then it goes to a vote under “Simple majority”."
    )
    untitled = silence(3, replace(SIMPLE, title=""))
    assert hint(untitled, summary, EIGHT) == (
        "It is carried when voting closes unless 3 members object; then it goes to a vote under another rule."
    )
    (test,) = listed(silence(3), summary)
    assert test.words == "Fewer than 3 members object."
    assert test.check_words == (
        "Fewer than 3 members object. If 3 do, it goes to a vote under “Simple majority”."
    )
    told = [
        (one.if_words, one.verdict, one.because) for one in worked_examples(silence(3), EIGHT, voters=GROUP)
    ]
    assert told == [
        ("3 members object", "objected", "The test: 3 objections, and 3 are enough for a vote"),
        ("2 members object", "carried", "The test is met"),
        ("No member says anything", "carried", "The test is met"),
    ]
    assert turnout(SILENCE, EIGHT, "AB").can_succeed
    assert not turnout(SILENCE, EIGHT, "").can_succeed


def test_an_objection_needs_a_reason_and_saying_nothing_needs_none() -> None:
    assert SILENCE.stances() == ("no_objection", "object")
    assert "voted on first" in SILENCE.how.meanings["object"] and not SILENCE.how.resolved
    assert SILENCE.needs_reason("object") and not SILENCE.needs_reason("no_objection")


def test_the_rule_that_follows_is_written_down_whole() -> None:
    document = SILENCE.to_dict()
    assert (document["objections"], document["then"]) == (1, SIMPLE.to_dict())
    assert Rule.from_dict(document) == SILENCE
    named = {"method": "silence", "then": "simple_majority", "name": SILENCE.name, "title": SILENCE.title}
    assert Rule.from_dict(named) == SILENCE
    assert Rule.from_dict(named | {"objections": 2}).part("objections") == 2
    assert not {"objections", "then"} & SIMPLE.to_dict().keys()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"then": None}, "then", "Say under which rule it is voted on"),
        ({"then": "dice"}, "then", "Choose one of: double_majority"),
        ({"then": 3}, "then", "Write it as named parts."),
        ({"then": "advisory"}, "then", "Choose a rule that binds"),
        ({"then": "silence"}, "then", "Choose a rule that binds"),
        ({"then": {"method": "approval"}}, "then", "votes on one proposal"),
        ({"then": {"method": "silence"}}, "then.method", "Choose a rule that binds"),
        ({"then": {"method": "majority"}}, "then.threshold", "Say what share"),
        ({"then": {"method": "consent", "then": "consent"}}, "then.then", "We do not know this part."),
        ({"objections": 0}, "objections", "from 1 to 10,000"),
        ({"objections": True}, "objections", "from 1 to 10,000"),
        ({"objections": "2"}, "objections", "from 1 to 10,000"),
        ({"quorum_practices": {"fraction": "1/2"}}, "quorum_practices", "no number needs to vote"),
        ({"threshold": {"fraction": "1/2"}}, "threshold", "needs no share"),
        ({"weights": {"cap": 2}}, "weights", "each objection counts the same"),
        ({"reasons": "optional"}, "reasons", "An objection always needs a reason."),
        ({"method": "consent"}, "then", "We do not know this part."),
    ],
)
def test_what_does_not_go_together_is_refused(changes: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(RuleError) as error:
        Rule.from_dict({"method": "silence", "then": "simple_majority"} | changes)
    assert error.value.field == field and message in error.value.message


def test_a_part_of_another_method_is_refused() -> None:
    with pytest.raises(RuleError, match="no such part"):
        replace(SIMPLE, own=(("objections", 1),))


def test_the_vote_that_follows_must_fit_those_who_vote() -> None:
    weighed = silence(then=replace(SIMPLE, weights=VoteWeights("patients", per=1000)))
    found = misfit(weighed, GROUP)
    assert found is not None and found.field == "then.weights"
    assert misfit(weighed, PRACTICES) is None and "silence" in presets_for(GROUP)


def test_floors_allow_silence_only_where_nobody_must_vote() -> None:
    assert NONE.against(SILENCE) == ()
    quorum, share = SIMPLE.quorum_practices, SIMPLE.threshold
    assert [short.part for short in replace(NONE, quorum=quorum).against(SILENCE)] == ["method"]
    members = replace(NONE, quorum=quorum).against(SILENCE, GROUP)[0].words
    assert members == (
        "More than half of the members of the Home Visiting Group must vote: silence is not a vote."
    )
    assert replace(NONE, share=share).against(SILENCE) == ()
    (short,) = replace(NONE, share=share).against(silence(2))
    assert short == (
        "objections",
        "More than half of the votes must be for: this rule lets objections pass.",
    )
    (short,) = replace(NONE, share=SPECIAL.threshold).against(SILENCE)
    assert short.part == "then" and short.words == (
        "In the vote that follows an objection: At least 75% of the votes must be for: this rule asks for more "
        "than half."
    )
    with pytest.raises(RuleError, match="At least one kind of vote that binds"):
        replace(NONE, methods=("silence", "advisory"))


def test_silence_replaces_nothing_that_was_voted_on() -> None:
    for than in (SIMPLE, PRESETS["consent"].rule, PRESETS["written_special_resolution"].rule):
        assert "passes without anybody voting for it" in laxer_in(SILENCE, than)
    assert laxer_in(SILENCE, PRESETS["advisory"].rule) == ()
    assert laxer_in(silence(2), SILENCE) == ("lets a proposal pass against an objection",)
    assert laxer_in(silence(4), silence(3)) == ("lets a proposal pass against 3 objections",)
    assert laxer_in(SILENCE, silence(2)) == ()
    assert laxer_in(SILENCE, silence(then=SPECIAL)) == (
        "asks for a smaller share of the votes, in the vote that follows an objection",
        "asks for fewer practices to vote, in the vote that follows an objection",
    )


def test_what_silence_decided_is_replaced_under_the_rule_of_the_vote_that_would_have_followed() -> None:
    assert against_replacing(SIMPLE, SILENCE) == against_replacing(SPECIAL, SILENCE) == ()
    assert against_replacing(PRESETS["consent"].rule, SILENCE) == ()
    (words,) = against_replacing(SIMPLE, silence(then=SPECIAL))
    assert words.endswith("and this rule lets a proposal pass against an objection.")


def test_a_rule_is_ones_own_by_its_objections_and_by_an_own_rule_that_follows() -> None:
    assert not is_own(SILENCE) and not is_own(silence(then=SPECIAL))
    assert is_own(silence(2))
    lax = replace(SIMPLE, quorum_practices=None)
    assert is_own(silence(then=lax)) and not is_own(silence(then=lax), (lax,))


@pytest.mark.parametrize(
    ("objections", "voted", "words"),
    [
        (1, 0, "Nobody has objected; carried on Friday if nobody does"),
        (2, 0, "Nobody has objected; carried on Friday unless 2 object"),
        (1, 1, "1 of 12 practices has answered; carried on Friday unless one objects"),
        (2, 3, "3 of 12 practices have answered; carried on Friday unless 2 object"),
    ],
)
def test_how_far_it_has_come(objections: int, voted: int, words: str) -> None:
    summary = RollSummary(12, 12, 0, 0)
    assert so_far(silence(objections), summary, voted, "Friday") == words
    said = f"{voted} of 12 practices {'has' if voted == 1 else 'have'} voted"
    assert so_far(SIMPLE, summary, voted, "Friday") == said
