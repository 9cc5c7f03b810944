"""Every stated verdict: quorum, ties, nobody voting, all abstaining or standing aside, a roll of one."""

from dataclasses import replace

import pytest
from saltmarsh import ALL, AT_LEAST_HALF, MORE_THAN_HALF, THREE_QUARTERS, TWO_THIRDS, numbers, roll_of, said

from federation.decisions.rules import (
    PRESETS,
    CountedBallot,
    Rule,
    RuleError,
    VoteOption,
    VoteWeights,
    choice_for,
    judge,
    weigh,
)
from federation.decisions.rules import tests_of as listed

ORDINARY, SPECIAL = PRESETS["ordinary_resolution"].rule, PRESETS["special_resolution"].rule
WRITTEN, CONSENT = PRESETS["written_special_resolution"].rule, PRESETS["consent"].rule
DOUBLE, ADVICE = PRESETS["double_majority"].rule, PRESETS["advisory"].rule
PLAIN = Rule(method="majority", threshold=MORE_THAN_HALF)
WHOLE_ROLL = Rule(method="majority", threshold=MORE_THAN_HALF, base="roll")
WITH_ABSTENTIONS = Rule(method="majority", threshold=MORE_THAN_HALF, base="cast")
QUORATE = Rule(method="majority", threshold=MORE_THAN_HALF, quorum_practices=AT_LEAST_HALF)


@pytest.mark.parametrize(
    ("rule", "stances", "verdict", "words"),
    [
        (QUORATE, "ff--", "carried", "Carried: both tests were met"),
        (QUORATE, "f---", "inquorate", "Not enough votes: test 1 was not met"),
        (QUORATE, "fb--", "carried", "Carried: both tests were met"),
        (QUORATE, "----", "inquorate", "Not enough votes: no practice voted"),
        (ORDINARY, "ff--", "inquorate", "Not enough votes: test 1 was not met"),
        (PLAIN, "----", "inquorate", "Not enough votes: no practice voted"),
        (PLAIN, "f---", "carried", "Carried: the test was met"),
        (PLAIN, "a---", "not_carried", "Not carried: the test was not met"),
        (PLAIN, "bbbb", "not_carried", "Not carried: no practice voted for or against"),
        (PLAIN, "fa--", "not_carried", "Not carried: the votes were tied"),
        (WHOLE_ROLL, "----", "not_carried", "Not carried: no practice voted"),
        (WHOLE_ROLL, "bbbb", "not_carried", "Not carried: no practice voted for or against"),
        (WHOLE_ROLL, "fff-", "carried", "Carried: the test was met"),
        (WHOLE_ROLL, "ffa-", "not_carried", "Not carried: the votes were tied"),
        (WHOLE_ROLL, "fa--", "not_carried", "Not carried: the test was not met"),
        (WITH_ABSTENTIONS, "ffab", "not_carried", "Not carried: the votes were tied"),
        (WITH_ABSTENTIONS, "ffa-", "carried", "Carried: the test was met"),
        (WITH_ABSTENTIONS, "fbb-", "not_carried", "Not carried: the test was not met"),
        (SPECIAL, "fffa", "carried", "Carried: both tests were met"),
        (SPECIAL, "ffaa", "not_carried", "Not carried: test 2 was not met"),
        (WRITTEN, "fff-", "carried", "Carried: the test was met"),
        (WRITTEN, "ff--", "not_carried", "Not carried: the test was not met"),
        (CONSENT, "cccc", "carried", "Carried: both tests were met"),
        (CONSENT, "ccrr", "carried", "Carried: both tests were met"),
        (CONSENT, "ccco", "not_carried", "Not carried: 1 objection is not resolved"),
        (CONSENT, "croo", "not_carried", "Not carried: 2 objections are not resolved"),
        (CONSENT, "co--", "inquorate", "Not enough votes: test 1 was not met"),
        (ADVICE, "fab-", "advised", "Advice given: 3 of the 4 practices voted"),
        (ADVICE, "----", "advised", "Advice given: no practice voted"),
        (DOUBLE, "fffa", "carried", "Carried: all 3 tests were met"),
        (DOUBLE, "faaa", "not_carried", "Not carried: tests 2 and 3 were not met"),
        (DOUBLE, "f---", "inquorate", "Not enough votes: test 1 was not met"),
        (DOUBLE, "bbbb", "not_carried", "Not carried: no practice voted for or against"),
    ],
)
def test_four_equal_practices(rule: Rule, stances: str, verdict: str, words: str) -> None:
    roll = numbers(1000, 1000, 1000, 1000)
    found = judge(rule, roll, said(roll, stances))
    assert (found.verdict, found.words) == (verdict, words)


