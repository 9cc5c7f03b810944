"""The forms with which the members are asked, interests said, and people named."""

from typing import Any

from federation.kernel.form_keys import is_taken_up
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    LinesField,
    LongTextField,
    SelectField,
    TextField,
    WholeNumberField,
)
from federation.tendering.preparing.actions.declaring import LONGEST_INTEREST
from federation.tendering.preparing.actions.proposing import LONGEST_REASON
from federation.tendering.preparing.forms.lines import INTEREST_CHOICES, points_behind
from federation.tendering.preparing.rules.sharing import SharingWay
from federation.tendering.preparing.words import (
    PART_TITLES,
    SHARING_TITLES,
)


class TenderReasonsForm(Form):
    """Asking the members to start a tender."""

    reasons = LongTextField("Why this? (optional)", at_most=5_000, hint="Every member can read this")


class SharingForm(TenderReasonsForm):
    """Asking the members how a tender is shared."""

    basis = ChoiceWithHints(
        "How is it shared?",
        [Choice(key, *words) for key, words in SHARING_TITLES.items()],
        required="Select how it is shared",
    )
    total = WholeNumberField(
        "How much is there to share?", required="Enter how much is shared", at_least=1, at_most=10**12
    )
    unit = TextField(
        "Of what?",
        required="Say what is shared",
        at_most=40,
        hint="For example: visits a year, clinics, pounds",
    )
    least = WholeNumberField("The least for each practice (optional)", at_least=0, at_most=10**12)
    most = WholeNumberField("The most for each practice (optional)", at_least=0, at_most=10**12)
    weights = LinesField(
        "Weights, for need or capacity",
        at_most=60,
        lines=2_000,
        hint="One practice a line: its ODS code, a comma, a whole number. Leave it empty for the other ways",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be used; each weight has a practice and a number."""
        valid = super().validate(extra_validators)
        if is_taken_up():
            return False
        for line in self.weights.data or []:
            if points_behind(line) < 0 and not self.weights.errors:
                self.refuse(f"Write a code, a comma and a whole number in “{line}”", "weights")
                valid = False
        return valid

    @property
    def way(self) -> SharingWay:
        """The way of sharing that was filled in."""
        weights = {line.rpartition(",")[0].strip().upper(): points_behind(line) for line in self.weights.data}
        return SharingWay(
            self.basis.data,
            self.total.data or 0,
            self.unit.data,
            self.least.data or 0,
            self.most.data,
            weights,
        )


class InterestForm(Form):
    """Saying whether one has an interest in a tender."""

    conflict = ChoiceWithHints(
        "Do you, or your practice, have an interest in who wins?",
        INTEREST_CHOICES,
        required="Say whether you have an interest in who wins",
    )
    words = LongTextField(
        "Which interest is it?",
        at_most=LONGEST_INTEREST,
        hint="Only if you have one. Every member can read this",
    )


class TenderPartForm(Form):
    """Naming who scores or opens."""

    person = SelectField("Who?", (), first="Select somebody", required="Select somebody")
    part = ChoiceWithHints(
        "What do they do?",
        [Choice(key, *words) for key, words in PART_TITLES.items()],
        required="Select what they do",
    )


class CancelForm(Form):
    """Cancelling a tender, or asking the members to."""

    reason = LongTextField(
        "Why?", required="Say why", at_most=LONGEST_REASON, hint="Every member can read this"
    )


def sharing_data(way: SharingWay) -> dict[str, Any]:
    """A way of sharing as the form shows it."""
    weights = way.weights if way.basis != "rotation" else {}
    return {
        "basis": way.basis,
        "total": way.total,
        "unit": way.unit,
        "least": way.least,
        "most": way.most,
        "weights": [f"{code}, {weight}" for code, weight in weights.items()],
    }
