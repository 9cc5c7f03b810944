"""The ways to decide: each one value that says everything about it, and a register of them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind
from federation.decisions.rules.counting.choices import VoteChoice, said_in
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.nouns import VoterNoun
from federation.decisions.rules.counting.parts import CHOICES, RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.counting.scenes import VoteScene

Wrong = tuple[bool, str, str]
"""Whether a rule is wrong in something, the part at fault, and what is said then."""


@dataclass(frozen=True)
class VoteStance:
    """One way to vote: as it is ``offered``, with what it ``means``; the ``word`` and colour in which it is shown; what
    a voter ``did`` ("voted for"), what one does ("votes for") and many do, and ``doing`` behind "both vote, ".

    ``mine`` is what it means to a person who votes for nobody else, where that is said otherwise.
    ``side`` is where it stands in a chart; whoever votes ``against`` dissents. ``unreasoned`` is what is said to whoever
    gives no reason, where the stance always needs one.
    """

    name: str
    offered: str
    means: str
    word: str
    colour: str
    did: str
    does: str
    do: str
    doing: str
    side: Literal["for", "against", "other"]
    unreasoned: str = ""
    mine: str = ""

    def meaning(self, voters: VoterNoun) -> str:
        """What it means, in the mouth of one of these voters."""
        return self.mine if self.mine and voters.kind == "person" else self.means


def _its_threshold(rule: RuleParts) -> VoteNeed | None:
    return rule.threshold


def _at_half(rule: RuleParts) -> bool:
    return rule.threshold is not None and rule.threshold.more_than_half


def _none_ahead(_case: CheckCase, _tally: VoteTally) -> tuple[VoteOption, ...]:
    return ()


def _as_it_is(value: Any) -> Any:
    return value


def _two(_rule: RuleParts) -> int:
    return 2


def _by_no_number(_rule: RuleParts) -> int | None:
    return None


@dataclass(frozen=True)
class MethodPart:
    """A part of a rule that one method alone has. ``read`` makes its value of JSON, ``write`` JSON of its value;
    ``default`` is the value where a rule does not say, and ``missing`` what is said where there is none.
    """

    missing: str
    read: Callable[[object], Any] = _as_it_is
    write: Callable[[Any], Any] = _as_it_is
    default: Any = None


@dataclass(frozen=True, kw_only=True)
class VotingMethod:
    """A way to decide.

    In words: ``title`` and ``means`` where it is chosen; ``among`` others ("votes for and against"); ``rules`` of its
    kind ("Rules that count votes for and against", before "may not be used here"). ``place`` orders the methods.
    What is kept in words (``means``, ``explained``, ``reason_words``) leaves places for what voters are called, as
    ``VoterNoun.worded`` fills them.

    ``stances`` gives what a voter may say, from the ids of the options, in the order in which it is counted;
    ``known`` has the words of those that are not options, ``meanings`` what one means here, where it is not the usual.
    ``options``: whether there are several things to choose
    among, ``least_options`` how many at least where there must be. ``choice`` is what a ballot says beside its stance.
    ``checks`` are the tests that it asks for beside the quorums. ``wrong`` yields what does not go together.
    ``hint`` is what it asks for in a sentence or two, from the phrases on who must vote; ``explained`` what members
    read below its tests; ``scenes`` what examples are made of; ``in_short`` how a vote went in a few words.

    ``binds``: its verdict is carried or not, else it is advice. ``one_each``: every voter counts the same.
    ``stopped_by``: how many can stop it. ``silent``: nobody need vote; where its tests are not met it goes to a vote
    under the rule that it names (``RuleParts.then``). ``casting``: what the chair may say to decide a tie. ``ahead``: the options
    that are chosen, or tied, the best first. ``endings`` are counts that a vote may end with, enough of them to know whether
    all its ends are alike, where that is not told by everybody else saying the same. ``resolved``: what a stance counts
    as once its voter accepts the answer to it. ``share`` is the share of the votes that must be for. ``nothing_said``
    finishes "no practice voted", where all abstained; ``as_against`` finishes "the same effect as voting". ``lost`` says
    why it was not carried, and ``won`` why it was, where that is not a test. ``so_far`` says how far an open vote has come, from
    how many have done something ("2 of 12 practices have", or nothing) and the day on which it closes.
    ``reasons`` are the choices that make sense, ``reason_words`` a sentence and a label where they differ from the usual.
    ``defaults`` are parts that a rule has unless it says otherwise, ``own`` those that no other method has.
    """

    name: str
    place: int
    title: str
    means: str
    among: str
    rules: str
    stances: Callable[[Sequence[str]], tuple[str, ...]]
    known: tuple[VoteStance, ...]
    meanings: Mapping[str, str] = field(default_factory=dict)
    checks: Callable[[RuleParts], tuple[CheckKind, ...]]
    wrong: Callable[[RuleParts], Iterator[Wrong]]
    hint: Callable[[RuleParts, RollSummary, Iterable[RollVoter], Sequence[str]], str]
    explained: Callable[[RuleParts], Sequence[str]]
    scenes: Callable[[CheckCase, Sequence[RollVoter]], Iterator[VoteScene]]
    in_short: Callable[[VoteTally, Sequence[VoteOption]], str]
    options: Literal["never", "may", "must"] = "never"
    least_options: Callable[[RuleParts], int] = _two
    choice: VoteChoice | None = None
    binds: bool = True
    one_each: bool = False
    stopped_by: Callable[[RuleParts], int | None] = _by_no_number
    silent: bool = False
    can_tie: Callable[[RuleParts], bool] = _at_half
    casting: Callable[[Sequence[str]], tuple[str, ...]] | None = None
    ahead: Callable[[CheckCase, VoteTally], tuple[VoteOption, ...]] = _none_ahead
    endings: Callable[[RuleParts, VoteTally], Iterator[VoteTally]] | None = None
    resolved: Mapping[str, str] = field(default_factory=dict)
    share: Callable[[RuleParts], VoteNeed | None] = _its_threshold
    nothing_said: str = ""
    as_against: str = "against"
    lost: Callable[[VoteTally], str] | None = None
    won: Callable[[CheckCase, VoteTally], str] | None = None
    so_far: Callable[[RuleParts, RollSummary, str, str], str] | None = None
    reasons: tuple[str, ...] = CHOICES["reasons"]
    reason_words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, MethodPart] = field(default_factory=dict)


METHODS: Final[dict[str, VotingMethod]] = {}
"""Every way to decide, by name, in order of place."""
STANCES: Final[dict[str, VoteStance]] = {}
"""Every way to vote but for options, by name."""


def register(method: VotingMethod) -> None:
    """Make a method known."""
    found = sorted([*METHODS.values(), method], key=lambda one: one.place)
    METHODS.clear()
    METHODS.update((one.name, one) for one in found)
    STANCES.clear()
    STANCES.update((stance.name, stance) for one in found for stance in one.known)


def method_of(rule: RuleParts) -> VotingMethod:
    """How a rule decides. Error: RuleError if there is no such method."""
    if rule.method not in METHODS:
        raise RuleError("method", f"Choose one of: {', '.join(METHODS)}.")
    return METHODS[rule.method]


def stances_of(rule: RuleParts, option_ids: Sequence[str] = ()) -> tuple[str, ...]:
    """The ways in which a practice may vote, in the order in which it is counted.

    Errors: RuleError if an option comes twice or is called 'abstain'.
    """
    if len({*option_ids, "abstain"}) != len(option_ids) + 1:
        raise RuleError("options", "Each option needs its own id, other than abstain.")
    return method_of(rule).stances(option_ids)


def needs_reason(rule: RuleParts, stance: str) -> bool:
    """Whether a ballot with this stance must give a reason."""
    return rule.reasons == "required" or (rule.reasons == "required_against" and dissents(stance))


def dissents(stance: str) -> bool:
    """Whether it is the stance of those who do not want it."""
    return stance in STANCES and STANCES[stance].side == "against"


def answered_stances() -> tuple[str, ...]:
    """The stances that are answered while voting is open, so that they can be resolved."""
    return tuple(dict.fromkeys(stance for method in METHODS.values() for stance in method.resolved))


def choice_for(rule: RuleParts, stance: str, option_ids: Sequence[str]) -> str:
    """What a ballot with this stance says beside it if it gives all it can to the first option; nothing where the stance
    says all."""
    kind = method_of(rule).choice
    return kind.text(kind.whole(rule, option_ids)) if kind and kind.stance == stance else ""


def choice_in_words(text: str, options: Sequence[VoteOption]) -> str:
    """What a ballot says beside its stance: ``Van 6, Clinic 4``. Error: RuleError where no method knows such a choice."""
    titles = {option.id: option.title for option in options}
    said = said_in(text)
    for method in METHODS.values():
        if method.choice and method.choice.name in said:
            return method.choice.words(said[method.choice.name], titles)
    raise RuleError("choice", "No way to decide knows such a choice.")
