"""The forms with which a contract is kept, and outside money is put to the members."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from federation.kernel.forms import (
    Choice,
    DateField,
    Form,
    LinesField,
    LongTextField,
    MoneyField,
    MultiCheckboxField,
    TextField,
    WholeNumberField,
)
from federation.purchasing.actions.contracts import LONGEST_INDICATOR, LONGEST_TURN, MOST_INDICATORS
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_PENCE
from federation.purchasing.actions.rounds import LONGEST_TITLE
from federation.purchasing.rules import ProjectMoney


class KeepContractForm(Form):
    """A contract for the register."""

    title = TextField("What is it about?", required="Say what the contract is about", at_most=LONGEST_TITLE)
    supplier = TextField("With whom?", required="Enter the supplier", at_most=LONGEST_SUPPLIER)
    practices = MultiCheckboxField("For which practices?", required="Select at least one practice")
    indicators = LinesField(
        "What is watched? (optional)",
        at_most=LONGEST_INDICATOR,
        lines=MOST_INDICATORS,
        hint="One a line, for example: Delivered within 5 working days",
    )
    starts_on = DateField("When does it begin?", required="Enter the day it begins")
    break_on = DateField("What is the last day to break it? (optional)")
    ends_on = DateField("When does it end?", required="Enter the day it ends", example=timedelta(days=365))

    def __init__(self, practices: Sequence[tuple[str, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.practices.choices = [Choice(code, f"{name} ({code})") for code, name in practices]


class RenewForm(Form):
    """Until when a contract goes on."""

    ends_on = DateField(
        "Until when does it go on?", required="Enter the day it ends", example=timedelta(days=365)
    )
    break_on = DateField("What is the last day to break it? (optional)")
    words = TextField(
        "What was agreed, and what shows it?",
        required="Say what was agreed, and what shows it",
        at_most=LONGEST_TURN,
        hint="For example: decision 2027/14, letter of 3 March. Every member can read this",
    )


class EndContractForm(Form):
    """When a contract ends."""

    ends_on = DateField("On which day does it end?", required="Enter the day it ends")
    words = TextField(
        "What was agreed, and what shows it?",
        required="Say what was agreed, and what shows it",
        at_most=LONGEST_TURN,
        hint="For example: decision 2027/14, letter of 3 March. Every member can read this",
    )


class ProjectForm(Form):
    """Outside money to take."""

    title = TextField("What is the project?", required="Say what the project is", at_most=LONGEST_TITLE)
    source = TextField("Who gives the money?", required="Say who gives the money", at_most=LONGEST_TITLE)
    ends_on = DateField("When does the money end?", required="Enter the day", example=timedelta(days=365))
    income_pence = MoneyField("Income", required="Enter the income", at_least=0, at_most=MOST_PENCE)
    direct_pence = MoneyField(
        "What it costs directly", required="Enter what it costs", at_least=0, at_most=MOST_PENCE
    )
    overhead_pence = MoneyField(
        "Its part of our overhead",
        required="Enter its part of the overhead, or 0",
        at_least=0,
        at_most=MOST_PENCE,
        hint="Rent, accounts, management. It is easy to forget",
    )
    hours = WholeNumberField("Hours of our own people (optional)", at_least=0, at_most=10**6)
    salaries_pence = MoneyField(
        "Salaries that go on after the money ends, in a year (optional)", at_least=0, at_most=MOST_PENCE
    )
    secure_pence = MoneyField("Our sure income in a year (optional)", at_least=0, at_most=MOST_PENCE)
    reasons = LongTextField("Why take it? (optional)", at_most=5_000)

    @property
    def money(self) -> ProjectMoney:
        """Its money as it was filled in."""
        return ProjectMoney(*(self[name].data or 0 for name in ProjectMoney._fields))
