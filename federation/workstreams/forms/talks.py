"""The forms with which people talk about the work of a group, and add files to it."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.files.kinds import ENDINGS
from federation.kernel.forms import Choice, FilesField, Form, LongTextField, MultiCheckboxField
from federation.network.files.queries import AttachedFile
from federation.network.threads.actions import LONGEST


class RemarkForm(Form):
    """A comment or an answer."""

    words = LongTextField("Add a comment", required="Enter a comment", at_most=LONGEST)
    file = FilesField("Add files (optional)", endings=ENDINGS)


class RemarkChangeForm(RemarkForm):
    """Another wording of a comment; files that join it, and those that go."""

    removed = MultiCheckboxField("Remove files")

    def __init__(self, files: Sequence[AttachedFile], **kw: Any) -> None:
        super().__init__(**kw)
        self.removed.choices = [Choice(str(one.id), f"{one.name} ({one.words})") for one in files]


class RemarkBackForm(Form):
    """Taking a comment back."""


class WorkFilesForm(Form):
    """Files to add to the work of a group."""

    file = FilesField("Add files", required="Choose a file", endings=ENDINGS)
