"""The forms with which practices change, leave or join after the close, say what came, and with which two people end an order."""

from collections.abc import Sequence
from typing import Any

import wtforms

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    LongTextField,
    MoneyField,
    TextField,
    WholeNumberField,
)
from federation.purchasing.actions.billing import LONGEST_BILL
from federation.purchasing.actions.changing import LONGEST_WHY
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_LINES, MOST_PENCE, MOST_QUANTITY
from federation.purchasing.actions.rounds import LONGEST_ITEM, LONGEST_UNIT
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.rules import BASES
from federation.purchasing.words import BASIS_TITLES


class ChangedRow(wtforms.Form):
    """The amount of one item."""

    class Meta(Form.Meta):
        """Without a token of its own."""

        csrf = False

    quantity = WholeNumberField("How many?", at_least=0, at_most=MOST_QUANTITY)


class ChangeNeedsForm(Form):
    """Amounts of a practice after the round has closed, in the order of its lines."""

    lines = wtforms.FieldList(wtforms.FormField(ChangedRow), max_entries=MOST_LINES)
    words = TextField("Why? (optional)", at_most=LONGEST_WHY, hint="Every member can read this")

    def show(self, lines: Sequence[StatedLine], bounds: Sequence[tuple[int, int]]) -> None:
        """Name each field by its item and what is allowed; show what is said now, unless something was sent."""
        while len(self.lines.entries) < len(lines):
            self.lines.append_entry()
        for line, (least, most), row in zip(lines, bounds, self.lines.entries, strict=False):
            field = row.form.quantity
            field.label.text = f"{line.item}, {line.unit}"
            field.description = f"From {least:,} to {most:,}, or 0 to leave"
            if not self.is_submitted():
                field.process(None, line.quantity)

    def wanted(self, lines: Sequence[StatedLine]) -> dict[tuple[str, str], int]:
        """The amounts that were filled in, by item and unit."""
        return {
            line[:2]: row.form.quantity.data
            for line, row in zip(lines, self.lines.entries, strict=False)
            if row.form.quantity.data is not None
        }


class JoinLateForm(Form):
    """An item that a practice had not said when the round closed."""

    item = TextField("What is needed?", required="Enter what is needed", at_most=LONGEST_ITEM)
    unit = TextField(
        "Unit", required="Enter the unit", at_most=LONGEST_UNIT, hint="For example: box of 100, hour, each"
    )
    quantity = WholeNumberField(
        "How many in a year?", required="Enter how many", at_least=1, at_most=MOST_QUANTITY
    )
    pence = MoneyField("What do you pay now for one, with VAT? (optional)", at_least=0, at_most=MOST_PENCE)
    supplier = TextField("From whom? (optional)", at_most=LONGEST_SUPPLIER)
    words = TextField("Why does it come late?", required="Say why it comes late", at_most=LONGEST_WHY)

    @property
    def line(self) -> StatedLine:
        """It, as a line."""
        return StatedLine(
            self.item.data, self.unit.data, self.quantity.data or 0, self.pence.data, self.supplier.data
        )


class SecondWordForm(Form):
    """The word of a second person."""

    word = ChoiceWithHints(
        "What do you say?",
        [Choice("agree", "Yes", "It is done at once"), Choice("refuse", "No", "Nothing is done")],
        required="Select yes or no",
    )


class ReceiptForm(Form):
    """What a practice got of a delivery."""

    packs = WholeNumberField(
        "How many did your practice get?", required="Enter how many", at_least=0, at_most=MOST_QUANTITY
    )
    words = TextField(
        "What is missing? (where something is)", at_most=LONGEST_BILL, hint="Every member can read this"
    )


class FinishForm(Form):
    """How an order is to end below what was promised."""

    pence = MoneyField(
        "How much is the last bill, with VAT? (optional)",
        at_least=0,
        at_most=MOST_PENCE,
        hint="Leave it empty if no other bill comes",
    )
    basis = ChoiceWithHints("How is it split?", required="Select how it is split")
    words = TextField("Which bill is it? (where one comes)", at_most=LONGEST_BILL)
    reason = LongTextField(
        "Why does the order end so?",
        required="Say why the order ends so",
        at_most=LONGEST_WHY,
        hint="Every member can read this. What was promised beyond it is free again",
    )

    def __init__(self, voted: str, **kw: Any) -> None:
        """``voted`` is how bills are split by the specification that the members voted; empty where it does not say."""
        super().__init__(**kw)
        self.basis.choices = [Choice(key, *BASIS_TITLES[key]) for key in ([voted] if voted else BASES)]
