"""By silence: it is carried when voting closes unless as many object as the rule says; then it goes to a vote.

Nobody need vote. The vote that follows is held under a rule that is fixed together with this one (``then``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.coherence import base_unused, patients_counted
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.method import MethodPart, VoteStance, VotingMethod, Wrong
from federation.decisions.rules.counting.named import NAMED
from federation.decisions.rules.counting.need import ALL, VoteNeed
from federation.decisions.rules.counting.numbers import counted
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.scenes import ScenePart, VoteScene
from federation.decisions.rules.counting.weights import ONE_EACH
from federation.decisions.rules.methods.consent import OBJECT
from federation.decisions.rules.wording.phrases import sentences

NAME: Final = "silence"
MOST_OBJECTIONS: Final = 10_000
NO_OBJECTION: Final = VoteStance(
    name="no_objection",
    offered="No objection",
    means="We are content. Saying nothing counts the same",
    mine="I am content. Saying nothing counts the same",
    word="No objection",
    colour="green",
    did="had no objection",
    does="has no objection",
    do="have no objection",
    doing="without objection",
    side="for",
)


def objections_needed(rule: RuleParts, voters: int) -> int:
    """How many objections send it to a vote: what the rule says, or all ``voters`` where there are fewer."""
    return max(1, min(int(rule.part("objections")), voters))


def _then(rule: RuleParts) -> str:
    title = rule.then.title if rule.then else ""
    return f"goes to a vote under {f'“{title}”' if title else 'another rule'}"


def _read(case: CheckCase) -> tuple[str, str]:
    if case.summary.practices == 0:
        return (f"No {case.voters.one} may vote.",) * 2
    needed = objections_needed(case.rule, case.summary.practices)
    if needed == 1:
        return (
            f"No {case.voters.one} objects.",
            f"No {case.voters.one} objects. If one does, it {_then(case.rule)}.",
        )
    words = f"Fewer than {case.voters.counted(needed)} object."
    return words, f"{words} If {needed:,} do, it {_then(case.rule)}."


def _count(case: CheckCase, tally: VoteTally) -> TestResult:
    needed, objected = objections_needed(case.rule, case.summary.practices), tally.of("object").practices
    if case.summary.practices == 0:
        words = f"No {case.voters.one} may vote."
    elif objected:
        enough = f"{needed:,} {'is' if needed == 1 else 'are'} enough for a vote"
        words = f"{case.voters.counted(objected)} objected, and {enough}."
    else:
        words = f"No {case.voters.one} objected."
    met = case.summary.practices > 0 and objected < needed
    return TestResult("silence", met, f"{objected:,} objected", f"fewer than {needed:,}", words)


def _won(case: CheckCase, tally: VoteTally) -> str:
    objected = tally.of("object").practices
    if not objected:
        return f"no {case.voters.one} objected"
    needed = objections_needed(case.rule, case.summary.practices)
    return f"{case.voters.counted(objected)} objected, and it takes {needed:,} for a vote"


def _why_not(short: CheckShortfall) -> str:
    needed = objections_needed(short.case.rule, short.case.summary.practices)
    objections = counted(short.tally.of("object").practices, "objection")
    return f"{objections}, and {needed:,} {'is' if needed == 1 else 'are'} enough for a vote"


SILENCE: Final = CheckKind(NAME, _read, _count, _why_not)


def _checks(_rule: RuleParts) -> tuple[CheckKind, ...]:
    return (SILENCE,)


def _wrong(rule: RuleParts) -> Iterator[Wrong]:
    yield patients_counted(rule)
    yield rule.threshold is not None, "threshold", "Silence needs no share of the votes."
    yield rule.tie != "not_carried", "tie", "Silence cannot be tied."
    yield base_unused(rule)
    quorum = "quorum_practices" if rule.quorum_practices else "quorum_weight"
    has_quorum = bool(rule.quorum_practices or rule.quorum_weight)
    yield has_quorum, quorum, "Whoever says nothing agrees: no number needs to vote."
    yield rule.weights != ONE_EACH, "weights", "Where silence agrees, each objection counts the same."
    yield rule.reasons == "optional", "reasons", "An objection always needs a reason."
    number = rule.part("objections")
    whole = isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= MOST_OBJECTIONS
    words = f"The number of objections must be a whole number from 1 to {MOST_OBJECTIONS:,}."
    yield not whole, "objections", words
    yield not can_follow(rule.then), "then", "Choose a rule that binds, and that votes on one proposal."


def can_follow(then: RuleParts | None) -> bool:
    """Whether the vote that follows objections can be held under a rule: it binds, and votes on one proposal."""
    return isinstance(then, Rule) and then.how.binds and not then.how.silent and then.how.options != "must"


def _read_then(data: object) -> Rule:
    """The rule of the vote that follows, from its name or its parts."""
    if isinstance(data, str):
        if data not in NAMED:
            raise RuleError("", f"Choose one of: {', '.join(NAMED)}.")
        return NAMED[data]
    if not isinstance(data, Mapping):
        raise RuleError("", "Write it as named parts.")
    if data.get("method") == NAME:
        raise RuleError("method", "Choose a rule that binds, and that votes on one proposal.")
    return Rule.from_dict(data)


def _write_then(then: Rule) -> dict[str, Any]:
    return then.to_dict()


def _hint(
    rule: RuleParts, summary: RollSummary, _roll: Iterable[RollVoter], _who_votes: Sequence[str]
) -> str:
    needed = objections_needed(rule, summary.practices)
    who = f"a {summary.voters.one} objects" if needed == 1 else f"{summary.voters.counted(needed)} object"
    return sentences(f"It is carried when voting closes unless {who}; then it {_then(rule)}")


def _explained(_rule: RuleParts) -> Sequence[str]:
    return (
        "Whoever says nothing agrees.",
        "An objection counts unless it is taken back before voting closes.",
    )


def _scenes(case: CheckCase, _may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """Just enough objections, one too few, and none."""
    practices, voters = case.summary.practices, case.voters
    needed = objections_needed(case.rule, practices)
    for objecting in (needed, needed - 1):
        if objecting:
            who = voters.out_of(objecting, practices) if objecting == practices else voters.counted(objecting)
            verb = "objects" if objecting == 1 else "object"
            yield VoteScene(f"{who} {verb}", (ScenePart("object", others=objecting),))
    yield VoteScene(f"No {voters.one} says anything", ())


def _in_short(tally: VoteTally, _options: Sequence[VoteOption]) -> str:
    """``No objections``; ``2 objections``."""
    objected = tally.of("object").practices
    return counted(objected, "objection") if objected else "No objections"


def _so_far(rule: RuleParts, summary: RollSummary, done: str, closes: str) -> str:
    """``Nobody has objected; carried on 3 December if nobody does``; once somebody has answered, what would stop it."""
    needed = objections_needed(rule, summary.practices)
    unless = "unless one objects" if needed == 1 else f"unless {needed:,} object"
    if done:
        return f"{done} answered; carried on {closes} {unless}"
    return f"Nobody has objected; carried on {closes} {'if nobody does' if needed == 1 else unless}"


def _share(rule: RuleParts) -> VoteNeed | None:
    return ALL if rule.part("objections") == 1 else None


def _stopped_by(rule: RuleParts) -> int:
    return int(rule.part("objections"))


def _stances(_option_ids: Sequence[str]) -> tuple[str, ...]:
    return ("no_objection", "object")


METHOD: Final = VotingMethod(
    name=NAME,
    place=25,
    title="By silence",
    means="It is carried unless enough {many} object; then it goes to a vote",
    among="silence",
    rules="Rules by which silence agrees",
    stances=_stances,
    known=(NO_OBJECTION, OBJECT),
    checks=_checks,
    wrong=_wrong,
    hint=_hint,
    explained=_explained,
    scenes=_scenes,
    in_short=_in_short,
    one_each=True,
    silent=True,
    stopped_by=_stopped_by,
    meanings={"object": "It should be voted on first. Give the reason: everybody who can read this reads it"},
    share=_share,
    won=_won,
    so_far=_so_far,
    reasons=("required_against", "required"),
    reason_words={"required_against": ("A {one} {who} objects gives a reason.", "required for an objection")},
    own={
        "objections": MethodPart("Say how many objections send it to a vote.", default=1),
        "then": MethodPart(
            "Say under which rule it is voted on once it is objected to.", read=_read_then, write=_write_then
        ),
    },
    defaults={"reasons": "required_against"},
)
