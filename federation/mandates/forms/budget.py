"""The forms that share out money among groups, and move some of the reserve."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from federation.kernel.days import end_of_day, last_day, today
from federation.kernel.forms import Choice, DateField, Form, LongTextField, MoneyField, SelectField, TextField
from federation.kernel.words import LONDON
from federation.mandates.actions.budgeting import WantedBudget
from federation.mandates.budget_terms import LONGEST_NAME
from federation.mandates.forms.granting import LONGEST_REASONS
from federation.mandates.rules import LARGEST_PENCE
from federation.network.groups.queries import ListedGroup

_ENVELOPE = "envelope_{}"


class BudgetForm(Form):
    """Money for groups; :func:`budget_form` adds a field for each group."""

    name = TextField(
        "What is it called?",
        required="Say what the budget is called",
        at_most=LONGEST_NAME,
        hint="For example: Money for groups 2026/27",
    )
    from_on = DateField("From which day does it hold?", required="Enter the first day")
    until_on = DateField("Until which day?", required="Enter the last day", at_least=today)
    total_pence = MoneyField(
        "How much is there for groups in all?",
        required="Enter how much it is in all",
        at_least=0,
        at_most=LARGEST_PENCE,
        hint="What you give no group is the reserve",
    )
    reasons = LongTextField("Why should the members agree? (optional)", at_most=LONGEST_REASONS)

    groups: Sequence[ListedGroup] = ()

    @property
    def envelopes(self) -> list[Any]:
        """The fields of the groups, in their order."""
        return [self[_ENVELOPE.format(one.id)] for one in self.groups]

    def field_for(self, part: str) -> str:
        """What is said of the times stands at their days."""
        return {"from_at": "from_on", "until_at": "until_on"}.get(part, part)

    def wanted(self) -> WantedBudget:
        """The budget as it was filled in: its days are whole days in England."""
        first = datetime.combine(self.from_on.data, datetime.min.time(), LONDON)
        given = {one.id: self[_ENVELOPE.format(one.id)].data for one in self.groups}
        return WantedBudget(
            self.name.data,
            first,
            end_of_day(self.until_on.data),
            self.total_pence.data or 0,
            {group: pence for group, pence in given.items() if pence is not None},
        )


def budget_form(groups: Sequence[ListedGroup], terms: Mapping[str, Any] | None) -> BudgetForm:
    """The form with a field for each group, filled with the budget that there is."""
    fields = {
        _ENVELOPE.format(one.id): MoneyField(one.name, at_least=0, at_most=LARGEST_PENCE) for one in groups
    }
    made: type[BudgetForm] = type("FilledBudgetForm", (BudgetForm,), fields | {"groups": tuple(groups)})
    return made(data=_filled(terms) if terms else {})


def _filled(terms: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": terms["name"],
        "from_on": datetime.fromisoformat(terms["from_at"]).astimezone(LONDON).date(),
        "until_on": last_day(datetime.fromisoformat(terms["until_at"])),
        "total_pence": terms["total_pence"],
        **{_ENVELOPE.format(one["group"]): one["pence"] for one in terms["envelopes"]},
    }


class ReserveMoveForm(Form):
    """Moving money from the reserve to an envelope."""

    group = SelectField("To which group?", required="Select a group")
    pence = MoneyField(
        "How much?", required="Enter how much goes to the group", at_least=1, at_most=LARGEST_PENCE
    )
    reasons = LongTextField(
        "Why does the group need it?", required="Say why the group needs it", at_most=LONGEST_REASONS
    )

    def __init__(self, groups: Sequence[ListedGroup], **kw: Any) -> None:
        super().__init__(**kw)
        self.group.choices = [Choice(str(one.id), one.name) for one in groups]