@pytest.mark.parametrize("rule", [preset.rule for preset in PRESETS.values() if preset.name != "advisory"])
@pytest.mark.parametrize("roll", [(), numbers(1000, 2000, recused="AB")])
def test_nobody_may_vote(rule: Rule, roll: tuple[()]) -> None:
    found = judge(rule, roll, [])
    assert (found.verdict, found.words) == ("inquorate", "Not enough votes: no practice may vote")
    assert not any(test.met for test in found.tests)


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_roll_of_one(name: str) -> None:
    rule = PRESETS[name].rule
    yes = rule.stances()[0]
    options = (VoteOption("k", "Kite Care"),) if rule.how.options == "must" else ()
    choice = choice_for(rule, yes, [option.id for option in options])
    found = judge(rule, numbers(4370), [CountedBallot("A", yes, choice=choice)], options)
    assert found.verdict == ("advised" if name == "advisory" else "carried")
    nothing = judge(rule, numbers(4370), [])
    others = {"advisory": "advised", "silence": "carried"} | dict.fromkeys(
        ("written_special_resolution", "recall"), "not_carried"
    )
    assert nothing.verdict == others.get(name, "inquorate")


# field-facts B7: A 40, B 35, C 25.
SHARES = VoteWeights("shares", shares=(("A", 40), ("B", 35), ("C", 25)))


@pytest.mark.parametrize(
    ("threshold", "base", "stances", "verdict", "words"),
    [
        (
            THREE_QUARTERS,
            "roll",
            "ff-",
            "carried",
            "75 of all 100 votes were for: 75.0%. At least 75% was needed.",
        ),
        (
            MORE_THAN_HALF,
            "cast_excluding_abstentions",
            "fa-",
            "carried",
            "40 of 75 votes for or against were for: 53.3%. More than 50% was needed.",
        ),
        (
            THREE_QUARTERS,
            "cast_excluding_abstentions",
            "fa-",
            "not_carried",
            "40 of 75 votes for or against were for: 53.3%. At least 75% was needed.",
        ),
        (
            MORE_THAN_HALF,
            "roll",
            "fa-",
            "not_carried",
            "40 of all 100 votes were for: 40.0%. More than 50% was needed.",
        ),
    ],
)
def test_denominators_of_the_companies_act(
    threshold: object, base: str, stances: str, verdict: str, words: str
) -> None:
    rule = Rule(method="majority", weights=SHARES, threshold=threshold, base=base)
    roll = weigh(rule, [("A", "A", 0), ("B", "B", 0), ("C", "C", 0)])
    found = judge(rule, roll, said(roll, stances))
    assert (found.verdict, found.tests[0].words) == (verdict, words)


def test_recused_practices_are_out_of_every_number() -> None:
    roll = numbers(1000, 1000, 1000, 9000, 9000, recused="DE")
    found = judge(DOUBLE, roll, said(roll, "ffbaa"))
    assert found.verdict == "carried"
    assert found.tests[0].words == "All 3 practices voted. All 3 were needed."
    assert found.roll.to_dict() == {"practices": 3, "weight": 3, "patients": 3000, "recused": 2}
    assert found.notes == (
        "Abstaining counted for test 1 only.",
        "2 practices stood aside and were not counted.",
    )


