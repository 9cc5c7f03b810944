"""The form with which somebody notes the time that they gave to a task."""

from federation.kernel.forms import Form, WholeNumberField
from federation.workstreams.actions.hours import MOST_MINUTES


class HoursForm(Form):
    """Time given."""

    hours = WholeNumberField("Hours", at_least=0, at_most=MOST_MINUTES // 60)
    minutes = WholeNumberField("Minutes", at_least=0, at_most=59)

    def in_minutes(self) -> int:
        """The time as it was filled in."""
        return 60 * (self.hours.data or 0) + (self.minutes.data or 0)
