"""The form of talking about a proposal."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.files.kinds import ENDINGS
from federation.kernel.forms import Choice, FilesField, Form, LongTextField, MultiCheckboxField
from federation.network.files.queries import AttachedFile


class CommentForm(Form):
    """A comment or an answer."""

    words = LongTextField("Add a comment", required="Enter a comment", at_most=10_000)
    file = FilesField("Add files (optional)", endings=ENDINGS)


class CommentChangeForm(CommentForm):
    """Another wording of a comment; files that join it, and those that go."""

    removed = MultiCheckboxField("Remove files")

    def __init__(self, files: Sequence[AttachedFile], **kw: Any) -> None:
        super().__init__(**kw)
        self.removed.choices = [Choice(str(one.id), f"{one.name} ({one.words})") for one in files]
