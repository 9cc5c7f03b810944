"""What is typed about a programme."""

from federation.toolkit import forms


class ProgrammeForm(forms.Form):
    """A programme that is proposed."""

    year = forms.WholeNumberField("Which year?", required="Enter a year", at_least=2020, at_most=2100)
    pence = forms.MoneyField(
        "What may it cost at most?", called="What it may cost", required="Enter what it may cost", at_least=0
    )
    least = forms.WholeNumberField(
        "How many places of each course does every practice have at least?",
        hint="The others are shared by patients.",
        called="The number of places",
        required="Enter a number of places, 0 or more",
        at_least=0,
        at_most=99,
    )
    group = forms.SelectField(
        "Who judges the courses?",
        hint="Whoever buys a course has no say in it.",
        required="Select who judges courses",
    )
    needs = forms.MultiCheckboxField("For which needs?", required="Select at least one need")
