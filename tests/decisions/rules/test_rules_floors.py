"""Floors and strictness, as pure values: what is stricter is never refused where what is laxer passes."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.decisions import rules
from federation.decisions.rules.counting.strictness import as_much, laxer_in, stricter

NEEDS = st.builds(
    lambda top, bottom, strict: rules.VoteNeed(Fraction(top, bottom), strict and top < bottom),
    st.integers(1, 6),
    st.integers(6, 12),
    st.booleans(),
)
MAYBE = st.none() | NEEDS
MAJORITIES = st.builds(
    rules.Rule,
    method=st.just("majority"),
    threshold=NEEDS,
    quorum_practices=MAYBE,
    base=st.sampled_from(("cast", "cast_excluding_abstentions", "roll")),
    double_majority=st.booleans(),
)
CONSENTS = st.builds(
    rules.Rule, method=st.just("consent"), quorum_practices=MAYBE, reasons=st.just("required_against")
)
RULES = MAJORITIES | CONSENTS
SILENCES = st.builds(
    lambda number, then: rules.Rule(
        method="silence", reasons="required_against", own=(("objections", number), ("then", then))
    ),
    st.integers(1, 3),
    RULES,
)
FLOORS = st.builds(rules.VoteFloors, notice_hours=st.integers(0, 90), quorum=MAYBE, share=MAYBE)
SIZES = (9, 8, 5, 3, 2, 1, 1)
ROLL = [rules.RollVoter(code, code, size, 1, False) for code, size in zip("ABCDEFG", SIZES, strict=True)]


@given(MAYBE, MAYBE, st.integers(0, 20), st.integers(1, 20))
def test_a_need_that_is_as_much_meets_whatever_the_other_meets(
    one: rules.VoteNeed | None, other: rules.VoteNeed | None, part: int, whole: int
) -> None:
    if as_much(one, other) and other is not None and part <= whole:
        assert one is not None and (not one.met(part, whole) or other.met(part, whole))
    both = stricter(one, other)
    assert as_much(both, one) and as_much(both, other)


@given(FLOORS, RULES | SILENCES, RULES | SILENCES)
def test_a_stricter_rule_is_never_refused_where_a_laxer_passes(
    floors: rules.VoteFloors, rule: rules.Rule, laxer: rules.Rule
) -> None:
    if not laxer_in(rule, laxer) and not floors.against(laxer):
        assert floors.against(rule) == ()


@given(FLOORS, FLOORS, RULES | SILENCES)
def test_floors_put_together_let_pass_what_each_lets_pass(
    one: rules.VoteFloors, other: rules.VoteFloors, rule: rules.Rule
) -> None:
    both = one.with_those_of(other)
    assert (not both.against(rule)) == (not one.against(rule) and not other.against(rule))


def ballots(rule: rules.Rule, votes: str) -> list[rules.CountedBallot]:
    """The same opinions said under this rule; whoever abstains stays away where nobody can abstain."""
    said = {"f": "consent", "x": "object"}
    if rule.method != "consent":
        said = {"f": "for", "x": "against", "-": "abstain"}
    return [
        rules.CountedBallot(entry.code, said[one], "Because.", False)
        for entry, one in zip(ROLL, votes, strict=True)
        if one in said
    ]


@given(RULES, RULES, st.text("fffx- ", min_size=7, max_size=7))
def test_what_carries_under_a_rule_that_asks_for_as_much_carries_under_the_other(
    rule: rules.Rule, than: rules.Rule, votes: str
) -> None:
    if laxer_in(rule, than):
        return
    if rule.method == "consent":
        votes = votes.replace("-", " ")
    if rules.judge(rule, ROLL, ballots(rule, votes)).verdict == "carried":
        assert rules.judge(than, ROLL, ballots(than, votes)).verdict == "carried"


@given(FLOORS, MAJORITIES, st.text("fffx- ", min_size=7, max_size=7))
def test_nothing_carries_with_fewer_votes_than_the_floors_ask_for(
    floors: rules.VoteFloors, rule: rules.Rule, votes: str
) -> None:
    verdict = rules.judge(rule, ROLL, ballots(rule, votes))
    if floors.against(rule) or verdict.verdict != "carried":
        return
    voted, supporting = len(votes.replace(" ", "")), votes.count("f")
    assert floors.quorum is None or floors.quorum.met(voted, len(ROLL))
    assert floors.share is None or floors.share.met(supporting, supporting + votes.count("x"))


@given(RULES | SILENCES)
def test_every_rule_asks_for_as_much_as_itself(rule: rules.Rule) -> None:
    assert laxer_in(rule, rule) == ()


@given(FLOORS)
def test_floors_are_read_as_they_were_written(floors: rules.VoteFloors) -> None:
    assert rules.VoteFloors.from_dict(floors.to_dict()) == floors


@given(FLOORS, FLOORS)
def test_two_texts_are_alike_only_for_the_same_change(one: rules.VoteFloors, other: rules.VoteFloors) -> None:
    text = rules.text_of_change(rules.DELIVERED, one)
    assert (text == rules.text_of_change(rules.DELIVERED, other)) == (one == other)


def test_every_rule_that_every_federation_has_meets_the_floors_as_delivered_but_silence() -> None:
    refused = {name: rules.DELIVERED.against(preset.rule) for name, preset in rules.PRESETS.items()}
    assert [name for name, found in refused.items() if found] == ["silence"]
    assert refused["silence"] == (
        ("method", "More than half of the practices must vote: silence is not a vote."),
    )


def test_a_share_of_the_whole_roll_is_a_quorum_by_itself() -> None:
    written = rules.PRESETS["written_special_resolution"].rule
    special = rules.PRESETS["special_resolution"].rule
    assert laxer_in(written, special) == ()
    assert laxer_in(special, written) == ("counts fewer votes: not those that abstain or are not cast",)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"notice_hours": -1}, "notice_hours"),
        ({"notice_hours": True}, "notice_hours"),
        ({"quorum": "half"}, "quorum"),
        ({"methods": ("advisory",)}, "methods"),
        ({"methods": ("consent",), "weights": ("patients",)}, "methods"),
        ({"methods": ()}, "methods"),
        ({"weights": ("one", "one")}, "weights"),
        ({"own_rules": "chair"}, "own_rules"),
        ({"replacing": "never"}, "replacing"),
        ({"quorum": rules.VoteNeed(Fraction(9, 10), False), "own_rules": "nobody"}, "own_rules"),
    ],
)
def test_floors_that_cannot_be_are_refused_by_their_part(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(rules.RuleError) as error:
        rules.VoteFloors(**changes)
    assert error.value.field == part


def test_a_rule_is_ones_own_by_what_it_asks_for_and_not_by_its_name() -> None:
    data = rules.PRESETS["simple_majority"].rule.to_dict()
    assert not rules.is_own(rules.Rule.from_dict(data | {"visibility": "live", "name": "", "title": "Ours"}))
    lax = rules.Rule.from_dict(data | {"threshold": {"fraction": "1/100", "strict": False}})
    assert rules.is_own(lax) and not rules.is_own(lax, (lax,))
