"""The form for the name of a kind of matter."""

from federation.kernel.forms import Form, TextField


class KindForm(Form):
    """A kind of matter."""

    title = TextField(
        "What is this kind of matter called?",
        at_most=80,
        hint="For example, Premises or Training. Whoever writes a proposal chooses from the kinds.",
        required="Enter what this kind of matter is called",
    )
