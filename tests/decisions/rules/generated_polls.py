"""Polls made up at random: small rolls with many ties, zero weights, practices that stand aside."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from federation.decisions.rules import (
    PRESETS,
    CountedBallot,
    RollVoter,
    Rule,
    VoteNeed,
    VoteOption,
    VoteWeights,
    weigh,
)

LAW = settings(max_examples=300, deadline=None, database=None)
NEEDS = [
    VoteNeed(Fraction(1, 2), True),
    VoteNeed(Fraction(1, 2), True),
    VoteNeed(Fraction(1, 2), False),
    VoteNeed(Fraction(2, 3), False),
    VoteNeed(Fraction(2, 3), True),
    VoteNeed(Fraction(3, 4), False),
    VoteNeed(Fraction(1, 3), True),
    VoteNeed(Fraction(1, 10), False),
    VoteNeed(Fraction(1), False),
]
CONSENTING = ["required", "required_against"]
FOLLOWING = ["simple_majority", "written_special_resolution", "consent"]
SIZES = [0, 1, 500, 999, 1000, 1000, 1001, 2000, 2000, 3000, 4000, 5000, 8910, 19860]
CODES = [f"Y{number:05}" for number in range(1, 12)]
OPTIONS = (
    VoteOption("kite", "Kite Care"),
    VoteOption("tern", "Tern Homes"),
    VoteOption("gull", "Gull Group"),
)


@dataclass(frozen=True)
class Poll:
    """A vote with all that is needed to count it."""

    rule: Rule
    roll: tuple[RollVoter, ...]
    ballots: tuple[CountedBallot, ...]
    options: tuple[VoteOption, ...]
    casting_vote: str | None


def weights_by(random: Random) -> VoteWeights:
    """Weights of any kind, with or without limits."""
    kind = random.choice(["one", "patients", "banded", "shares"])
    cap = random.choice([None, None, 1, 2, 5])
    cap_share = random.choice([None, None, Fraction(1, 4), Fraction(1, 3), Fraction(1, 100)])
    if kind == "patients":
        per, rounding = random.choice([1, 1000, 2000]), random.choice(["started", "completed"])
        return VoteWeights(kind, per=per, rounding=rounding, cap=cap, cap_share=cap_share)
    if kind == "banded":
        bands = random.choice([((0, 1), (2000, 2)), ((0, 0), (1000, 1), (5000, 3)), ((0, 2),)])
        return VoteWeights(kind, bands=bands, cap=cap, cap_share=cap_share)
    if kind == "shares":
        owners = sorted(random.sample(CODES, random.randint(1, len(CODES))))
        votes = [random.choice([0, 1, 1, 2, 40]) for _ in owners]
        shares = tuple(zip(owners, [votes[0] or 1, *votes[1:]], strict=True))
        return VoteWeights(kind, shares=shares, cap=cap, cap_share=cap_share)
    return VoteWeights(cap=cap, cap_share=cap_share)


def rule_by(random: Random, method: str | None = None) -> Rule:
    """A rule of any method."""
    method = method or random.choice(
        [*["majority"] * 6, *["approval"] * 3, *["points"] * 2, "consent", "silence", "advisory"]
    )
    often, seldom = [*[None] * 9, *NEEDS], [*[None] * 27, *NEEDS]
    parts: dict[str, object] = {}
    if method not in ("advisory", "silence"):
        parts |= {"quorum_practices": random.choice(often), "quorum_weight": random.choice(seldom)}
    if method not in ("consent", "silence"):
        parts["weights"] = weights_by(random)
    if method == "silence":
        then = PRESETS[random.choice(FOLLOWING)].rule
        parts["own"] = (("objections", random.choice([1, 1, 2, 3, 20])), ("then", then))
    if method == "majority":
        parts |= {
            "threshold": random.choice([*[NEEDS[0]] * 8, *NEEDS]),
            "double_majority": random.random() < 0.4,
        }
    if method == "approval":
        parts["threshold"] = random.choice([None, None, None, *NEEDS])
    if method == "points":
        number = random.choice([1, 2, 2, 3])
        parts["own"] = (("points", number), ("seats", random.randint(1, min(2, number))))
    if parts.get("threshold"):
        parts["base"] = random.choice(
            ["cast", "cast_excluding_abstentions", "cast_excluding_abstentions", "roll"]
        )
    if method in ("majority", "approval"):
        parts["tie"] = random.choice(["not_carried", "referred", "casting_vote", "casting_vote"])
    reasons = {"consent": CONSENTING, "silence": CONSENTING, "approval": ["optional", "required"]}
    reasons["points"] = reasons["approval"]
    return Rule(
        method=method,
        reasons=random.choice(reasons.get(method, ["optional", "required", "required_against"])),
        visibility=random.choice(["live", "after_own_vote", "after_close"]),
        early_close=random.choice(["never", "all_voted", "met"]),
        minimum_hours=random.choice([0, 1, 24, 36]),
        name="made_up",
        title="Made up",
        **parts,
    )


def roll_by(random: Random, rule: Rule, most: int = 9) -> tuple[RollVoter, ...]:
    """A roll of any length from 0, with some practices standing aside."""
    codes = CODES[: random.randint(0, most)]
    aside, sizes = random.choice([0, 0, *[0.2] * 7, 1]), random.choice([SIZES, SIZES, [1000]])
    roll = weigh(rule, [(code, f"{code} Surgery", random.choice(sizes)) for code in codes])
    return tuple(
        RollVoter(entry.code, entry.name, entry.patients, entry.weight, random.random() < aside)
        for entry in roll
    )


def poll_by(random: Random, method: str | None = None, people: bool = False) -> Poll:
    """A poll of any kind, or of any kind that people can vote in."""
    rule = rule_by(random, method)
    if people:
        rule = replace(rule, weights=VoteWeights(), double_majority=False)
    roll = roll_by(random, rule)
    options = OPTIONS[: random.randint(1, 3)] if rule.how.options == "must" else ()
    stances = rule.stances([option.id for option in options])
    favoured = random.choice([stances, stances[:1], stances[:2]])
    turnout, balanced = random.choice([0, 0.5, 0.8, 1, 1, 1]), random.random() < 0.4
    ballots = [
        CountedBallot(
            entry.code,
            stances[place % 2] if balanced else random.choice(favoured),
            resolved=random.random() < 0.5,
        )
        for place, entry in enumerate(roll)
        if random.random() < turnout
    ]
    ballots = [with_choice(random, rule, ballot, options) for ballot in ballots]
    random.shuffle(ballots)
    allowed = ["for", "against"] if rule.method == "majority" else [option.id for option in options]
    given = random.choice([None, random.choice(allowed)]) if rule.tie == "casting_vote" else None
    return Poll(rule, roll, tuple(ballots), options, given)


def with_choice(
    random: Random, rule: Rule, ballot: CountedBallot, options: tuple[VoteOption, ...]
) -> CountedBallot:
    """A ballot that says beside its stance what the rule wants."""
    if not rule.how.choice or ballot.stance != rule.how.choice.stance:
        return ballot
    return replace(ballot, choice=random.choice(spreads(rule, options)))


def spreads(rule: Rule, options: tuple[VoteOption, ...]) -> list[str]:
    """Every way to spread the points of a rule."""
    kind, ids = rule.how.choice, [option.id for option in options]
    whole = rule.part("points")
    ways = product(range(whole + 1), repeat=len(ids))
    return [kind.read(rule, ids, dict(zip(ids, way, strict=True))) for way in ways if sum(way) == whole]


polls = st.randoms(use_true_random=False).map(poll_by)
majority_polls = st.randoms(use_true_random=False).map(lambda random: poll_by(random, "majority"))
people_polls = st.randoms(use_true_random=False).map(lambda random: poll_by(random, people=True))
randoms = st.randoms(use_true_random=False)
