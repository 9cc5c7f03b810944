"""The forms with which tasks are given, handed on, done, blocked and dropped."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LongTextField,
    SelectField,
    TextField,
)
from federation.workstreams.actions.planning import LONGEST_REASON, LONGEST_WORDS
from federation.workstreams.actions.tasks import TaskOwner

_STATES = (
    Choice("done", "It is done", "Say what came of it, if it helps"),
    Choice("blocked", "It is blocked", "Say what it waits for"),
    Choice("open", "It is still to do", "It is open again"),
)


class TaskOwnerForm(Form):
    """Whose a task is, and until when."""

    person = SelectField("Who does it?", first="The leads")
    practice = SelectField(
        "Or a practice", first="None", hint="Everybody who belongs to it then sees the task"
    )
    code = TextField(
        "Or the code of a practice", at_most=12, hint="Everybody who belongs to it then sees the task"
    )
    due_on = DateField("By when?", required="Enter the day by which it is done", example=timedelta(days=14))

    def __init__(
        self,
        people: Sequence[tuple[int, str]],
        practices: Sequence[tuple[str, str]] | None,
        kept: bool,
        **kw: Any,
    ) -> None:
        """``kept``: the group keeps its work to itself, so that no practice has a task of it."""
        super().__init__(**kw)
        self.person.choices = [Choice(number, name) for number, name in people]
        if kept or practices is None:
            del self.practice
        else:
            self.practice.choices = [Choice(code, f"{name} ({code})") for code, name in practices]
        if kept or practices is not None:
            del self.code

    @property
    def owner(self) -> TaskOwner:
        """Whose it is to be."""
        typed = self.practice.data if "practice" in self else self.code.data.upper() if "code" in self else ""
        return TaskOwner(self.person.data or None, typed or None)

    def field_for(self, part: str) -> str:
        """What is said of the owner stands where somebody is chosen."""
        return "person" if part == "owner" else part


class TaskForm(TaskOwnerForm):
    """A task to give."""

    words = TextField("What is to be done?", required="Say what is to be done", at_most=LONGEST_WORDS)


class TaskStateForm(Form):
    """How a task stands."""

    state = ChoiceWithHints("How does it stand?", list(_STATES), required="Select how it stands")
    words = LongTextField("What came of it, or what does it wait for? (optional)", at_most=LONGEST_REASON)

    def __init__(self, may_drop: bool, **kw: Any) -> None:
        super().__init__(**kw)
        if may_drop:
            self.state.choices = [*_STATES, Choice("dropped", "Nobody does it", "It is dropped. Say why")]
