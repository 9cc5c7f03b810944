"""The forms with which offers, orders, deliveries and bills are written down."""

import re
from datetime import timedelta
from typing import Any, Final

from federation.kernel.form_keys import is_taken_up
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LinesField,
    LongTextField,
    MoneyField,
    TextField,
    WholeNumberField,
)
from federation.purchasing.actions.billing import LONGEST_BILL
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_PENCE, MOST_QUANTITY
from federation.purchasing.actions.offers import LONGEST_NOTE, MOST_BREAKS, MOST_DELIVERIES
from federation.purchasing.actions.rounds import LONGEST_ITEM, LONGEST_UNIT
from federation.purchasing.rules import BASES
from federation.purchasing.words import BASIS_TITLES

_BREAK: Final = re.compile(
    r"(?P<units>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})\s*[:;]\s*£?(?P<pounds>[0-9]{1,7})\.(?P<pence>[0-9]{2})"
)


class OfferForm(Form):
    """An offer of a supplier."""

    supplier = TextField("Who offers it?", required="Enter the supplier", at_most=LONGEST_SUPPLIER)
    item = TextField("Which item?", required="Enter the item", at_most=LONGEST_ITEM)
    unit = TextField(
        "What is the price for?",
        required="Enter what the price is for",
        at_most=LONGEST_UNIT,
        hint="With how many are in it, for example: box of 90. So offers are compared alike",
    )
    pence = MoneyField(
        "Price of one, without VAT", required="Enter the price", at_least=1, at_most=MOST_PENCE
    )
    vat_percent = WholeNumberField("VAT in per cent", at_least=0, at_most=100, hint="Usually 20, or 0")
    delivery_pence = MoneyField("Price of a delivery, without VAT (optional)", at_least=0, at_most=MOST_PENCE)
    deliveries = WholeNumberField(
        "How many deliveries? (optional)",
        at_least=0,
        at_most=MOST_DELIVERIES,
        hint="In all, to all practices, in the time that the needs are for",
    )
    minimum = WholeNumberField(
        "How many must be ordered at least? (optional)", at_least=0, at_most=MOST_QUANTITY
    )
    breaks = LinesField(
        "Lower prices for more (optional)",
        at_most=60,
        lines=MOST_BREAKS,
        hint="One a line: from how many on, a colon, the price. For example 6,500: 3.48",
    )
    words = LongTextField(
        "Anything else? (optional)", at_most=LONGEST_NOTE, hint="Every member can read this"
    )

    @property
    def steps(self) -> list[tuple[int, int]]:
        """From how many on which price holds, in pence; lines that say no such thing are left out."""
        found = [_BREAK.fullmatch(line) for line in self.breaks.data or []]
        return [
            (int(one["units"].replace(",", "")), int(one["pounds"]) * 100 + int(one["pence"]))
            for one in found
            if one
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be used; each lower price is written as the hint says."""
        valid = super().validate(extra_validators)
        if is_taken_up():
            return False
        lines = self.breaks.data or []
        if len(self.steps) < len(lines) and not self.breaks.errors:
            self.refuse("Write each line as 6,500: 3.48", "breaks")
            return False
        return valid


class PlaceOrderForm(Form):
    """Ordering by an offer: nothing but the word to go on."""


class DeliveryForm(Form):
    """What came of an order."""

    packs = WholeNumberField(
        "How many came?", required="Enter how many came", at_least=1, at_most=MOST_QUANTITY
    )
    came_on = DateField("When?", required="Enter the day", example=timedelta(days=-1))
    words = LongTextField("What is there to say of it? (optional)", at_most=LONGEST_BILL)


class BillForm(Form):
    """A bill for an order."""

    pence = MoneyField(
        "How much is the bill, with VAT?",
        required="Enter the amount of the bill",
        at_least=1,
        at_most=MOST_PENCE,
    )
    basis = ChoiceWithHints("How is it split?", required="Select how the bill is split")
    words = TextField("Which bill is it?", required="Say which bill it is", at_most=LONGEST_BILL)

    def __init__(self, voted: str, **kw: Any) -> None:
        """``voted`` is how bills are split by the specification that the members voted; empty where it does not say."""
        super().__init__(**kw)
        self.basis.choices = [Choice(key, *BASIS_TITLES[key]) for key in ([voted] if voted else BASES)]


class TakeBackForm(Form):
    """That an offer is not to be had any more."""

    reason = LongTextField(
        "Why is it not to be had any more?",
        required="Say why it is not to be had any more",
        at_most=LONGEST_NOTE,
        hint="Every member can read this. The offer stays in the list",
    )


class AskMembersForm(Form):
    """Asking the members to let a group order beyond its mandate."""
