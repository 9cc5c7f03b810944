"""The forms with which a lead says how the work stands, and a group plans it."""

from datetime import date, timedelta

from federation.kernel.days import today
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LinesField,
    LongTextField,
    TextField,
    WholeNumberField,
)
from federation.workstreams.actions.planning import (
    LONGEST_REASON,
    LONGEST_STATUS,
    LONGEST_WORDS,
    WantedMilestone,
)
from federation.workstreams.words import STATUS_TITLES

MOST_LINES = 30
MOST_WEEKS = 26


class StatusForm(Form):
    """How the work of a group stands."""

    status = ChoiceWithHints(
        "How does the work stand?",
        [Choice(name, *words) for name, words in STATUS_TITLES.items()],
        required="Select how the work stands",
    )
    words = TextField(
        "In one sentence",
        required="Say in a sentence how the work stands",
        at_most=LONGEST_STATUS,
        hint="For example: 9 of 12 practices have answered, and we write the report next week",
    )


class MilestoneForm(Form):
    """A milestone to set."""

    words = TextField(
        "What will the group have reached?",
        required="Say what is to be reached",
        at_most=LONGEST_WORDS,
        hint="For example: All practices have said what they need",
    )
    due_on = DateField(
        "By when?", required="Enter the day by which it is reached", example=timedelta(days=28)
    )


class MilestoneMoveForm(Form):
    """Another day for a milestone."""

    due_on = DateField("By when instead?", required="Enter the new day", example=timedelta(days=28))
    reason = LongTextField("Why?", required="Say why", at_most=LONGEST_REASON)


class MilestoneDropForm(Form):
    """Why a milestone is dropped."""

    reason = LongTextField("Why?", required="Say why", at_most=LONGEST_REASON)


class PlanForm(Form):
    """A first plan: a plain list of milestones, which are spread evenly."""

    lines = LinesField(
        "Milestones",
        required="Enter at least one milestone",
        called="Milestones",
        at_most=LONGEST_WORDS,
        lines=MOST_LINES,
        hint="One a line, in order. Change this list as you like",
    )
    first_on = DateField(
        "When is the first one to be reached?",
        required="Enter the day of the first one",
        at_least=today,
        example=timedelta(days=28),
    )
    weeks = WholeNumberField(
        "How many weeks are there from one to the next?",
        required="Enter a number of weeks",
        at_least=1,
        at_most=MOST_WEEKS,
        hint="You can move each of them later",
    )

    def milestones(self) -> list[WantedMilestone]:
        """The plan as it is set."""
        first: date = self.first_on.data
        step = timedelta(weeks=self.weeks.data or 1)
        return [WantedMilestone(words, first + place * step) for place, words in enumerate(self.lines.data)]

    def field_for(self, part: str) -> str:
        """What is said of one milestone stands at the list."""
        return "lines" if part == "words" else part
