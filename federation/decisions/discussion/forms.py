"""The form of talking about a proposal."""

from federation.kernel.forms import Form, LongTextField


class CommentForm(Form):
    """A comment or an answer."""

    words = LongTextField("Add a comment", required="Enter a comment", at_most=10_000)
