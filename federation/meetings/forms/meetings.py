"""The forms in which a meeting is called, written up and minuted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LongTextField,
    MomentField,
    MultiCheckboxField,
    SelectField,
    TextField,
)
from federation.meetings.actions.agenda import LONGEST_ABOUT, LONGEST_SAID, LONGEST_TITLE
from federation.meetings.actions.calling import LONGEST_PLACE, LONGEST_REASON
from federation.meetings.actions.minutes import LONGEST_CORRECTION, LONGEST_MINUTES
from federation.meetings.models import OF_ALL_ALONE
from federation.meetings.words import KIND_TITLES, OUTCOME_TAGS

_NO_PATIENT = "A few words are enough. Nothing about a patient"


class CallForm(Form):
    """Calling a meeting."""

    kind = ChoiceWithHints("What kind of meeting is it?", required="Select what kind of meeting it is")
    starts_at = MomentField(
        "When does it begin?",
        required="Enter when the meeting begins",
        called="The meeting",
        example=timedelta(days=14),
    )
    place = TextField(
        "Where is it?",
        required="Say where the meeting is",
        at_most=LONGEST_PLACE,
        hint="A room, an address for a call, or both",
    )

    def __init__(self, of_group: bool, **kw: Any) -> None:
        super().__init__(**kw)
        self.kind.choices = [
            Choice(name, *words)
            for name, words in KIND_TITLES.items()
            if not (of_group and name in OF_ALL_ALONE)
        ]


class CallOffForm(Form):
    """Calling a meeting off."""

    reason = LongTextField(
        "Why is it called off?", required="Say why the meeting is called off", at_most=LONGEST_REASON
    )


class ItemForm(Form):
    """Something to put on an agenda."""

    title = TextField("What is it about?", required="Say what it is about", at_most=LONGEST_TITLE)
    about = LongTextField("What should people know before? (optional)", at_most=LONGEST_ABOUT)


class WriteUpForm(Form):
    """What was said of an item, and how it ended."""

    said = LongTextField("What was said or agreed", at_most=LONGEST_SAID, hint=_NO_PATIENT)
    outcome = ChoiceWithHints(
        "How did this item end?",
        [Choice(name, words) for name, (words, _) in OUTCOME_TAGS.items() if name],
        required="Select how the item ended",
    )


class MeetingActionForm(Form):
    """What somebody does after a meeting."""

    words = TextField("What will be done", required="Say what will be done")
    owner = SelectField("Who will do it", required="Select who does it", hint="A person or a practice")
    due_on = DateField(
        "By when",
        required="Enter the day by which it is done",
        called="The day",
        example=timedelta(days=28),
    )

    def __init__(
        self, people: Sequence[tuple[int, str]], practices: Sequence[tuple[int, str]], **kw: Any
    ) -> None:
        super().__init__(**kw)
        self.owner.choices = [
            *(Choice(f"person:{number}", name) for number, name in people),
            *(Choice(f"practice:{number}", name) for number, name in practices),
        ]

    @property
    def whose(self) -> dict[str, int]:
        """Who was chosen, by the name of the parameter."""
        kind, _, number = str(self.owner.data).partition(":")
        return {f"{kind}_id": int(number)}


class MinutesForm(Form):
    """The minutes."""

    words = LongTextField(
        "The minutes",
        required="Write what was said and agreed",
        at_most=LONGEST_MINUTES,
        hint="Who came, what was said and what follows is filled in. Read it over, and complete it",
    )
    puts_in = MultiCheckboxField("Which corrections does this version put in? (optional)")

    def __init__(self, corrections: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        if corrections:
            self.puts_in.choices = [Choice(number, words) for number, words in corrections]
        else:
            del self.puts_in

    @property
    def chosen(self) -> Sequence[int]:
        """The corrections that were ticked."""
        return self.puts_in.data if "puts_in" in self else ()


class CorrectionForm(Form):
    """Something that was otherwise."""

    words = LongTextField(
        "What was otherwise?",
        required="Say what was otherwise",
        at_most=LONGEST_CORRECTION,
        hint="Say which item, and how it should read",
    )
