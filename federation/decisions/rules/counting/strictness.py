"""Which of two rules asks for more. What is not certain to ask for at least as much does not."""

from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.counting.need import MORE_THAN_HALF, VoteNeed
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.weights import ONE_EACH

_BASES = ("cast_excluding_abstentions", "cast", "roll")
"""Each counts the votes of the one before, and others."""


def as_much(need: VoteNeed | None, least: VoteNeed | None) -> bool:
    """Whether whatever meets ``need`` meets ``least``. None asks for nothing."""
    if need is None or least is None:
        return least is None
    return need.fraction > least.fraction or (
        need.fraction == least.fraction and (need.strict or not least.strict)
    )


def stricter(one: VoteNeed | None, other: VoteNeed | None) -> VoteNeed | None:
    """The one of two needs that asks for more."""
    return one if as_much(one, other) else other


def quorum_of(rule: RuleParts) -> VoteNeed | None:
    """How many of the voters are certain to have voted where the rule carries.

    A share of the whole roll is a quorum by itself, where every voter has one vote.
    """
    if rule.base == "roll" and rule.weights == ONE_EACH:
        return stricter(rule.quorum_practices, rule.threshold)
    return rule.quorum_practices


def share_of(rule: RuleParts) -> VoteNeed | None:
    """The share of the votes that must be for: all, where one objection is enough to stop it; none for advice and
    where the most votes win."""
    return method_of(rule).share(rule)


def laxer_in(rule: RuleParts, than: RuleParts, voters: VoterNoun = PRACTICES) -> tuple[str, ...]:
    """In what a rule asks for less than another, each in words to follow "this rule"; nothing where it asks for at
    least as much. What silence decided would have gone to another rule for the asking: as much as that is enough.
    ``voters`` are those who would vote."""
    found = _laxer(rule, than, voters)
    return () if found and than.then and not _laxer(rule, than.then, voters) else found


def _laxer(rule: RuleParts, than: RuleParts, voters: VoterNoun) -> tuple[str, ...]:
    asked, given = method_of(than), method_of(rule)
    if not asked.binds:
        return ()
    if not given.binds:
        return ("only gives advice",)
    found = ["passes without anybody voting for it"] if given.silent and not asked.silent else []
    if given.silent and asked.silent and rule.then and than.then:
        then = laxer_in(rule.then, than.then, voters)
        found += [f"{what}, in the vote that follows an objection" for what in then]
    least, number = asked.stopped_by(than), given.stopped_by(rule)
    if least is not None and (number is None or number > least):
        found.append(
            f"lets a proposal pass against {'an objection' if least == 1 else f'{least:,} objections'}"
        )
    elif number is None:
        found += _laxer_count(rule, than, voters)
    elif than.base == "roll" and not (than.weights == ONE_EACH and as_much(quorum_of(rule), than.threshold)):
        found.append(voters.worded("counts fewer votes: not those of {many} {who} do not vote"))
    if not as_much(quorum_of(rule), than.quorum_practices):
        found.append(f"asks for fewer {voters.many} to vote")
    if not _same_weight_quorum(rule, than):
        found.append(f"asks for {voters.many} with fewer votes to vote")
    return tuple(found)


def _laxer_count(rule: RuleParts, than: RuleParts, voters: VoterNoun) -> list[str]:
    found = []
    if rule.weights != than.weights:
        found.append(f"gives {voters.many} other numbers of votes")
    share, least = share_of(rule), share_of(than)
    if rule.method != than.method:
        least = stricter(least, MORE_THAN_HALF)
    if not as_much(share, least):
        found.append("asks for a smaller share of the votes")
    if least is not None and than.threshold is not None and _BASES.index(rule.base) < _BASES.index(than.base):
        found.append("counts fewer votes: not those that abstain or are not cast")
    if than.double_majority and not rule.double_majority:
        found.append("does not ask for a share of the patients")
    if method_of(rule).can_tie(rule) and rule.tie == "casting_vote" and than.tie != "casting_vote":
        found.append("lets the chair decide a tie")
    return found


def _same_weight_quorum(rule: RuleParts, than: RuleParts) -> bool:
    if than.quorum_weight is None or as_much(rule.quorum_weight, than.quorum_weight):
        return True
    return than.weights == rule.weights == ONE_EACH and as_much(quorum_of(rule), than.quorum_weight)
