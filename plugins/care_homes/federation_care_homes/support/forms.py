"""What people type about offers to staff."""

from federation.toolkit import forms

from .actions import KINDS


class SupportOfferForm(forms.Form):
    """Something for the staff of a home."""

    kind = forms.ChoiceWithHints(
        "What do you offer?",
        required="Select what is offered",
        choices=[forms.Choice(key, words) for key, words in KINDS.items()],
    )
    title = forms.TextField(
        "What is it called?",
        hint="For example: Wound care, 2 places in our course",
        required="Enter what is offered",
        at_most=120,
    )
    words = forms.LongTextField(
        "What should the home know?",
        hint="When and where, and whom to ask. Nothing about anybody who lives in a home.",
        at_most=2_000,
    )
    places = forms.WholeNumberField(
        "How many people can take it up?", hint="Leave it empty for no limit.", at_least=1
    )


class OfferEndedForm(forms.Form):
    """What came of an offer."""

    taken = forms.WholeNumberField(
        "How many of the home’s staff took it up?",
        called="How many",
        required="Enter how many took it up, 0 if nobody",
        at_least=0,
    )
    outcome = forms.LongTextField(
        "What came of it?", hint="Nothing about anybody who lives in a home.", at_most=2_000
    )


class TurnoverForm(forms.Form):
    """How many of the staff left."""

    quarter = forms.TextField(
        "Which quarter?",
        hint="For example 2026-Q4",
        required="Enter a quarter, for example 2026-Q4",
        at_most=7,
    )
    percent = forms.WholeNumberField(
        "How many in 100 of its staff left the home?",
        called="In 100",
        hint="As the home says.",
        required="Enter a number, 0 if nobody left",
        at_least=0,
    )
