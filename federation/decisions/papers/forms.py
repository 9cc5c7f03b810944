"""The form of adding papers."""

from federation.kernel.files.kinds import ENDINGS
from federation.kernel.forms import FilesField, Form


class PapersForm(Form):
    """Files to add to a proposal."""

    file = FilesField("Add papers", required="Choose a file", endings=ENDINGS)
