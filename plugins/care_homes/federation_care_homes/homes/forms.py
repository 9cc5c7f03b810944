"""What people type about homes."""

from federation.toolkit import forms


class HomeSettingsForm(forms.Form):
    """What administrators set."""

    area = forms.TextField(
        "Which area’s homes are meant?",
        hint="A local authority as the CQC directory names it. Leave it empty to take all homes of a file.",
        at_most=80,
    )
    small = forms.WholeNumberField(
        "Below which number are residents not counted for all to see?",
        hint="Those whom it concerns see counts as they are. If you leave it empty, 5.",
        at_least=2,
        at_most=20,
    )


class CareHomeForm(forms.Form):
    """A home."""

    code = forms.TextField(
        "What is its number in the CQC directory?",
        hint="For example 1-900000001",
        required="Enter the number of the home",
        at_most=60,
    )
    name = forms.TextField("What is the home called?", required="Enter the name of the home", at_most=120)
    kind = forms.TextField("What type of home is it?", hint="For example nursing home", at_most=60)
    postcode = forms.TextField("What is its postcode?", at_most=10)
    network = forms.TextField("Which primary care network does it belong to?", at_most=120)
    beds = forms.WholeNumberField(
        "How many beds does it have?", called="Beds", required="Enter how many beds it has", at_least=0
    )
    x = forms.WholeNumberField("Easting in metres", hint="On the National Grid. Leave it empty if unknown.")
    y = forms.WholeNumberField("Northing in metres")


class ResidentsForm(forms.Form):
    """Residents by practice."""

    counts = forms.LinesField(
        "How many residents are registered with each practice?",
        hint="One practice a line: its ODS code, a space, and the number. Numbers only: never write who it is.",
    )


class HomeLeadForm(forms.Form):
    """The clinical lead of a home."""

    lead = forms.SelectField("Who is the clinical lead?")