class TestTies:
    """A tie is decided by the rule; a casting vote rescues nothing else."""

    ROLL = numbers(1000, 1000, 1000, 1000)
    CHAIR = replace(QUORATE, tie="casting_vote")

    def test_sent_back(self) -> None:
        found = judge(replace(PLAIN, tie="referred"), self.ROLL, said(self.ROLL, "ffaa"))
        assert (found.verdict, found.words) == ("referred", "Sent back: the votes were tied")

    def test_waits_for_the_chair(self) -> None:
        found = judge(self.CHAIR, self.ROLL, said(self.ROLL, "ffaa"))
        assert (found.verdict, found.words) == ("tied", "Tied: the chair’s casting vote will decide")
        assert found.notes == ()

    @pytest.mark.parametrize(("vote", "verdict"), [("for", "carried"), ("against", "not_carried")])
    def test_the_chair_decides(self, vote: str, verdict: str) -> None:
        found = judge(self.CHAIR, self.ROLL, said(self.ROLL, "ffaa"), casting_vote=vote)
        assert found.verdict == verdict
        assert found.words.endswith(f": the votes were tied and the chair’s casting vote was {vote}")
        assert found.notes == (f"The chair’s casting vote was {vote}.",)
        assert [test.met for test in found.tests] == [True, False]

    @pytest.mark.parametrize(
        ("stances", "verdict"), [("f---", "inquorate"), ("faa-", "not_carried"), ("fff-", "carried")]
    )
    def test_it_changes_nothing_else(self, stances: str, verdict: str) -> None:
        for vote in ("for", "against"):
            found = judge(self.CHAIR, self.ROLL, said(self.ROLL, stances), casting_vote=vote)
            assert found.verdict == verdict
            assert found.notes == (
                "The chair’s casting vote was not counted, because the votes were not tied.",
            )

    def test_a_rule_without_one_refuses_it(self) -> None:
        with pytest.raises(RuleError, match="no casting vote") as error:
            judge(PLAIN, self.ROLL, said(self.ROLL, "ffaa"), casting_vote="for")
        assert error.value.field == "casting_vote"
        with pytest.raises(RuleError, match="can be one of: for, against"):
            judge(self.CHAIR, self.ROLL, [], casting_vote="abstain")

    @pytest.mark.parametrize(
        ("patients", "verdict"),
        [((1, 2, 2, 1), "tied"), ((3, 3, 1, 1), "tied"), ((1, 1, 3, 3), "not_carried")],
    )
    def test_a_double_majority_is_tied_only_if_nothing_is_lost(
        self, patients: tuple[int, ...], verdict: str
    ) -> None:
        roll = numbers(*patients)
        found = judge(replace(DOUBLE, tie="casting_vote"), roll, said(roll, "ffaa"))
        assert found.verdict == verdict

    def test_exactly_enough_is_no_tie(self) -> None:
        rule = Rule(method="majority", threshold=AT_LEAST_HALF, tie="referred")
        assert judge(rule, self.ROLL, said(self.ROLL, "ffaa")).verdict == "carried"


