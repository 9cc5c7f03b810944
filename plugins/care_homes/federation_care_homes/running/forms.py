"""What people type about how it goes."""

from federation.toolkit import forms

from .rules import ROLES


class CareRoundForm(forms.Form):
    """How a weekly round went."""

    week = forms.SelectField("Which week?", required="Select the week")
    kept = forms.ChoiceWithHints(
        "Was the round kept?",
        required="Select whether it was kept",
        choices=[forms.Choice("yes", "Yes"), forms.Choice("no", "No, it was missed")],
    )
    reviewed = forms.WholeNumberField(
        "How many residents were looked at?", hint="The number only.", at_least=0, at_most=500
    )
    came = forms.MultiCheckboxField(
        "Who came?", choices=[forms.Choice(key, words) for key, words in ROLES.items()]
    )
    note = forms.LongTextField(
        "Is there anything to note?",
        hint="For example why it was missed. Nothing about residents.",
        at_most=500,
    )


class AdmissionsForm(forms.Form):
    """Admissions of a month."""

    month = forms.TextField(
        "Which month?", hint="For example 2026-10", required="Enter a month, for example 2026-10", at_most=7
    )
    admissions = forms.WholeNumberField(
        "How many unplanned admissions to hospital were there?",
        called="Admissions",
        required="Enter how many there were, 0 if none",
        at_least=0,
    )


class ArrivalForm(forms.Form):
    """Somebody moved in."""

    arrived = forms.DateField(
        "On which day did somebody move in or come back?",
        hint="The day only. Do not write who it is: the plan itself is in your practice’s own record.",
        required="Enter the day",
    )
    people = forms.WholeNumberField(
        "How many people was it on that day?", called="How many people", required="Enter how many", at_least=1
    )


class HomePlanForm(forms.Form):
    """A plan is done."""

    done = forms.DateField("On which day were assessment and plan done?", required="Enter the day")


class ResidentChoicesForm(forms.Form):
    """What residents chose."""

    asked = forms.WholeNumberField(
        "How many residents were asked whether they change to the practice that looks after the home?",
        called="How many were asked",
        hint="Numbers only: never write who it is.",
        required="Enter how many were asked, 0 if none",
        at_least=0,
    )
    stayed = forms.WholeNumberField(
        "How many of these chose to stay with their own practice?",
        called="How many stayed",
        required="Enter how many stayed, 0 if none",
        at_least=0,
    )
