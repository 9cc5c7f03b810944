"""The floors of votes as plain questions."""

from fractions import Fraction
from typing import Any

from federation.decisions.rulebook.forms.choices import KINDS_OF_WEIGHT, METHODS, SIDES
from federation.decisions.rules import METHODS as ALL_METHODS
from federation.decisions.rules import RuleError, VoteFloors, VoteNeed
from federation.decisions.rules.floors import LONGEST_NOTICE
from federation.decisions.rules.floors import WEIGHTS as ALL_WEIGHTS
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    FractionField,
    MultiCheckboxField,
    WholeNumberField,
)
from federation.kernel.refusals import Invalid

OWN_RULES = (
    Choice("nobody", "Nobody", "Only the rules that every federation has can be used"),
    Choice("executives", "The executive", "Others use the rules that our federation keeps"),
    Choice("anybody", "Everybody who puts a proposal to the vote"),
)
REPLACING = (
    Choice(
        "same",
        "As much as the decision that it replaces",
        "At least its rule, its notice and as many practices that vote",
    ),
    Choice("any", "Nothing more than any other decision"),
)
_CHOOSE = "Select one of the answers"
_ALL = "Leave it empty for none. For example, 1/2 or 75%"


class FloorsForm(Form):
    """The floors that somebody proposes."""

    notice_hours = WholeNumberField(
        "For how many hours must voting be open at least?",
        at_least=0,
        at_most=LONGEST_NOTICE,
        required="Enter a number of hours, or 0",
    )
    quorum = FractionField("Which share of the practices must vote?", hint=_ALL)
    quorum_side = ChoiceWithHints(
        "Is that at least or more than this share of the practices?", SIDES, required=_CHOOSE
    )
    share = FractionField("Which share of the votes must be for?", hint=_ALL)
    share_side = ChoiceWithHints(
        "Is that at least or more than this share of the votes?", SIDES, required=_CHOOSE
    )
    methods = MultiCheckboxField(
        "Which ways to decide may be used?", METHODS, required="Select at least one way to decide"
    )
    weights = MultiCheckboxField(
        "How may votes be shared out?", KINDS_OF_WEIGHT, required="Select at least one answer"
    )
    own_rules = ChoiceWithHints("Who may use a rule of their own?", OWN_RULES, required=_CHOOSE)
    replacing = ChoiceWithHints(
        "What must a decision that replaces another ask for?", REPLACING, required=_CHOOSE
    )

    def fill(self, floors: VoteFloors) -> None:
        """Show floors."""
        for name in ("notice_hours", "own_rules", "replacing"):
            self[name].data = getattr(floors, name)
        for name in ("methods", "weights"):
            self[name].data = list(getattr(floors, name))
        for name in ("quorum", "share"):
            need: VoteNeed | None = getattr(floors, name)
            self[name].data = need.fraction if need else None
            self[f"{name}_side"].data = "more_than" if need is None or need.strict else "at_least"

    def floors(self) -> VoteFloors:
        """The floors that the answers make. Raises ``Invalid``, with the question, where they make none."""
        name = ""
        found: dict[str, Any] = {}
        try:
            for name in ("quorum", "share"):
                fraction: Fraction | None = self[name].data
                found[name] = (
                    VoteNeed(fraction, self[f"{name}_side"].data == "more_than") if fraction else None
                )
        except RuleError as error:
            field = name if error.field == "fraction" else f"{name}_side"
            raise Invalid(error.message.removesuffix("."), field) from None
        try:
            return VoteFloors(
                notice_hours=self.notice_hours.data or 0,
                methods=tuple(one for one in ALL_METHODS if one in self.methods.data),
                weights=tuple(one for one in ALL_WEIGHTS if one in self.weights.data),
                own_rules=self.own_rules.data,
                replacing=self.replacing.data,
                **found,
            )
        except RuleError as error:
            raise Invalid(error.message.removesuffix("."), error.field) from None
