"""The form with which somebody says what became of what was not finished."""

from federation.kernel.forms import Form, LongTextField
from federation.mandates.terms import LONGEST_ACT


class UnfinishedForm(Form):
    """What became of what somebody saw to."""

    words = LongTextField(
        "What becomes of it?",
        required="Say what became of it",
        at_most=LONGEST_ACT,
        hint="For example: the order is cancelled; or: proposed to the members as decision 2026/31",
    )
