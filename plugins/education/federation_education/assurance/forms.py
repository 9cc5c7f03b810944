"""What those say who came, and how a course is judged."""

from datetime import timedelta

from federation.toolkit import forms

from ..typed import NOTHING
from .rules import VERDICTS


class ExplainForm(forms.Form):
    """Why a brief does not meet all four principles."""

    because = forms.LongTextField(
        "Why are not all of them met?", called="The reason", required="Say why", at_most=1_000
    )


class EvaluationForm(forms.Form):
    """One answer at one level."""

    yes = forms.ChoiceWithHints(
        "What do you say?",
        [forms.Choice("yes", "Yes"), forms.Choice("no", "No")],
        required="Select yes or no",
    )
    words = forms.LongTextField("In a sentence, why?", hint=NOTHING, at_most=1_000)


class VerdictForm(forms.Form):
    """How a course is judged."""

    verdict = forms.ChoiceWithHints(
        "How do you judge it?",
        [forms.Choice(key, words) for key, words in VERDICTS.items()],
        required="Select a verdict",
    )
    right_by = forms.DateField(
        "If something is to be put right: by when?", called="The day", example=timedelta(days=28)
    )
    reason = forms.LongTextField("Why?", hint="All members read it.", required="Say why", at_most=2_000)
