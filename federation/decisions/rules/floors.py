"""The floors: what every vote asks for at least, whichever rule it is held under. The members decide them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, NamedTuple, get_args

from federation.decisions.rules.counting.document import read_floors
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.need import MORE_THAN_HALF, VoteNeed
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.strictness import (
    as_much,
    laxer_in,
    quorum_of,
    share_of,
    stricter,
)
from federation.decisions.rules.counting.weights import WeightKind
from federation.decisions.rules.methods import METHODS
from federation.decisions.rules.presets import PRESETS

OwnRules = Literal["nobody", "executives", "anybody"]
Replacing = Literal["same", "any"]
WEIGHTS: Final[tuple[WeightKind, ...]] = get_args(WeightKind)
LONGEST_NOTICE: Final = 90 * 24
_FREE_CHOICES: Final = {
    "name": "",
    "title": "",
    "visibility": "after_close",
    "reasons": "required",
    "early_close": "never",
    "minimum_hours": 0,
    "lead_may_close": True,
    "lead_may_withdraw": True,
}
"""Parts of a rule that whoever puts a proposal to the vote chooses: they do not say what it takes to carry."""


class FloorShortfall(NamedTuple):
    """In what a rule falls short: the part of it, and a sentence."""

    part: str
    words: str


@dataclass(frozen=True, kw_only=True)
class VoteFloors:
    """The least that every vote asks for.

    ``notice_hours``: how long before its close a vote must have been open. ``quorum``: how many of the practices on
    the roll must vote, and ``share``: which part of the votes must be for, where the vote binds; advice is exempt.
    ``methods`` and ``weights``: the kinds of rules that may be used. ``own_rules``: who may use a rule that neither
    comes with the product nor is kept by the federation. ``replacing``: whether a decision that replaces another
    needs at least the rule and the floors of that one. Errors: RuleError naming the part at fault.
    """

    notice_hours: int = 24
    quorum: VoteNeed | None = MORE_THAN_HALF
    share: VoteNeed | None = MORE_THAN_HALF
    methods: tuple[str, ...] = tuple(METHODS)
    weights: tuple[WeightKind, ...] = ("one", "patients")
    own_rules: OwnRules = "executives"
    replacing: Replacing = "same"

    def __post_init__(self) -> None:
        hours = self.notice_hours
        if isinstance(hours, bool) or not isinstance(hours, int) or not 0 <= hours <= LONGEST_NOTICE:
            raise RuleError(
                "notice_hours", f"The notice must be a whole number of hours from 0 to {LONGEST_NOTICE:,}."
            )
        for field in ("quorum", "share"):
            if not isinstance(getattr(self, field), VoteNeed | None):
                raise RuleError(field, "Say what share is needed.")
        _check_some("methods", self.methods, tuple(METHODS))
        _check_some("weights", self.weights, WEIGHTS)
        if not self._some_binding:
            raise RuleError("methods", "At least one kind of vote that binds must be possible.")
        for field, kind in (("own_rules", OwnRules), ("replacing", Replacing)):
            if getattr(self, field) not in get_args(kind):
                raise RuleError(field, f"Choose one of: {', '.join(get_args(kind))}.")
        if self.own_rules == "nobody" and all(map(self.against, _PRESETS_THAT_BIND)):
            raise RuleError("own_rules", "None of the rules that every federation has meets these floors.")

    @property
    def _some_binding(self) -> bool:
        known = [METHODS[one] for one in self.methods]
        return any(
            one.binds and not one.silent and (not one.one_each or "one" in self.weights) for one in known
        )

    def against(
        self, rule: Rule, voters: VoterNoun = PRACTICES, by_silence: bool = False
    ) -> tuple[FloorShortfall, ...]:
        """In what a rule falls short of these floors; nothing where it does not. ``voters`` are those who would vote. With
        ``by_silence`` they have agreed before that in this matter silence is enough."""
        found = []
        if rule.method not in self.methods:
            found.append(FloorShortfall("method", f"{rule.how.rules} may not be used here."))
        if rule.weights.kind not in self.weights:
            found.append(
                FloorShortfall(
                    "weights", f"{voters.worded(_WEIGHT_WORDS[rule.weights.kind])} may not be used here."
                )
            )
        if not rule.how.binds:
            return tuple(found)
        if rule.how.silent:
            return (*found, *self._against_silence(rule, voters, by_silence))
        quorum = quorum_of(rule)
        if self.quorum and not as_much(quorum, self.quorum):
            asked = quorum.words if quorum else "no number"
            words = f"{_sentence(self.quorum)} of the {voters.many}{voters.of} must vote: this rule asks for {asked}."
            found.append(FloorShortfall("quorum_practices", words))
        if rule.threshold and self.share and not as_much(share_of(rule), self.share):
            asked = rule.threshold.words
            words = f"{_sentence(self.share)} of the votes must be for: this rule asks for {asked}."
            found.append(FloorShortfall("threshold", words))
        return tuple(found)

    def _against_silence(self, rule: Rule, voters: VoterNoun, by_silence: bool) -> Iterator[FloorShortfall]:
        """Silence says nothing of how many agree, and the vote that may follow must meet the floors, too."""
        if self.quorum and not by_silence:
            words = (
                f"{_sentence(self.quorum)} of the {voters.many}{voters.of} must vote: silence is not a vote."
            )
            yield FloorShortfall("method", words)
        if self.share and not as_much(share_of(rule), self.share):
            words = f"{_sentence(self.share)} of the votes must be for: this rule lets objections pass."
            yield FloorShortfall("objections", words)
        if isinstance(rule.then, Rule):
            for short in self.against(rule.then, voters):
                yield FloorShortfall("then", f"In the vote that follows an objection: {short.words}")

    def raised(self, rule: Rule) -> Rule:
        """A rule with the quorum and the share that these floors ask for, where its own are smaller."""
        quorum, share = rule.quorum_practices, rule.threshold
        if not as_much(quorum_of(rule), self.quorum):
            quorum = stricter(quorum, self.quorum)
        if share is not None and not as_much(share_of(rule), self.share):
            share = stricter(share, self.share)
        return replace(rule, quorum_practices=quorum, threshold=share)

    def with_those_of(self, other: "VoteFloors") -> "VoteFloors":
        """These floors, and at least the notice, the quorum and the share of others."""
        return replace(
            self,
            notice_hours=max(self.notice_hours, other.notice_hours),
            quorum=stricter(self.quorum, other.quorum),
            share=stricter(self.share, other.share),
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "notice_hours": self.notice_hours,
            "quorum": _write(self.quorum),
            "share": _write(self.share),
            "methods": list(self.methods),
            "weights": list(self.weights),
            "own_rules": self.own_rules,
            "replacing": self.replacing,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "VoteFloors":
        """The floors that ``to_dict`` wrote; parts left out are as delivered. Errors: RuleError."""
        parts = read_floors(data)
        for field, known in (("methods", tuple(METHODS)), ("weights", WEIGHTS)):
            if field in parts:
                parts[field] = _in_order(parts[field], known)
        return cls(**parts)


def is_own(rule: Rule, kept: tuple[Rule, ...] = ()) -> bool:
    """Whether a rule is somebody's own: neither one that every federation has nor one that this federation keeps,
    but for what is chosen with every vote. Where silence agrees, the rule of the vote that may follow is chosen, too."""
    if isinstance(rule.then, Rule) and is_own(rule.then, kept):
        return True
    known = [*(preset.rule for preset in PRESETS.values()), *kept]
    return _core(rule) not in [_core(one) for one in known]


def against_replacing(rule: Rule, replaced: Rule, voters: VoterNoun = PRACTICES) -> tuple[str, ...]:
    """Why a decision under one rule cannot replace one under another; nothing where it can."""
    return tuple(
        f"The decision that it replaces was taken under “{replaced.title or 'another rule'}”, and this rule {what}."
        for what in laxer_in(rule, replaced, voters)
    )


def _core(rule: Rule) -> dict[str, Any]:
    parts = replace(rule, **_FREE_CHOICES).to_dict()  # type: ignore[arg-type]
    return {field: part for field, part in parts.items() if field != "then"}


def _in_order(chosen: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Put choices in the order in which they are known; those not known stand last, to be refused."""
    return tuple(sorted(chosen, key=lambda one: known.index(one) if one in known else len(known)))


def _check_some(field: str, chosen: tuple[str, ...], known: tuple[str, ...]) -> None:
    if not chosen or [one for one in known if one in chosen] != list(chosen):
        raise RuleError(field, f"Choose at least one of: {', '.join(known)}.")


def _sentence(need: VoteNeed) -> str:
    return need.words[0].upper() + need.words[1:]


def _write(need: VoteNeed | None) -> dict[str, Any] | None:
    return None if need is None else {"fraction": str(need.fraction), "strict": need.strict}


_PRESETS_THAT_BIND: Final = tuple(preset.rule for preset in PRESETS.values() if preset.rule.how.binds)
_WEIGHT_WORDS: Final[Mapping[str, str]] = {
    "one": "Rules with one vote for each {one}",
    "patients": "Rules with votes by patients",
    "banded": "Rules with votes by bands of patients",
    "shares": "Rules with numbers of votes given by hand",
}
DELIVERED: Final = VoteFloors()
"""What holds where the members have not decided otherwise."""
NONE: Final = VoteFloors(
    notice_hours=0, quorum=None, share=None, weights=WEIGHTS, own_rules="anybody", replacing="any"
)
"""No floors at all."""
