"""A rule read from JSON: what is not understood is refused, with the part at fault and a sentence."""

from fractions import Fraction
from typing import Any

import pytest
from saltmarsh import MORE_THAN_HALF, PRACTICES

from federation.decisions.rules import PRESETS, Rule, RuleError, VoteNeed, VoteWeights, weigh

HALF = {"fraction": "1/2", "strict": True}
BASIC: dict[str, Any] = {"method": "majority", "threshold": HALF}


@pytest.mark.parametrize("name", list(PRESETS))
def test_presets_survive_being_written_down(name: str) -> None:
    assert Rule.from_dict(PRESETS[name].rule.to_dict()) == PRESETS[name].rule


def test_the_form_of_a_rule() -> None:
    assert PRESETS["patient_weighted"].rule.to_dict() == {
        "name": "patient_weighted",
        "title": "Patient-weighted majority",
        "method": "majority",
        "weights": {
            "kind": "patients",
            "per": 1000,
            "rounding": "started",
            "bands": [],
            "cap": None,
            "cap_share": None,
            "shares": [],
        },
        "quorum_practices": {"fraction": "1/2", "strict": True},
        "quorum_weight": None,
        "threshold": {"fraction": "1/2", "strict": True},
        "base": "cast_excluding_abstentions",
        "double_majority": False,
        "tie": "not_carried",
        "visibility": "after_close",
        "reasons": "optional",
        "early_close": "never",
        "minimum_hours": 0,
        "lead_may_close": True,
        "lead_may_withdraw": True,
    }


def test_what_is_left_out_has_its_default() -> None:
    assert Rule.from_dict(BASIC) == Rule(method="majority", threshold=MORE_THAN_HALF)
    assert Rule.from_dict({"method": "consent"}).reasons == "required_against"
    assert Rule.from_dict(BASIC | {"weights": None, "quorum_weight": None}) == Rule.from_dict(BASIC)


