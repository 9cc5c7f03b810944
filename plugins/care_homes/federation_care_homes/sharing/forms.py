"""What people type about what works."""

from federation.toolkit import forms

from .actions import VERDICTS


class EvidenceForm(forms.Form):
    """Something that works."""

    title = forms.TextField("What is it?", required="Enter what it is", at_most=120)
    words = forms.LongTextField(
        "What was done, where, and what came of it?",
        hint="Nothing about anybody who lives in a home.",
        required="Say what was done, where, and what came of it",
        at_most=4_000,
    )


class EvidenceReviewForm(forms.Form):
    """What to make of it."""

    verdict = forms.ChoiceWithHints(
        "What do you make of it?",
        required="Select what to make of it",
        choices=[forms.Choice(key, words) for key, words in VERDICTS.items()],
    )
    reason = forms.LongTextField("Why?", required="Say why", at_most=1_000)
