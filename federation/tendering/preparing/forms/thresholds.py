"""The form with which a sum of the law is entered."""

from federation.kernel.forms import Choice, ChoiceWithHints, DateField, Form, MoneyField
from federation.tendering.preparing.words import THRESHOLD_TITLES


class ThresholdForm(Form):
    """A sum, for what, and from which day it holds."""

    kind = ChoiceWithHints(
        "What is it for?",
        [Choice(kind, title) for kind, title in THRESHOLD_TITLES.items()],
        required="Select what the sum is for",
    )
    pence = MoneyField("The sum, with VAT", required="Enter the sum")
    since = DateField("From which day does it hold?", required="Enter the day")
