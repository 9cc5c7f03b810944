"""The forms of votes in a meeting."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.forms import Choice, ChoiceWithHints, Form, SelectField
from federation.people.forms import CodeForm


class AgendaProposalForm(Form):
    """A proposal to put on the agenda."""

    decision = SelectField(
        "Which proposal?",
        required="Select a proposal",
        hint="Proposals in discussion that are decided by those who meet",
    )

    def __init__(self, proposals: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.decision.choices = [Choice(str(number), title) for number, title in proposals]


class RoomVoteForm(CodeForm):
    """How a proposal is decided in the meeting."""

    rule = ChoiceWithHints("How should this be decided?", [], required="Select how this should be decided")
