"""The form with everything that a mandate says, and the one that takes it back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from federation.kernel.days import end_of_day, last_day, today
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LinesField,
    LongTextField,
    MoneyField,
    MultiCheckboxField,
    TextField,
    WholeNumberField,
)
from federation.mandates.rules import LARGEST_PENCE
from federation.mandates.terms import (
    LONGEST_MATTER,
    LONGEST_PURPOSE,
    LONGEST_TASK,
    MOST_CALL_IN_DAYS,
    MOST_GRACE_DAYS,
    MOST_HOURS,
    MOST_MATTERS,
    MOST_REPORT_DAYS,
    USUAL_HOURS,
    USUAL_PURPOSE,
)
from federation.mandates.words import EVENT_TITLES, OWN_SEAT_TITLES, POWER_TITLES, RATIFY_TITLES, term_of

LONGEST_REASONS = 5_000


class MandateForm(Form):
    """A mandate for a group."""

    task = LongTextField(
        "What is the group to do?",
        required="Say what the group is to do",
        at_most=LONGEST_TASK,
        hint="For example: specify, tender and watch over one home visiting service for all practices",
    )
    areas = MultiCheckboxField("In which areas of work?", required="Select at least one area of work")
    powers = MultiCheckboxField(
        "What may it do without asking the members?",
        [Choice(name, *words) for name, words in POWER_TITLES.items()],
        required="Select at least one power",
    )
    item_pence = MoneyField(
        "Up to how much for one item?",
        at_least=0,
        at_most=LARGEST_PENCE,
        hint="Leave it empty where the group has no money of its own",
    )
    total_pence = MoneyField("Up to how much in all?", at_least=0, at_most=LARGEST_PENCE)
    reserved = LinesField(
        "What do the members keep for themselves? (optional)",
        at_most=LONGEST_MATTER,
        lines=MOST_MATTERS,
        hint="One matter a line, for example: Employ people. The group may not act in these matters, whatever they cost",
    )
    ends_on = DateField(
        "Until when?",
        required="Enter the last day of the mandate",
        at_least=today,
        example=timedelta(days=365),
    )
    report_days = WholeNumberField(
        "After how many days does it report?",
        required="Enter a number of days, or 0",
        at_least=0,
        at_most=MOST_REPORT_DAYS,
        hint="0 for no reports",
    )
    report_events = MultiCheckboxField(
        "After what else does it report? (optional)",
        [Choice(name, *words) for name, words in EVENT_TITLES.items()],
    )
    report_above_pence = MoneyField(
        "After acts that cost more than how much? (optional)",
        at_least=0,
        at_most=LARGEST_PENCE,
        hint="Counts where you have ticked an act. Empty: each act that costs money",
    )
    report_hours = WholeNumberField(
        "How many hours does a report take? (optional)",
        at_least=1,
        at_most=MOST_HOURS,
        hint=f"Empty: {USUAL_HOURS}",
    )
    report_informs = TextField(
        "Which decision do its reports inform? (optional)",
        at_most=LONGEST_PURPOSE,
        hint=f"Ask for no report that nothing follows from. Empty: {USUAL_PURPOSE.lower()}",
    )
    grace_days = WholeNumberField(
        "How many days may a report be late before the group must stop?",
        required="Enter a number of days, or 0",
        at_least=0,
        at_most=MOST_GRACE_DAYS,
    )
    ratify = ChoiceWithHints(
        "Do the members accept its reports?",
        [Choice(name, *words) for name, words in RATIFY_TITLES.items()],
        required="Select how the members accept its reports",
    )
    call_in_days = WholeNumberField(
        "For how many days can a practice call in an act?",
        required="Enter a number of days, or 0",
        at_least=0,
        at_most=MOST_CALL_IN_DAYS,
        hint="The act waits until then. A practice that calls it in makes it a proposal to the members",
    )
    own_seats = ChoiceWithHints(
        "Can each practice take a seat in the group itself?",
        [Choice(name or "no", *words) for name, words in OWN_SEAT_TITLES.items()],
        required="Select whether practices can take seats themselves",
    )
    reasons = LongTextField("Why should the members agree? (optional)", at_most=LONGEST_REASONS)

    def __init__(self, areas: Mapping[str, str], **kw: Any) -> None:
        super().__init__(**kw)
        self.areas.choices = [Choice(key, title) for key, title in areas.items()]

    def field_for(self, part: str) -> str:
        """What is said of the end stands at its day."""
        return "ends_on" if part == "ends_at" else part

    def wanted(self) -> dict[str, Any]:
        """The mandate as it was filled in: its last day is the whole day in England."""
        return {
            "areas": self.areas.data,
            "task": self.task.data,
            "powers": self.powers.data,
            "item_pence": self.item_pence.data or 0,
            "total_pence": self.total_pence.data or 0,
            "reserved": self.reserved.data,
            "ends_at": end_of_day(self.ends_on.data),
            "report_days": self.report_days.data,
            "report_events": self.report_events.data,
            "report_above_pence": self.report_above_pence.data or 0,
            "report_hours": self.report_hours.data or USUAL_HOURS,
            "report_informs": self.report_informs.data or USUAL_PURPOSE,
            "grace_days": self.grace_days.data,
            "ratify": self.ratify.data,
            "call_in_days": self.call_in_days.data,
            "own_seats": "" if self.own_seats.data == "no" else self.own_seats.data,
        }


def filled_with(terms: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the form begins with: the mandate that the group has, or what most federations choose."""
    if terms is None:
        reports = {"report_hours": USUAL_HOURS, "report_informs": USUAL_PURPOSE}
        return reports | {
            "report_days": 90,
            "grace_days": 14,
            "ratify": "silence",
            "call_in_days": 10,
            "own_seats": "no",
        }
    return {
        **terms,
        "item_pence": terms["item_pence"] or None,
        "total_pence": terms["total_pence"] or None,
        "report_events": term_of(terms, "report_events"),
        "report_above_pence": term_of(terms, "report_above_pence") or None,
        "report_hours": term_of(terms, "report_hours") or USUAL_HOURS,
        "report_informs": term_of(terms, "report_informs") or USUAL_PURPOSE,
        "own_seats": term_of(terms, "own_seats") or "no",
        "ends_on": last_day(datetime.fromisoformat(terms["ends_at"])),
    }


class WithdrawalForm(Form):
    """Taking a mandate back."""

    reasons = LongTextField(
        "Why should the mandate be taken back?",
        required="Say why the mandate should be taken back",
        at_most=LONGEST_REASONS,
    )
