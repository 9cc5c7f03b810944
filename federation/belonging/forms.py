"""The forms about membership."""

from datetime import timedelta
from typing import Any

from federation.belonging.terms import LONGEST_NAME, LONGEST_REASON, LONGEST_RULES, MOST_PATIENTS
from federation.kernel.days import today
from federation.kernel.forms import (
    DateField,
    Form,
    LongTextField,
    TextField,
    WholeNumberField,
)

LONGEST_REASONS = 5_000


class JoiningForm(Form):
    """How practices join."""

    text = LongTextField(
        "Who can join, and how?",
        required="Write who can join, and how",
        at_most=LONGEST_RULES,
        hint="For example: a GP practice in our area with an NHS contract, which agrees to our purpose",
    )
    reasons = LongTextField("Why should the members agree? (optional)", at_most=LONGEST_REASONS)


class AdmissionForm(Form):
    """A practice that is to join."""

    code = TextField(
        "ODS code of the practice",
        required="Enter the ODS code",
        at_most=12,
        hint="For example A81001. Of a practice that is on the list, name and patients are taken from there",
    )
    name = TextField("Name of the practice", required="Enter the name of the practice", at_most=LONGEST_NAME)
    patients = WholeNumberField(
        "Registered patients, where they are known (optional)", at_least=1, at_most=MOST_PATIENTS
    )
    reasons = LongTextField("Why should it join? (optional)", at_most=LONGEST_REASONS)

    def wanted(self) -> dict[str, Any]:
        """The practice as it was filled in."""
        return {"code": self.code.data, "name": self.name.data, "patients": self.patients.data}


class ObjectionForm(Form):
    """Why a practice is not closed."""

    reason = LongTextField(
        "How do you know that it is not closed?",
        required="Say why it is not closed",
        at_most=LONGEST_REASON,
        hint="All members read this",
    )


class SuspensionForm(Form):
    """Why a practice should be suspended, and until when."""

    reason = LongTextField(
        "Why should the practice be suspended?",
        required="Say why the practice should be suspended",
        at_most=LONGEST_REASON,
        hint="All members read this, and the practice can answer",
    )
    until = DateField(
        "Until the end of which day?",
        required="Enter the last day of the suspension",
        at_least=lambda: today() + timedelta(days=1),
        example=timedelta(days=90),
    )


class LiftingForm(Form):
    """Why a suspension should be lifted."""

    reasons = LongTextField(
        "Why should the suspension be lifted?",
        required="Say why the suspension should be lifted",
        at_most=LONGEST_REASONS,
    )


class HearingForm(Form):
    """What a practice says that is to be suspended."""

    words = LongTextField(
        "What does your practice say to this?",
        required="Write what your practice says to this",
        at_most=LONGEST_REASON,
    )


class NoticeForm(Form):
    """The day on which a practice leaves."""

    leaves_on = DateField(
        "From which day does your practice not belong any more?",
        required="Enter the day on which your practice leaves",
        at_least=today,
        example=timedelta(days=90),
    )
    reason = LongTextField("Why does it leave? (optional)", at_most=LONGEST_REASON)
