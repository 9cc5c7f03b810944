"""A rule as plain questions, and the answers as a rule."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from federation.decisions.rulebook.forms.choices import (
    BASES,
    EARLY,
    FOLLOWING,
    KINDS_OF_WEIGHT,
    METHODS,
    REASONS,
    ROUNDING,
    SIDES,
    TIES,
    VISIBILITY,
)
from federation.decisions.rules import METHODS as ALL_METHODS
from federation.decisions.rules import PRESETS, Rule, RuleError, VoteNeed
from federation.kernel.forms import (
    ChoiceWithHints,
    Form,
    FractionField,
    LinesField,
    SelectField,
    TextField,
    TickField,
    WholeNumberField,
)
from federation.kernel.refusals import Invalid

NEEDS = ("quorum_practices", "quorum_weight", "threshold")
_PLAIN = ("method", "base", "double_majority", "tie", "visibility", "reasons", "early_close")
_OWN = ("objections", "then", "points", "seats")
_PAIR = re.compile(r"(?P<first>.+?)\s*[:=]\s*(?P<votes>[0-9][0-9,]*)(?:\s+votes?)?")
_CHOOSE = "Select one of the answers"


class OwnRuleForm(Form):
    """Every part of a rule."""

    title = TextField("Name of the rule", at_most=120, required="Give the rule a name")
    summary = TextField(
        "What is it for? (optional)", at_most=300, hint="For example, for sharing money or staff"
    )
    method = ChoiceWithHints("How do practices decide?", METHODS, required=_CHOOSE)
    objections = WholeNumberField(
        "How many objections send it to a vote? (optional)",
        hint="Only where silence agrees. Left empty, one is enough",
    )
    then = SelectField(
        "Under which rule is that vote held?", FOLLOWING, hint="Only where silence agrees", first="None"
    )
    points = WholeNumberField(
        "How many points has each to give? (optional)",
        hint="Only where points are spread over options. Left empty, 10",
    )
    seats = WholeNumberField(
        "How many options are chosen? (optional)",
        hint="Only where points are spread over options. Left empty, one",
    )
    weights_kind = ChoiceWithHints("How many votes has a practice?", KINDS_OF_WEIGHT, required=_CHOOSE)
    weights_per = WholeNumberField(
        "Patients for one vote", hint="Only if votes go by patients. For example, 1,000"
    )
    weights_rounding = ChoiceWithHints("How are patients rounded?", ROUNDING, required=_CHOOSE)
    weights_bands = LinesField(
        "Bands",
        hint="Only if votes go by bands. From how many patients on, then votes: 0: 1, next line 5,000: 2",
    )
    weights_shares = LinesField(
        "Shares",
        hint="Only if votes go by shares. One practice a line, its code, then votes: Z99001: 3",
        lines=10_000,
    )
    weights_cap = WholeNumberField("Most votes of one practice (optional)")
    weights_cap_share = FractionField(
        "Largest share of all votes that one practice may have (optional)", hint="For example, 1/4 or 25%"
    )
    quorum_practices = FractionField(
        "Share of the practices that must vote (optional)", hint="For example, 3/4 or 50%"
    )
    quorum_practices_side = ChoiceWithHints(
        "Is that at least or more than this share of the practices?", SIDES, required=_CHOOSE
    )
    quorum_weight = FractionField(
        "Share of all votes that must be cast (optional)",
        hint="Only useful where practices have different numbers of votes",
    )
    quorum_weight_side = ChoiceWithHints(
        "Is that at least or more than this share of the votes?", SIDES, required=_CHOOSE
    )
    threshold = FractionField(
        "Share of the votes that must be for",
        hint="For example, 1/2 or 75%. Leave it empty for consent and advice",
    )
    threshold_side = ChoiceWithHints("Is that at least or more than this share?", SIDES, required=_CHOOSE)
    base = ChoiceWithHints("Of which votes?", BASES, required=_CHOOSE)
    double_majority = TickField(
        "The practices for must also have that share of the patients", legend="Double majority"
    )
    tie = ChoiceWithHints("What if votes are tied?", TIES, required=_CHOOSE)
    reasons = ChoiceWithHints("Must practices give a reason?", REASONS, required=_CHOOSE)
    visibility = ChoiceWithHints("When are results shown?", VISIBILITY, required=_CHOOSE)
    early_close = ChoiceWithHints("Can voting close earlier?", EARLY, required=_CHOOSE)
    not_closed_by_leads = TickField(
        "The executive cannot close it early", legend="What may those who lead not do?"
    )
    not_called_off_by_leads = TickField("The executive and the chair cannot call it off")
    minimum_hours = WholeNumberField(
        "Shortest time that voting is open, in hours (optional)", hint="For example, 336 for 14 days"
    )

    def fill(self, rule: Rule) -> None:
        """Show a rule."""
        for name in _PLAIN:
            self[name].data = getattr(rule, name)
        for name in NEEDS:
            need: VoteNeed | None = getattr(rule, name)
            self[name].data = need.fraction if need else None
            self[f"{name}_side"].data = "more_than" if need and need.strict else "at_least"
        weights = rule.weights
        self.weights_kind.data, self.weights_rounding.data = weights.kind, weights.rounding
        self.weights_per.data, self.weights_cap.data, self.weights_cap_share.data = (
            weights.per,
            weights.cap,
            weights.cap_share,
        )
        self.weights_bands.data = [f"{start:,}: {votes:,}" for start, votes in weights.bands]
        self.weights_shares.data = [f"{code}: {votes:,}" for code, votes in weights.shares]
        self.minimum_hours.data = rule.minimum_hours or None
        self.not_closed_by_leads.data = not rule.lead_may_close
        self.not_called_off_by_leads.data = not rule.lead_may_withdraw
        for name in ("objections", "points", "seats"):
            self[name].data = rule.part(name)
        named = [name for name, preset in PRESETS.items() if preset.rule == rule.then]
        self.then.data = named[0] if named else None

    def rule(self) -> Rule:
        """The rule that the answers make. Raises ``Invalid``, with the part of the rule, where they make none."""
        try:
            return Rule.from_dict(self._document())
        except RuleError as error:
            raise Invalid(error.message.removesuffix("."), error.field) from None

    def field_for(self, part: str) -> str:
        """The question that asks for a part of a rule: ``weights.per``, ``threshold.fraction``."""
        whole, _, detail = part.partition(".")
        if whole == "weights":
            return f"weights_{detail or 'kind'}"
        if detail == "strict":
            return f"{whole}_side"
        return whole

    def _document(self) -> dict[str, Any]:
        found: dict[str, Any] = {name: self[name].data for name in _PLAIN}
        found |= {name: self._need(name) for name in NEEDS if self[name].data is not None}
        own = {name: self[name].data for name in _OWN if self[name].data is not None}
        if stray := own.keys() - ALL_METHODS[self.method.data].own.keys():
            raise Invalid("Leave this empty: it is not asked for this way to decide", min(stray))
        weights = {
            "kind": self.weights_kind.data,
            "per": self.weights_per.data,
            "rounding": self.weights_rounding.data,
            "cap": self.weights_cap.data,
            "cap_share": _written(self.weights_cap_share.data),
            "bands": [
                [_number(first, "bands"), votes] for first, votes in _pairs(self.weights_bands.data, "bands")
            ],
            "shares": [[first.upper(), votes] for first, votes in _pairs(self.weights_shares.data, "shares")],
        }
        return (
            found
            | own
            | {
                "weights": weights,
                "minimum_hours": self.minimum_hours.data or 0,
                "lead_may_close": not self.not_closed_by_leads.data,
                "lead_may_withdraw": not self.not_called_off_by_leads.data,
                "title": self.title.data,
            }
        )

    def _need(self, name: str) -> dict[str, Any]:
        return {"fraction": _written(self[name].data), "strict": self[f"{name}_side"].data == "more_than"}


class SuggestionForm(Form):
    """Which rule should be suggested for a kind of matter?"""

    kind = SelectField("Kind of matter", required="Select a kind of matter")
    rule = SelectField("Rule", required="Select a rule")


def _written(fraction: Fraction | None) -> str | None:
    return None if fraction is None else str(fraction)


def _pairs(lines: Sequence[str], field: str) -> list[tuple[str, int]]:
    found = []
    for place, line in enumerate(lines, 1):
        pair = _PAIR.fullmatch(line)
        if not pair:
            raise RuleError(
                f"weights.{field}",
                f"Line {place} must be like {'5,000: 2' if field == 'bands' else 'Z99001: 3'}",
            )
        found.append((pair["first"], _number(pair["votes"], field)))
    return found


def _number(text: str, field: str) -> int:
    digits = text.replace(",", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        raise RuleError(f"weights.{field}", f"“{text}” must be a whole number")
    return int(digits)
