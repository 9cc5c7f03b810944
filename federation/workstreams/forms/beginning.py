"""The form with which a lead begins the work of a group."""

from datetime import timedelta

from federation.kernel.days import today
from federation.kernel.forms import DateField, LinesField
from federation.workstreams.actions.beginning import WorkBeginning
from federation.workstreams.actions.planning import LONGEST_WORDS
from federation.workstreams.forms.planning import MOST_LINES, PlanForm, StatusForm


class BeginningForm(StatusForm, PlanForm):
    """How the work stands, the first milestones and the first tasks, in one go."""

    tasks = LinesField(
        "First tasks (optional)",
        called="Tasks",
        at_most=LONGEST_WORDS,
        lines=MOST_LINES,
        hint="One a line. The leads have them until you hand them on",
    )
    tasks_on = DateField(
        "By when are the first tasks done?",
        required="Enter the day by which the first tasks are done",
        at_least=today,
        example=timedelta(days=14),
    )

    def wanted(self) -> WorkBeginning:
        """The work as it was filled in."""
        return WorkBeginning(
            self.status.data, self.words.data, self.milestones(), self.tasks.data, self.tasks_on.data
        )

    def field_for(self, part: str) -> str:
        """What is said of the words stands at them."""
        return part
