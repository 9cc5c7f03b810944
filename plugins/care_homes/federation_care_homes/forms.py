"""What people type."""

from federation.toolkit import forms

from .actions.sharing import VERDICTS
from .actions.support import KINDS
from .rules.running import ROLES


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


class HomeLeadForm(forms.Form):
    """The clinical lead of a home."""

    lead = forms.SelectField("Who is the clinical lead?")


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
