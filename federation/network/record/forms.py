"""The forms about the record."""

from federation.kernel.forms import Form, LongTextField


class KeepersForm(Form):
    """Who gets the checkpoints of the record."""

    addresses = LongTextField(
        "Email addresses of others who get checkpoints",
        at_most=6000,
        hint="One address on each line. All must be of people in this federation",
    )
