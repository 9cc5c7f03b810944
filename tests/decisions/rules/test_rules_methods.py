"""What every way to decide keeps to; and that a new one is one value: a made-up method, registered alone, keeps to it too."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest

from federation.decisions import rules
from federation.decisions.page.charts import stance_rows
from federation.decisions.rules import (
    CHOICES,
    DELIVERED,
    METHODS,
    PRESETS,
    STANCES,
    CountedBallot,
    RollVoter,
    Rule,
    RuleError,
    VoteFloors,
    VoteNeed,
    VoteOption,
    VoteStance,
    VotingMethod,
    against_replacing,
    choice_for,
    explain,
    floors_as_read,
    hint,
    judge,
    summarize,
    turnout,
    weigh,
    worked_examples,
)
from federation.decisions.rules.counting import nouns
from federation.decisions.rules.counting.ballots import VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.coherence import base_unused, patients_counted
from federation.decisions.rules.counting.method import Wrong, register
from federation.decisions.rules.counting.need import MORE_THAN_HALF
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary
from federation.decisions.rules.counting.scenes import ScenePart, VoteScene
from federation.decisions.voting.words import how_it_went
from federation.decisions.words import stances_with

KNOWN = ("majority", "consent", "silence", "advisory", "approval", "points")
OPTIONS = (VoteOption("kite", "Kite Care"), VoteOption("tern", "Tern Homes"))
PRACTICES = [(f"Y{number}", f"Surgery {number}", 1000 * number) for number in range(1, 6)]
VOUCHERS = 2


def _read(_case: CheckCase) -> tuple[str, str]:
    return ("Two practices vouch for it.",) * 2


def _count(_case: CheckCase, tally: VoteTally) -> TestResult:
    vouched = tally.of("vouch").practices
    words = f"Practices that vouch for it: {vouched}."
    return TestResult("vouchers", vouched >= VOUCHERS, f"{vouched}", "at least 2", words)


def _why_not(short: CheckShortfall) -> str:
    return f"only {short.tally.of('vouch').practices} vouch for it"


def _wrong(rule: RuleParts) -> Iterator[Wrong]:
    yield patients_counted(rule)
    yield rule.threshold is not None, "threshold", "Vouching needs no share of the votes."
    yield base_unused(rule)


def _hint(_rule: RuleParts, _summary: RollSummary, _roll: Iterable[RollVoter], who: Sequence[str]) -> str:
    return ". ".join(["Two practices vouch for it", *who]) + "."


def _scenes(case: CheckCase, _voters: Sequence[RollVoter]) -> Iterator[VoteScene]:
    everybody = case.summary.practices
    yield VoteScene(
        "1 practice vouches", (ScenePart("vouch", others=1), ScenePart("pass", others=everybody - 1))
    )
    yield VoteScene(
        "2 practices vouch", (ScenePart("vouch", others=2), ScenePart("pass", others=everybody - 2))
    )


def _in_short(tally: VoteTally, _options: Sequence[VoteOption]) -> str:
    return f"Vouched {tally.of('vouch').practices}"


VOUCHING = VotingMethod(
    name="vouching",
    place=50,
    title="By vouching",
    means="Two practices are enough",
    among="vouching",
    rules="Vouching",
    stances=lambda _ids: ("vouch", "pass"),
    known=(
        VoteStance(
            "vouch",
            "Vouch",
            "We stand by it",
            "Vouched",
            "green",
            "vouched",
            "vouches",
            "vouch",
            "vouching",
            "for",
        ),
        VoteStance(
            "pass", "Pass", "We do not", "Passed", "grey", "passed", "passes", "pass", "passing", "other"
        ),
    ),
    checks=lambda _rule: (CheckKind("vouchers", _read, _count, _why_not),),
    wrong=_wrong,
    hint=_hint,
    explained=lambda _rule: ("Two practices that vouch for it are enough.",),
    scenes=_scenes,
    in_short=_in_short,
    nothing_said="for it",
)


@pytest.fixture
def vouching() -> Iterator[None]:
    """A made-up method, known for one test."""
    before = list(METHODS.values())
    register(VOUCHING)
    yield
    METHODS.clear()
    for method in before:
        register(method)


@pytest.fixture(params=[*KNOWN, "vouching"])
def method(request: pytest.FixtureRequest, vouching: None) -> VotingMethod:
    """Each method in turn, the made-up one among them."""
    return METHODS[request.param]


def a_rule(method: VotingMethod) -> Rule:
    """The plainest rule of a method."""
    own = {"own": PRESETS[method.name].rule.own} if method.own else {}
    try:
        return Rule(**{"method": method.name, **method.defaults, **own})
    except RuleError:
        return Rule(method=method.name, threshold=MORE_THAN_HALF)


def options_for(method: VotingMethod) -> tuple[VoteOption, ...]:
    return OPTIONS if method.options == "must" else ()


def a_ballot(rule: Rule, code: str, stance: str, options: Sequence[VoteOption]) -> CountedBallot:
    """A ballot with this stance, and all it can give for the first option."""
    choice = choice_for(rule, stance, [option.id for option in options])
    return CountedBallot(code, stance, "Because.", choice=choice)


def test_those_that_lie_in_the_folder_are_known_in_their_order() -> None:
    assert tuple(METHODS) == KNOWN
    assert tuple(STANCES) == ("for", "against", "abstain", "consent", "object", "no_objection", "points")


def test_a_rule_of_it_is_written_down_and_read_back(method: VotingMethod) -> None:
    rule = a_rule(method)
    assert Rule.from_dict(rule.to_dict()) == rule and rule.how is method
    assert against_replacing(rule, rule) == ()


def test_what_does_not_go_together_is_refused_by_its_part(method: VotingMethod) -> None:
    for base, tie, reasons, threshold, double in product(
        CHOICES["base"], CHOICES["tie"], CHOICES["reasons"], (None, MORE_THAN_HALF), (False, True)
    ):
        parts = {
            "base": base,
            "tie": tie,
            "reasons": reasons,
            "threshold": threshold,
            "double_majority": double,
        }
        try:
            found = Rule(method=method.name, **parts)
        except RuleError as error:
            assert error.field in (*parts, *method.own) or error.field.startswith("quorum")
        else:
            assert all(words.endswith(".") for words in explain(found))


def test_every_way_to_vote_has_its_words(method: VotingMethod) -> None:
    options = options_for(method)
    stances = a_rule(method).stances([option.id for option in options])
    said = stances_with(options)
    assert len(set(stances)) == len(stances) > 1
    for stance in stances:
        assert said[stance].offered and said[stance].word and said[stance].did and said[stance].colour
    assert {one.name for one in method.known} >= {one for one in stances if one not in ("kite", "tern")}
    assert set(method.reasons) <= set(CHOICES["reasons"])


def test_it_reads_as_it_counts(method: VotingMethod) -> None:
    rule, options = a_rule(method), options_for(method)
    rule = replace(rule, quorum_practices=MORE_THAN_HALF) if method.binds and not method.silent else rule
    roll = weigh(rule, PRACTICES)
    read = rules.tests_of(rule, summarize(roll), options)
    stances = rule.stances([option.id for option in options])
    for said in product(*[(None, *stances)] * 3):
        ballots = [
            a_ballot(rule, entry.code, one, options) for entry, one in zip(roll, said, strict=False) if one
        ]
        verdict = judge(rule, roll, ballots, options)
        assert [test.key for test in verdict.tests] == [test.key for test in read]
        assert verdict.tally.voted.practices == len(ballots)
        assert (verdict.verdict == "advised") is not method.binds
        if method.binds:
            assert (verdict.verdict == "carried") == all(test.met for test in verdict.tests)
        assert verdict.words and all(test.words.endswith(".") for test in verdict.tests)
        assert 0 < len(how_it_went(rule, verdict, options)) <= 200
        bars = stance_rows(verdict.to_dict(), stances_with(options), nouns.PRACTICES)
        assert len(bars) == len(stances) + 1
    assert all(test.words.endswith(".") and test.check_words.endswith(".") for test in read)


def test_all_who_want_it_can_have_it(method: VotingMethod) -> None:
    rule, options = a_rule(method), options_for(method)
    roll = weigh(rule, PRACTICES)
    first = rule.stances([option.id for option in options])[0]
    verdict = judge(rule, roll, [a_ballot(rule, entry.code, first, options) for entry in roll], options)
    assert verdict.verdict == ("carried" if method.binds else "advised")
    nothing = judge(rule, roll, [], options).verdict
    assert nothing == ("carried" if method.silent else "inquorate" if method.binds else "advised")
    assert turnout(rule, roll, [entry.code for entry in roll], options).can_succeed


def test_members_read_what_it_means_here(method: VotingMethod) -> None:
    rule, options = a_rule(method), options_for(method)
    roll = weigh(rule, PRACTICES)
    assert hint(rule, summarize(roll), roll).endswith(".")
    assert explain(rule)[0].endswith(".")
    examples = worked_examples(rule, roll, options)
    assert 1 <= len(examples) <= 4
    kinds = {example.verdict == "carried" for example in examples}
    assert kinds == ({True, False} if method.binds else {False})


def test_floors_allow_it_or_not(method: VotingMethod) -> None:
    rule = a_rule(method)
    others = tuple(name for name in METHODS if name != method.name)
    without = VoteFloors(methods=others, quorum=None, share=None)
    assert [short.part for short in without.against(rule)] == ["method"]
    assert without.against(rule)[0].words == f"{method.rules} may not be used here."
    allowed = replace(without, methods=tuple(METHODS))
    assert allowed.against(rule) == ()
    assert method.among in " ".join(floor.words for floor in floors_as_read(allowed))
    if method.share(rule) is not None:
        strict = replace(allowed, share=VoteNeed(MORE_THAN_HALF.fraction, strict=False))
        assert strict.against(rule) == ()


def test_the_made_up_method_is_gone_afterwards() -> None:
    assert "vouching" not in METHODS and "vouch" not in STANCES
    assert DELIVERED.methods == KNOWN
    with pytest.raises(RuleError, match="majority, consent, silence, advisory, approval, points"):
        Rule(method="vouching")