class TestOptions:
    """One option among several."""

    OPTIONS = (VoteOption("k", "Kite Care"), VoteOption("t", "Tern Homes"), VoteOption("g", "Gull Group"))
    ROLL = numbers(1000, 2000, 3000, 4000)
    RULE = Rule(method="approval", tie="casting_vote")
    HALF = Rule(method="approval", tie="casting_vote", threshold=MORE_THAN_HALF)

    @pytest.mark.parametrize(
        ("rule", "stances", "verdict", "chosen"),
        [
            (RULE, "kkt-", "carried", "k"),
            (RULE, "kktt", "tied", None),
            (RULE, "ktgg", "carried", "g"),
            (RULE, "bbbb", "not_carried", None),
            (RULE, "----", "inquorate", None),
            (HALF, "kkt-", "carried", "k"),
            (HALF, "kktt", "tied", None),
            (HALF, "ktg-", "not_carried", None),
            (HALF, "kktg", "not_carried", None),
            (replace(RULE, tie="referred"), "kt--", "referred", None),
            (replace(RULE, tie="not_carried"), "kt--", "not_carried", None),
            (replace(RULE, quorum_practices=THREE_QUARTERS), "kk--", "inquorate", None),
            (replace(HALF, base="cast"), "kkbb", "not_carried", None),
            (replace(HALF, base="roll"), "kkk-", "carried", "k"),
            (replace(HALF, base="roll"), "kk--", "not_carried", None),
        ],
    )
    def test_verdict(self, rule: Rule, stances: str, verdict: str, chosen: str | None) -> None:
        found = judge(rule, self.ROLL, said(self.ROLL, stances), self.OPTIONS)
        assert (found.verdict, found.chosen) == (verdict, (chosen,) if chosen else ())

    def test_words(self) -> None:
        found = judge(self.HALF, self.ROLL, said(self.ROLL, "kktb"), self.OPTIONS)
        assert found.words == "Carried: “Kite Care” was chosen and both tests were met"
        assert [test.words for test in found.tests] == [
            "“Kite Care” has 2 of 3 votes, more than any other.",
            "“Kite Care” has 2 of 3 votes for an option: 66.7%. More than 50% was needed.",
        ]
        tied = judge(self.HALF, self.ROLL, said(self.ROLL, "kktt"), self.OPTIONS)
        assert [test.words for test in tied.tests] == [
            "“Kite Care” and “Tern Homes” have 2 votes each. One must have more than any other.",
            "“Kite Care” and “Tern Homes” each have 2 of 4 votes for an option: 50.0%. "
            "More than 50% was needed.",
        ]
        assert [test.words for test in listed(self.HALF, found.roll, self.OPTIONS)] == [
            "One of the 3 options has more votes than any other. Each practice has one vote.",
            "The option with the most votes has more than half of the votes for an option.",
        ]

    def test_the_chair_chooses_among_the_tied(self) -> None:
        ballots = said(self.ROLL, "kktt")
        found = judge(self.HALF, self.ROLL, ballots, self.OPTIONS, casting_vote="t")
        assert (found.verdict, found.chosen) == ("carried", ("t",))
        assert found.notes == ("The chair’s casting vote was for “Tern Homes”.",)
        with pytest.raises(RuleError, match="can be one of: k, t"):
            judge(self.HALF, self.ROLL, ballots, self.OPTIONS, casting_vote="g")


@pytest.mark.parametrize(
    ("ballots", "message"),
    [
        ([CountedBallot("A", "for"), CountedBallot("A", "for")], "Practice A voted twice"),
        ([CountedBallot("Z", "for")], "Practice Z voted, but is not among the practices that may vote"),
        (
            [CountedBallot("A", "consent")],
            "Practice A voted “consent”, which is not one of: for, against, abstain",
        ),
    ],
)
def test_a_ballot_that_cannot_be_is_refused(ballots: list[CountedBallot], message: str) -> None:
    with pytest.raises(RuleError, match=message) as error:
        judge(PLAIN, numbers(1000, 2000), ballots)
    assert error.value.field == "ballots"


def test_advice_on_options_counts_them() -> None:
    options = (VoteOption("k", "Kite Care"), VoteOption("t", "Tern Homes"))
    roll = roll_of(ADVICE, 3)
    found = judge(ADVICE, roll, said(roll, "kkt"), options)
    assert found.verdict == "advised"
    assert [(stance, count.practices) for stance, count in found.tally.stances] == [("k", 2), ("t", 1)]


def test_all_are_needed() -> None:
    rule = Rule(method="majority", threshold=ALL, quorum_practices=ALL)
    roll = numbers(1, 1, 1)
    found = judge(rule, roll, said(roll, "ffa"))
    assert [test.words for test in found.tests] == [
        "All 3 practices voted. All 3 were needed.",
        "2 of 3 votes for or against were for: 66.7%. All were needed.",
    ]
    assert [test.words for test in listed(rule, found.roll)] == [
        "All 3 practices vote.",
        "All of the votes for or against are for. Each practice has one vote.",
    ]


def test_two_thirds_are_said_as_such() -> None:
    rule = Rule(method="majority", threshold=TWO_THIRDS)
    roll = numbers(1, 1, 1)
    found = judge(rule, roll, said(roll, "ffa"))
    assert found.verdict == "carried"
    assert (
        found.tests[0].words
        == "2 of 3 votes for or against were for: 66.7%. At least two thirds were needed."
    )
