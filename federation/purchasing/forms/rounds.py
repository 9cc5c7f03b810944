"""The forms with which a group asks practices what they need, and calls that off."""

from datetime import timedelta
from typing import Any

from federation.kernel.form_keys import is_taken_up
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    LinesField,
    LongTextField,
    MomentField,
    TextField,
)
from federation.purchasing.actions.rounds import LONGEST_REASON, LONGEST_TITLE, MOST_ITEMS
from federation.purchasing.words import CATEGORY_TITLES


class ItemsForm(Form):
    """A form with a field ``items``: one a line, with its unit."""

    items: LinesField

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be used; each item needs its unit."""
        valid = super().validate(extra_validators)
        if is_taken_up():
            return False
        wrong = [
            line
            for line, (item, unit) in zip(self.items.data or [], self.pairs, strict=True)
            if not (item and unit)
        ]
        if wrong and not self.items.errors:
            self.refuse(f"Write a comma and the unit behind “{wrong[0]}”", "items")
        return valid and not wrong

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The items with their units."""
        parts = [line.rpartition(",") for line in self.items.data or []]
        return [(item.strip(), unit.strip()) for item, _, unit in parts]


class PurchaseRoundForm(ItemsForm):
    """A round to open."""

    title = TextField(
        "What do you want to buy together?",
        required="Say what is to be bought",
        at_most=LONGEST_TITLE,
        hint="For example: Examination gloves and vaccine fridges",
    )
    category = ChoiceWithHints(
        "What kind of thing is it?",
        [Choice(key, *words) for key, words in CATEGORY_TITLES.items()],
        required="Select what kind of thing it is",
    )
    closes_at = MomentField(
        "Until when can practices answer?",
        required="Enter until when practices can answer",
        called="The time to answer",
        example=timedelta(days=21),
    )
    items = LinesField(
        "Which items do you ask about? (optional)",
        at_most=200,
        lines=MOST_ITEMS,
        hint="One a line: the item, a comma, the unit. For example: Examination gloves, box of 100. "
        "They stand ready in the form of each practice, which can add others",
    )


class RoundOffForm(Form):
    """Calling a round off."""

    reason = LongTextField(
        "Why?",
        required="Say why",
        at_most=LONGEST_REASON,
        hint="Every member can read this",
    )
