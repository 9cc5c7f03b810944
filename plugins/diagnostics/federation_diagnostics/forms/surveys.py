"""What people type about surveys."""

from federation.toolkit import forms


class SettingsForm(forms.Form):
    """What surveys are set to in a federation."""

    reminder_days = forms.WholeNumberField(
        "Days before the close on which people who have not answered are reminded a second time",
        at_least=1,
        at_most=14,
        default=2,
        required="Enter a number of days",
        hint="From 1 to 14. The first reminder is sent at half time.",
    )
    introduction = forms.LongTextField(
        "A sentence of yours for people who are invited",
        at_most=300,
        hint="Optional. It stands above the survey, for example why you ask.",
    )
