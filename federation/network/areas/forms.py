"""The form about areas of work."""

from federation.kernel.forms import Form, TextField
from federation.network.areas.actions import LONGEST_TITLE


class AreaForm(Form):
    """An area of the federation's own."""

    title = TextField(
        "What is this area called?",
        required="Enter what this area is called",
        at_most=LONGEST_TITLE,
        hint="For example Home visits",
    )
