"""The forms with which work is brought to a group, becomes a proposal, and gets an end."""

from collections.abc import Sequence
from typing import Any, Final

from federation.decisions.proposals.texts import LONGEST_TITLE
from federation.kernel.forms import Choice, ChoiceWithHints, Form, LongTextField, SelectField, TextField
from federation.kernel.refusals import Invalid
from federation.workstreams.actions.items import (
    LONGEST_TEXT,
    ItemFate,
    RaisedItem,
    WantedItem,
    decision_numbered,
)
from federation.workstreams.actions.planning import LONGEST_WORDS
from federation.workstreams.words import ITEM_KIND_TITLES

_NUMBER: Final = 30


class WorkItemForm(Form):
    """Work to bring to a group."""

    kind = ChoiceWithHints(
        "What is it?",
        [Choice(name, *words) for name, words in ITEM_KIND_TITLES.items()],
        required="Select what kind of work it is",
    )
    title = TextField(
        "In one sentence",
        required="Say in a sentence what it is",
        at_most=LONGEST_WORDS,
        hint="For example: Nobody answers when we ask for a home visit after 4 pm",
    )
    words = LongTextField("What should the group know? (optional)", at_most=LONGEST_TEXT)
    practice = SelectField("For which practice?", first="For none")
    origin = TextField(
        "Where does it come from? (optional)",
        at_most=LONGEST_WORDS,
        hint="For example: the meeting of all practices in March",
    )
    after = TextField(
        "Number of a decision that it follows from (optional)", at_most=_NUMBER, hint="For example: 2027/3"
    )

    def __init__(self, practices: Sequence[tuple[str, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.practice.choices = [Choice(code, name) for code, name in practices]

    def wanted(self) -> WantedItem:
        """The work as it was filled in."""
        return WantedItem(
            self.kind.data,
            self.title.data,
            self.words.data,
            self.practice.data or None,
            self.origin.data,
            self.after.data,
        )


class ItemFateForm(Form):
    """What became of work."""

    led_to = SelectField("What did it lead to?", first="Nothing of these")
    number = TextField(
        "Or the number of another decision (optional)", at_most=_NUMBER, hint="For example: 2027/3"
    )
    words = LongTextField(
        "In words",
        at_most=LONGEST_TEXT,
        hint="If it led to nothing, say why it is closed. Who brought it reads this",
    )

    def __init__(self, things: Sequence[tuple[str, str]], **kw: Any) -> None:
        """``things``: what it can have led to, as ``task:3``, with words."""
        super().__init__(**kw)
        self.led_to.choices = [Choice(key, words) for key, words in things]

    def fate(self) -> ItemFate:
        """What became of it. Raises ``Invalid`` where two things were chosen, or a number that there is not."""
        chosen, number, words = self.led_to.data or "", self.number.data.strip(), self.words.data
        if chosen and number:
            raise Invalid("Choose from the list or give a number, not both", "number")
        if number:
            return ItemFate("decision", decision_numbered(number, "number"), words)
        if not chosen:
            return ItemFate("closed", None, words)
        kind, _, of_kind = chosen.partition(":")
        return ItemFate(kind, int(of_kind), words)

    def field_for(self, part: str) -> str:
        """What is said of what it led to stands at the list."""
        return "led_to" if part == "fate" else part


class RaiseForm(Form):
    """Work that becomes a proposal."""

    who = ChoiceWithHints("Who decides?", required="Select who decides")
    title = TextField("Title", required="Enter a title", at_most=LONGEST_TITLE)
    body = LongTextField(
        "What is to be decided?",
        required="Enter the text to be decided",
        at_most=LONGEST_TEXT,
        hint="The exact text of the decision. You can change it while it is discussed",
    )
    reasons = LongTextField("Why? (optional)", at_most=LONGEST_TEXT)

    def __init__(self, whos: Sequence[str], **kw: Any) -> None:
        """``whos``: ``members``, ``group`` or both."""
        super().__init__(**kw)
        self.who.choices = [Choice(one, *_WHO[one]) for one in whos]

    def raised(self) -> RaisedItem:
        """The proposal as it was filled in."""
        return RaisedItem(self.title.data, self.body.data, self.reasons.data, self.who.data == "group")


_WHO: Final = {
    "members": ("All members", "Everybody reads the proposal"),
    "group": ("The group", "It is read by those who read what the group writes"),
}
