"""What is typed about offers."""

from federation.toolkit import forms

from ..typed import NOTHING


class StaffOfferForm(forms.Form):
    """Somebody's time that is offered."""

    practice = forms.PracticeField("Which practice offers it?", members=True)
    skill = forms.TextField(
        "What can they do?",
        hint="A role or a skill, no name: persuading people to change how they work.",
        required="Say what they can do",
        at_most=120,
    )
    evidence = forms.LongTextField(
        "When have they done it?", hint=NOTHING, required="Say when they have done it", at_most=1_000
    )
    hours = forms.WholeNumberField(
        "How many hours?", called="The number of hours", required="Enter how many hours", at_least=1
    )
    pence = forms.MoneyField(
        "What does an hour cost?",
        called="What an hour costs",
        required="Enter what an hour costs, 0 if nothing",
        at_least=0,
    )


class StaffLoanForm(forms.Form):
    """Hours that are taken."""

    practice = forms.PracticeField("For which practice?", members=True)
    hours = forms.WholeNumberField(
        "How many hours?", called="The number of hours", required="Enter how many hours", at_least=1
    )