def test_bands_and_shares_may_come_in_any_order() -> None:
    bands = Rule.from_dict(BASIC | {"weights": {"kind": "banded", "bands": [[5000, 2], [0, 1]]}})
    assert bands.weights == VoteWeights("banded", bands=((0, 1), (5000, 2)))
    shares = Rule.from_dict(BASIC | {"weights": {"kind": "shares", "shares": [["B", 2], ["A", 1]]}})
    assert shares.weights == VoteWeights("shares", shares=(("A", 1), ("B", 2)))


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ([], "", "Write it as named parts."),
        ({}, "method", "Choose how it is decided: majority, consent, silence, advisory, approval or points."),
        (
            {"method": "dice"},
            "method",
            "Choose one of: majority, consent, silence, advisory, approval, points.",
        ),
        (
            {"method": ["majority"]},
            "method",
            "Choose one of: majority, consent, silence, advisory, approval, points.",
        ),
        ({"method": "majority"}, "threshold", "Say what share of the votes must be for."),
        (BASIC | {"colour": "red"}, "colour", "We do not know this part."),
        (BASIC | {3: 4}, "3", "We do not know this part."),
        (BASIC | {"threshold": "3/4"}, "threshold", "Write it as named parts."),
        (BASIC | {"threshold": {}}, "threshold.fraction", "Write it as a fraction of whole numbers"),
        (BASIC | {"threshold": {"fraction": 0.75}}, "threshold.fraction", "Write it as a fraction"),
        (BASIC | {"threshold": {"fraction": "75%"}}, "threshold.fraction", "Write it as a fraction"),
        (BASIC | {"threshold": {"fraction": "1/0"}}, "threshold.fraction", "Write it as a fraction"),
        (BASIC | {"threshold": {"fraction": "-1/2"}}, "threshold.fraction", "Write it as a fraction"),
        (BASIC | {"threshold": {"fraction": "١/٢"}}, "threshold.fraction", "Write it as a fraction"),
        (BASIC | {"threshold": {"fraction": "1/2\n"}}, "threshold.fraction", "Write it as a fraction"),
        (BASIC | {"threshold": {"fraction": "0"}}, "threshold.fraction", "above 0 and up to 1"),
        (BASIC | {"threshold": {"fraction": "3/2"}}, "threshold.fraction", "above 0 and up to 1"),
        (BASIC | {"threshold": {"fraction": "1/1001"}}, "threshold.fraction", "Choose a simpler fraction"),
        (BASIC | {"threshold": {"fraction": "1", "strict": True}}, "threshold.strict", "More than all"),
        (BASIC | {"threshold": HALF | {"strict": 1}}, "threshold.strict", "Say whether it is"),
        (BASIC | {"threshold": HALF | {"than": 1}}, "threshold.than", "We do not know this part."),
        (BASIC | {"quorum_practices": {"fraction": "2"}}, "quorum_practices.fraction", "above 0 and up to 1"),
        (BASIC | {"base": "all"}, "base", "Choose one of"),
        (BASIC | {"base": None}, "base", "Choose one of"),
        (BASIC | {"double_majority": 1}, "double_majority", "Choose yes"),
        (BASIC | {"minimum_hours": -1}, "minimum_hours", "whole number of hours from 0 to 8,784"),
        (BASIC | {"minimum_hours": 1.0}, "minimum_hours", "whole number of hours"),
        (BASIC | {"minimum_hours": True}, "minimum_hours", "whole number of hours"),
        (BASIC | {"title": "x" * 201}, "title", "one line of up to 200 characters"),
        (BASIC | {"title": "two\nlines"}, "title", "one line"),
        (BASIC | {"name": 3}, "name", "one line"),
        (BASIC | {"weights": []}, "weights", "Write it as named parts."),
        (BASIC | {"weights": {"kind": "heads"}}, "weights.kind", "Choose one vote each"),
        (BASIC | {"weights": {"kind": "patients"}}, "weights.per", "Say how many patients make a vote"),
        (BASIC | {"weights": {"kind": "patients", "per": 0}}, "weights.per", "from 1 to 1,000,000"),
        (BASIC | {"weights": {"kind": "patients", "per": True}}, "weights.per", "whole number"),
        (BASIC | {"weights": {"per": 1000}}, "weights.per", "and only then"),
        (BASIC | {"weights": {"rounding": "up"}}, "weights.rounding", "Choose started or completed."),
        (BASIC | {"weights": {"kind": "banded"}}, "weights.bands", "List the bands"),
        (BASIC | {"weights": {"kind": "banded", "bands": [[5, 1]]}}, "weights.bands", "begin at 0 patients"),
        (
            BASIC | {"weights": {"kind": "banded", "bands": [[0, 1], [0, 2]]}},
            "weights.bands",
            "more patients",
        ),
        (BASIC | {"weights": {"kind": "banded", "bands": [[0, 0]]}}, "weights.bands", "must have a vote"),
        (BASIC | {"weights": {"kind": "banded", "bands": [[0, 1.5]]}}, "weights.bands", "Each pair must be"),
        (BASIC | {"weights": {"kind": "banded", "bands": [[0]]}}, "weights.bands", "Each pair must be"),
        (BASIC | {"weights": {"kind": "banded", "bands": "0,1"}}, "weights.bands", "list of pairs"),
        (BASIC | {"weights": {"kind": "shares", "shares": [["A", -1]]}}, "weights.shares", "The votes of A"),
        (BASIC | {"weights": {"kind": "shares", "shares": [["A", 1], ["A", 1]]}}, "weights.shares", "once"),
        (BASIC | {"weights": {"kind": "shares", "shares": [["", 1]]}}, "weights.shares", "needs the code"),
        (BASIC | {"weights": {"kind": "shares", "shares": [["A", 0]]}}, "weights.shares", "must have a vote"),
        (BASIC | {"weights": {"kind": "shares", "shares": {"A": 1}}}, "weights.shares", "list of pairs"),
        (BASIC | {"weights": {"cap": 0}}, "weights.cap", "from 1 to 1,000,000"),
        (BASIC | {"weights": {"cap_share": "1"}}, "weights.cap_share", "above 0 and below 1"),
        (BASIC | {"weights": {"cap_share": "1/2000"}}, "weights.cap_share", "simpler fraction"),
        ({"method": "consent", "threshold": HALF}, "threshold", "need no share"),
        ({"method": "consent", "tie": "referred"}, "tie", "cannot be tied"),
        ({"method": "consent", "base": "roll"}, "base", "Say what share is needed of these votes"),
        ({"method": "consent", "reasons": "optional"}, "reasons", "An objection always needs a reason."),
        ({"method": "consent", "double_majority": True}, "double_majority", "Patients are counted only"),
        ({"method": "consent", "weights": {"cap": 2}}, "weights", "every practice counts the same"),
        ({"method": "advisory", "quorum_practices": HALF}, "quorum_practices", "no number is needed"),
        ({"method": "advisory", "quorum_weight": HALF}, "quorum_weight", "no number is needed"),
        ({"method": "approval", "reasons": "required_against"}, "reasons", "Nobody votes against an option"),
    ],
)
def test_refused(data: Any, field: str, message: str) -> None:
    with pytest.raises(RuleError) as error:
        Rule.from_dict(data)
    assert error.value.field == field
    assert message in error.value.message
    assert error.value.message[0].isupper() and error.value.message.endswith(".")


