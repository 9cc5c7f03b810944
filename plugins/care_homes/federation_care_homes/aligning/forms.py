"""What people type to work out and to propose alternatives."""

from federation.toolkit import forms


class AlternativeForm(forms.Form):
    """What an alternative is to keep to."""

    title = forms.TextField(
        "What do you call it?",
        hint="For example: A balance",
        required="Enter a name for this alternative",
        at_most=80,
    )
    moves = forms.WholeNumberField(
        "How much does a resident count who is asked to change practice?",
        required="Enter a number",
        at_least=0,
        at_most=1_000_000,
    )
    metres = forms.WholeNumberField(
        "How much does a metre between practice and home count?",
        required="Enter a number",
        at_least=0,
        at_most=1_000_000,
    )
    furthest = forms.WholeNumberField(
        "How many metres may a practice be away at most?",
        hint="Leave it empty for no limit.",
        at_least=1,
    )
    caps = forms.LinesField(
        "Which practices take other numbers of beds than agreed?",
        hint="One practice a line: its ODS code, a space, and the most beds. The members read it in the proposal.",
    )
    fixed = forms.LinesField(
        "Which homes stay with a practice, whatever it costs?",
        hint="One home a line: its number in the CQC directory, a space, and the ODS code of the practice.",
    )


class ChooseForm(forms.Form):
    """The alternatives that members choose among."""

    ids = forms.MultiCheckboxField(
        "Which alternatives do the members choose among?", required="Select at least one"
    )
