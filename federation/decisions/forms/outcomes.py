"""Forms for the outcome of a decision and the actions that follow."""

from federation.kernel.forms import Choice, ChoiceWithHints, DateField, Form, LongTextField, TextField

_OWNER_HINT = "The name or email address of somebody in this federation"


class OutcomeForm(Form):
    """What happens now."""

    words = LongTextField(
        "What happens now",
        required="Write what happens now",
        hint="Answer those who disagreed: say what you do about their reasons, or why nothing can be done.",
    )
    owner = TextField("Who sees to it (optional)", hint=_OWNER_HINT)
    review_on = DateField("Date of review (optional)", hint="For example, 28 May 2027")


class ActionForm(Form):
    """Something to be done."""

    title = TextField("What is to be done", required="Say what is to be done")
    owner = TextField("Owner", required="Say who does it", hint=_OWNER_HINT)
    practice = TextField("Practice (optional)", hint="Its name or code, if this is for one practice to do")
    due_on = DateField(
        "Due", required="Enter the date by which it is to be done", hint="For example, 16 April 2027"
    )


class ProgressForm(Form):
    """How far an action has come."""

    state = ChoiceWithHints(
        "How far has it come?",
        [Choice("not_started", "Not started"), Choice("under_way", "Under way"), Choice("done", "Done")],
        required="Select how far it has come",
    )
    note = LongTextField("Note (optional)", at_most=2_000, hint="All members can read it")


class ReplacesForm(Form):
    """Which earlier decision a proposal takes the place of."""

    number = TextField(
        "Number of the decision that it replaces",
        at_most=20,
        hint="For example, 2025/14. Leave it empty if it replaces none.",
    )
