"""The form of saying something about a thing."""

from federation.kernel.files.kinds import ENDINGS
from federation.kernel.forms.files import FilesField
from federation.kernel.forms.form import Form
from federation.kernel.forms.text import LongTextField


class CommentForm(Form):
    """A comment or an answer."""

    words = LongTextField("Add a comment", required="Enter a comment", at_most=10_000)
    file = FilesField("Add files (optional)", endings=ENDINGS)
