"""The form of talking about a proposal."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.forms import Choice, CommentForm, MultiCheckboxField
from federation.network.files.queries import AttachedFile


class CommentChangeForm(CommentForm):
    """Another wording of a comment; files that join it, and those that go."""

    removed = MultiCheckboxField("Remove files")

    def __init__(self, files: Sequence[AttachedFile], **kw: Any) -> None:
        super().__init__(**kw)
        self.removed.choices = [Choice(str(one.id), f"{one.name} ({one.words})") for one in files]
