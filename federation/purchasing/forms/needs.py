"""The short form in which a practice says what it needs."""

from collections.abc import Iterable
from typing import Any, Final

import wtforms

from federation.kernel.form_keys import is_taken_up
from federation.kernel.forms import DateField, Form, MoneyField, TextField, TickField, WholeNumberField
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_LINES, MOST_PENCE, MOST_QUANTITY
from federation.purchasing.actions.rounds import LONGEST_ITEM, LONGEST_UNIT
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.rules import folded

SPARE_ROWS: Final = 2
MORE_ROWS: Final = 5
_MISSING: Final = {"item": "Enter what is needed", "unit": "Enter the unit", "quantity": "Enter how many"}


class NeedRow(wtforms.Form):
    """A line of what a practice needs. A line without an amount is left out where nothing else of it was changed."""

    class Meta(Form.Meta):
        """Without a token of its own."""

        csrf = False

    item = TextField("What is needed?", at_most=LONGEST_ITEM)
    unit = TextField("Unit", at_most=LONGEST_UNIT, hint="For example: box of 100, hour, each")
    quantity = WholeNumberField("How many in a year?", at_least=1, at_most=MOST_QUANTITY)
    pence = MoneyField("What do you pay now for one, with VAT? (optional)", at_least=0, at_most=MOST_PENCE)
    supplier = TextField("From whom? (optional)", at_most=LONGEST_SUPPLIER)
    ends_on = DateField("When does that contract end? (optional)")

    @property
    def says(self) -> bool:
        """Whether somebody says something with this line: an amount, a price or what goes with it."""
        return any((self.quantity.typed, self.pence.typed, self.supplier.data, self.ends_on.data))

    @property
    def line(self) -> StatedLine:
        """The line as it was filled in."""
        return StatedLine(
            self.item.data,
            self.unit.data,
            self.quantity.data or 0,
            self.pence.data,
            self.supplier.data,
            self.ends_on.data,
        )


class NeedsForm(Form):
    """What a practice needs in a round."""

    lines = wtforms.FieldList(wtforms.FormField(NeedRow), max_entries=MOST_LINES)
    none = TickField(
        "Our practice needs none of this", hint="That is an answer too: then nobody asks you again"
    )

    def fill(self, lines: Iterable[StatedLine], offered: Iterable[tuple[str, str]]) -> None:
        """Show what was said before, then items that others have named, ready for an amount."""
        said = list(lines)
        known = {(folded(line.item), folded(line.unit)) for line in said}
        for line in said:
            self.lines.append_entry(line._asdict())
        for item, unit in offered:
            if (folded(item), folded(unit)) not in known and len(self.lines.entries) < MOST_LINES:
                known.add((folded(item), folded(unit)))
                self.lines.append_entry({"item": item, "unit": unit})

    def spare(self, rows: int = SPARE_ROWS) -> None:
        """Make sure of empty rows to write in."""
        for _ in range(min(rows, MOST_LINES - len(self.lines.entries))):
            self.lines.append_entry()

    @property
    def wanted(self) -> list[StatedLine]:
        """The lines that say something."""
        return [row.form.line for row in self.lines if row.form.says]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be used: a line says what, which unit and how many; an empty form says nothing."""
        valid = super().validate(extra_validators)
        if is_taken_up():
            return False
        for row in self.lines:
            for name, words in _MISSING.items():
                field = row.form[name]
                if row.form.says and not field.typed and not field.errors:
                    self.refuse_at(field, words)
                    valid = False
        if valid and bool(self.wanted) == bool(self.none.data):
            words = "Enter what your practice needs, or say that it needs nothing"
            self.refuse(
                words if not self.wanted else "You have entered something, so do not tick this", "none"
            )
            valid = False
        return valid
