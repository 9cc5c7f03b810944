"""The forms in which practices ask for a meeting, and it is called."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from federation.kernel.forms import Choice, ChoiceWithHints, Form, LongTextField, MomentField, TextField
from federation.meetings.actions.asking import LONGEST_ASKED
from federation.meetings.actions.calling import LONGEST_PLACE


class AskingForm(Form):
    """Asking for an extraordinary general meeting for a practice."""

    practice = ChoiceWithHints("For which practice?", required="Select a practice")
    reason = LongTextField(
        "What should the meeting be about?",
        required="Say what the meeting should be about",
        at_most=LONGEST_ASKED,
        hint="Every member can read this. It stands on the agenda",
    )

    def __init__(self, practices: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.practice.choices = [Choice(number, name) for number, name in practices]


class AskedCallForm(Form):
    """When and where the meeting is that practices have asked for."""

    starts_at = MomentField(
        "When does it begin?",
        required="Enter when the meeting begins",
        called="The meeting",
        example=timedelta(days=21),
    )
    place = TextField("Where is it?", required="Say where the meeting is", at_most=LONGEST_PLACE)