def test_stances() -> None:
    options = ("k", "t")
    assert PRESETS["simple_majority"].rule.stances(options) == ("for", "against", "abstain")
    assert PRESETS["consent"].rule.stances() == ("consent", "object")
    assert PRESETS["advisory"].rule.stances() == ("for", "against", "abstain")
    assert PRESETS["advisory"].rule.stances(options) == options
    assert Rule(method="approval").stances(options) == ("k", "t", "abstain")
    for wrong in (("k", "k"), ("abstain",)):
        with pytest.raises(RuleError, match="Each option needs its own id"):
            Rule(method="approval").stances(wrong)


@pytest.mark.parametrize(
    ("reasons", "needing"),
    [("optional", set()), ("required", {"for", "against", "abstain"}), ("required_against", {"against"})],
)
def test_who_must_give_a_reason(reasons: Any, needing: set[str]) -> None:
    rule = Rule(method="majority", threshold=MORE_THAN_HALF, reasons=reasons)
    assert {stance for stance in rule.stances() if rule.needs_reason(stance)} == needing
    assert PRESETS["consent"].rule.needs_reason("object")


@pytest.mark.parametrize(
    ("weights", "votes"),
    [
        (VoteWeights(), [1] * 12),
        (VoteWeights("patients", per=1000), [12, 17, 9, 5, 14, 20, 7, 10, 8, 13, 4, 11]),
        (VoteWeights("patients", per=1000, rounding="completed"), [11, 16, 8, 4, 13, 19, 6, 9, 7, 12, 3, 10]),
        (VoteWeights("patients", per=1000, cap=10), [10, 10, 9, 5, 10, 10, 7, 10, 8, 10, 4, 10]),
        # a tenth of the 130 votes without a limit is 13
        (
            VoteWeights("patients", per=1000, cap_share=Fraction(1, 10)),
            [12, 13, 9, 5, 13, 13, 7, 10, 8, 13, 4, 11],
        ),
        (VoteWeights("patients", per=5000, cap_share=Fraction(1, 1000)), [1] * 12),
        (
            VoteWeights("banded", bands=((0, 1), (7480, 2), (13050, 3))),
            [2, 3, 2, 1, 3, 3, 1, 2, 2, 2, 1, 2],
        ),
        (VoteWeights("shares", shares=(("Y00001", 3), ("Y00003", 5))), [3, 0, 5, *[0] * 9]),
    ],
)
def test_weighing(weights: VoteWeights, votes: list[int]) -> None:
    rule = Rule(method="majority", threshold=MORE_THAN_HALF, weights=weights)
    assert [entry.weight for entry in weigh(rule, reversed(PRACTICES))] == votes


def test_a_list_size_that_is_not_known_counts_as_none() -> None:
    rule = PRESETS["patient_weighted"].rule
    (entry,) = weigh(rule, [("A", "A Surgery", None)])
    assert (entry.patients, entry.weight) == (0, 0)


@pytest.mark.parametrize(
    ("practices", "message"),
    [
        ([("A", "A", 1), ("A", "B", 1)], "Practice A is on the list twice."),
        ([("A", "A", -1)], "Practice A has fewer than 0 patients."),
    ],
)
def test_a_roll_that_cannot_be_is_refused(practices: list[tuple[str, str, int]], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        weigh(PRESETS["simple_majority"].rule, practices)


def test_a_rule_is_a_value() -> None:
    rule = Rule(method="majority", threshold=VoteNeed(Fraction(1, 2), True))
    assert {rule: 1}[Rule(method="majority", threshold=MORE_THAN_HALF)] == 1
