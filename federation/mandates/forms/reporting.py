"""The forms about reports."""

from datetime import timedelta
from typing import Any

from federation.kernel.days import today
from federation.kernel.forms import DateField, Form, LongTextField
from federation.mandates.terms import LONGEST_REPORT


class ReportForm(Form):
    """A report of a group to the members."""

    words = LongTextField(
        "How does the work stand?", required="Say how the work stands", at_most=LONGEST_REPORT
    )
    learned = LongTextField(
        "What has the group learned? (optional)",
        at_most=LONGEST_REPORT,
        hint="What went well, what did not, and what it means for the members",
    )
    until = DateField(
        "Until when can practices answer?",
        at_least=today,
        example=timedelta(days=14),
        hint="The whole day counts. Leave it empty for 14 days.",
    )

    def __init__(self, asks_the_members: bool, **kw: Any) -> None:
        super().__init__(**kw)
        if not asks_the_members:
            del self.until

    def field_for(self, part: str) -> str:
        """What is said of the time stands at its day."""
        return "until" if part in ("silent_until", "closes_at") else part
