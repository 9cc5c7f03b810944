"""Forms for the outcome of a decision and the actions that follow."""

from collections.abc import Sequence
from datetime import timedelta

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LongTextField,
    TextField,
    WholeNumberField,
)

_OWNER_HINT = "Type part of a name or of a practice’s name. If several people match, you choose from them"


class OwnerForm(Form):
    """Names somebody of the federation in ``owner`` by some words and, where several people match, by a choice among them
    in ``which``."""

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """Let one of several people be chosen; a choice among others that was made before is forgotten."""
        self.which.choices = [Choice(str(number), words) for number, words in people]
        if self.which.data is None:
            self.which.given = []


class OutcomeForm(OwnerForm):
    """The outcome of a decision: what happens now, who sees to it, when it is reviewed."""

    words = LongTextField(
        "What happens now",
        required="Write what happens now",
        hint="Answer those who disagreed: say what you do about their reasons, or why nothing can be done.",
    )
    owner = TextField("Who sees to it (optional)", hint=_OWNER_HINT)
    which = ChoiceWithHints("Which of these people?", [])
    review_on = DateField(
        "Date of review (optional)", called="The date of the review", example=timedelta(days=180)
    )


class ActionForm(OwnerForm):
    """Something to be done."""

    title = TextField("What is to be done", required="Say what is to be done")
    owner = TextField("Owner", required="Say who does it", hint=_OWNER_HINT)
    which = ChoiceWithHints("Which of these people?", [])
    practice = TextField("Practice (optional)", hint="Its name or code, if this is for one practice to do")
    due_on = DateField(
        "Due",
        required="Enter the date by which it is to be done",
        called="The due date",
        example=timedelta(days=28),
    )


class ProgressForm(Form):
    """How far an action has come."""

    state = ChoiceWithHints(
        "How far has it come?",
        [Choice("not_started", "Not started"), Choice("under_way", "Under way"), Choice("done", "Done")],
        required="Select how far it has come",
    )
    hours = WholeNumberField(
        "Hours it has taken so far (optional)",
        hint="In whole hours. All members see what your practice gives",
        at_least=0,
        at_most=1_000,
    )
    note = LongTextField("Note (optional)", at_most=2_000, hint="All members can read it")
