"""The forms in which a meeting is moved, somebody stands in, papers are added, and a group says how often it meets."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from federation.kernel.files.kinds import ENDINGS
from federation.kernel.forms import (
    Choice,
    FilesField,
    Form,
    MomentField,
    SelectField,
    TextField,
    WholeNumberField,
)
from federation.meetings.actions.calling import LONGEST_PLACE
from federation.meetings.actions.rhythm import MOST_WEEKS


class MeetingMoveForm(Form):
    """Another time or place of a meeting."""

    starts_at = MomentField(
        "When does it begin now?",
        required="Enter when the meeting begins",
        called="The meeting",
        example=timedelta(days=14),
    )
    place = TextField("Where is it now?", required="Say where the meeting is", at_most=LONGEST_PLACE)


class StandInForm(Form):
    """Who comes in the place of somebody."""

    person = SelectField(
        "Who comes instead?", required="Select who comes", hint="Others of the same practice"
    )

    def __init__(self, people: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.person.choices = [Choice(str(number), name) for number, name in people]


class RhythmForm(Form):
    """How often a group meets."""

    weeks = WholeNumberField(
        "Every how many weeks does the group meet?",
        required="Enter a number of weeks",
        called="The number of weeks",
        at_least=0,
        at_most=MOST_WEEKS,
        hint="For example 2 for once a fortnight. 0 says no more how often",
    )


class ItemPapersForm(Form):
    """Files to add to an item."""

    file = FilesField("Add papers", required="Choose a file", endings=ENDINGS)
