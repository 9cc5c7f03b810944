"""By consent: it goes ahead unless a practice has a reasoned objection that is not resolved.

Source: sociocratic consent, http://sociocracyforall.org/consent-decision-making.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.coherence import base_unused, patients_counted
from federation.decisions.rules.counting.method import VoteStance, VotingMethod, Wrong
from federation.decisions.rules.counting.need import ALL, VoteNeed
from federation.decisions.rules.counting.numbers import counted
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.counting.scenes import ScenePart, VoteScene
from federation.decisions.rules.counting.weights import ONE_EACH
from federation.decisions.rules.wording.phrases import sentences
from federation.decisions.rules.wording.scenes import the_other

CONSENT: Final = VoteStance(
    name="consent",
    offered="Consent",
    means="Good enough for now, and safe enough to try",
    word="Consent",
    colour="green",
    did="consented",
    does="consents",
    do="consent",
    doing="consenting",
    side="for",
)
OBJECT: Final = VoteStance(
    name="object",
    offered="Object",
    means="It would harm what we are here for. Give the reason: it will be answered",
    word="Objection",
    colour="orange",
    did="objected",
    does="objects",
    do="object",
    doing="objecting",
    side="against",
    unreasoned="Give the reason for the objection: an objection without one does not count",
)
_HINT: Final = (
    "It goes ahead unless a {one} has a reasoned objection that we cannot resolve. There is no abstaining"
)


def _read(case: CheckCase) -> tuple[str, str]:
    words = f"No {case.voters.one} has an objection that is not resolved."
    return words, f"{words} One such objection stops it."


def _count(case: CheckCase, tally: VoteTally) -> TestResult:
    unresolved = tally.of("object").practices
    met = unresolved == 0 and tally.voted.practices > 0
    if unresolved:
        has = "has" if unresolved == 1 else "have"
        words = f"{case.voters.counted(unresolved)} {has} an objection that is not resolved."
    elif not tally.voted.practices:
        words = case.voters.worded("No {one} has said that {it_consents}.")
    elif tally.resolved:
        verb = "was" if tally.resolved == 1 else "were"
        words = f"No objection is left: {counted(tally.resolved, 'objection')} {verb} resolved."
    else:
        words = f"No {case.voters.one} has an objection."
    return TestResult("objections", met, f"{unresolved:,} not resolved", "none that is not resolved", words)


def _unresolved(tally: VoteTally) -> str:
    objections = tally.of("object").practices
    return f"{counted(objections, 'objection')} {'is' if objections == 1 else 'are'} not resolved"


def _why_not(short: CheckShortfall) -> str:
    return _unresolved(short.tally)


OBJECTIONS: Final = CheckKind("objections", _read, _count, _why_not)


def _checks(_rule: RuleParts) -> tuple[CheckKind, ...]:
    return (OBJECTIONS,)


def _wrong(rule: RuleParts) -> Iterator[Wrong]:
    yield patients_counted(rule)
    yield rule.threshold is not None, "threshold", "Consent and advice need no share of the votes."
    yield rule.tie != "not_carried", "tie", "Consent and advice cannot be tied."
    yield base_unused(rule)
    yield rule.weights != ONE_EACH, "weights", "In a consent round every practice counts the same."
    yield rule.reasons == "optional", "reasons", "An objection always needs a reason."


def _hint(
    _rule: RuleParts, summary: RollSummary, _roll: Iterable[RollVoter], who_votes: Sequence[str]
) -> str:
    return sentences(summary.voters.worded(_HINT), *who_votes)


def _explained(_rule: RuleParts) -> Sequence[str]:
    return ("There is no abstaining.", "An objection that was resolved counts as consent.")


def _scenes(case: CheckCase, _may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """One objection that stands, one that was resolved, and none."""
    practices, voters = case.summary.practices, case.voters
    for resolved in (False, True):
        objects = f"{voters.out_of(1, 1) if practices == 1 else voters.counted(1)} objects"
        ends = "it is resolved" if resolved else "it is not resolved"
        rest = practices - 1
        consents = f", {the_other(rest)} {'consents' if rest == 1 else 'consent'}" if rest else ""
        parts = (ScenePart("object", others=1, resolved=resolved), ScenePart("consent", others=rest))
        yield VoteScene(f"{objects} and {ends}{consents}", parts)
    verb = "consents" if practices == 1 else "consent"
    yield VoteScene(
        f"{voters.out_of(practices, practices)} {verb}", (ScenePart("consent", others=practices),)
    )


def _in_short(tally: VoteTally, _options: Sequence[VoteOption]) -> str:
    """``2 objections left. 1 was resolved``."""
    left = tally.of("object").practices
    words = "No objections left" if left == 0 else f"{left} objection{'s' if left > 1 else ''} left"
    if not tally.resolved:
        return words
    return f"{words}. {tally.resolved} {'was' if tally.resolved == 1 else 'were'} resolved"


def _share(_rule: RuleParts) -> VoteNeed:
    return ALL


def _stopped_by(_rule: RuleParts) -> int:
    return 1


def _stances(_option_ids: Sequence[str]) -> tuple[str, ...]:
    return ("consent", "object")


METHOD: Final = VotingMethod(
    name="consent",
    place=20,
    title="By consent",
    means="It goes ahead unless a {one} has a reasoned objection that is not resolved",
    among="consent",
    rules="Consent",
    stances=_stances,
    known=(CONSENT, OBJECT),
    checks=_checks,
    wrong=_wrong,
    hint=_hint,
    explained=_explained,
    scenes=_scenes,
    in_short=_in_short,
    one_each=True,
    stopped_by=_stopped_by,
    resolved={"object": "consent"},
    share=_share,
    lost=_unresolved,
    reasons=("required_against", "required"),
    reason_words={"required_against": ("A {one} {who} objects gives a reason.", "required for an objection")},
    defaults={"reasons": "required_against"},
)
