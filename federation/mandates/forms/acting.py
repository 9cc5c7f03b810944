"""The forms with which a group acts, asks the members, and writes down what it spent."""

from collections.abc import Mapping, Sequence
from typing import Any

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    LongTextField,
    MoneyField,
    MultiCheckboxField,
    SelectField,
    TickField,
)
from federation.mandates.rules import LARGEST_PENCE, GroupAct
from federation.mandates.terms import LONGEST_ACT
from federation.mandates.words import POWER_TITLES


class ActForm(Form):
    """Something that a group does in the members' name."""

    power = ChoiceWithHints(
        "What does the group do?",
        [Choice(name, *words) for name, words in POWER_TITLES.items()],
        required="Select what the group does",
    )
    area = SelectField("In which area of work?", required="Select an area of work")
    pence = MoneyField(
        "How much does it cost?",
        at_least=0,
        at_most=LARGEST_PENCE,
        hint="Leave it empty where it costs nothing",
    )
    words = LongTextField(
        "What exactly, and why?",
        required="Say what the group does, and why",
        at_most=LONGEST_ACT,
        hint="Every member can read this. Say what shows it: an offer, a note of the meeting, a decision of the group",
    )
    touches = MultiCheckboxField(
        "Is it about one of these? (optional)",
        hint="The members keep these matters for themselves. Tick those that it is about",
    )

    def __init__(self, areas: Mapping[str, str], reserved: list[str], **kw: Any) -> None:
        super().__init__(**kw)
        self.area.choices = [Choice(key, title) for key, title in areas.items()]
        if reserved:
            self.touches.choices = [Choice(matter, matter) for matter in reserved]
        else:
            del self.touches

    def act(self) -> GroupAct:
        """The act as it was filled in."""
        touches = self.touches.data if "touches" in self else ()
        return GroupAct(
            self.power.data, self.area.data, self.pence.data or 0, self.words.data, frozenset(touches)
        )


class CallInForm(Form):
    """Calling an act in for a practice."""

    practice = ChoiceWithHints("For which practice?", required="Select a practice")
    reason = LongTextField(
        "Why does your practice not agree?",
        required="Say why your practice does not agree",
        at_most=LONGEST_ACT,
        hint="Every member can read this",
    )

    def __init__(self, practices: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.practice.choices = [Choice(number, name) for number, name in practices]


class RecallForm(CallInForm):
    """Asking for the recall of a mandate for a practice."""

    reason = LongTextField(
        "Why should the mandate be taken back?",
        required="Say why the mandate should be recalled",
        at_most=LONGEST_ACT,
        hint="Every member can read this",
    )


class PaymentForm(Form):
    """Money that was spent for an act."""

    pence = MoneyField("How much was paid?", at_least=0, at_most=LARGEST_PENCE)
    words = LongTextField(
        "What was paid, and what shows it?",
        required="Say what was paid, and what shows it",
        at_most=LONGEST_ACT,
        hint="For example: invoice 1042 of 3 March",
    )
    last = TickField(
        "This is the last payment: what is promised and not spent is free again", legend="Last payment"
    )
