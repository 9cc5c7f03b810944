"""What is bought, booked, noted, answered and judged."""

from datetime import timedelta

from federation.toolkit import forms

from ..briefs.rules import PRINCIPLES
from ..typed import NOTHING


class CourseForm(forms.Form):
    """A course that is bought, with its brief."""

    title = forms.TextField("What is the course called?", required="Enter a title", at_most=120)
    programme = forms.SelectField("Which programme pays for it?", required="Select a programme, or none")
    need = forms.SelectField("Which need is it for?", required="Select a need, or none")
    aim = forms.LongTextField(
        "What will people be able to do?",
        hint=NOTHING,
        required="Enter what people will be able to do",
        at_most=2_000,
    )
    why = forms.LongTextField(PRINCIPLES["why"][1], hint=PRINCIPLES["why"][2], at_most=1_000)
    doing = forms.LongTextField(PRINCIPLES["doing"][1], hint=PRINCIPLES["doing"][2], at_most=1_000)
    solving = forms.LongTextField(PRINCIPLES["solving"][1], hint=PRINCIPLES["solving"][2], at_most=1_000)
    use = forms.LongTextField(PRINCIPLES["use"][1], hint=PRINCIPLES["use"][2], at_most=1_000)
    because = forms.LongTextField(
        "If one of the four is left out: why?",
        hint="Without a reason nobody can judge the course.",
        called="The reason",
        at_most=1_000,
    )
    provider = forms.TextField("Who teaches it?", at_most=120)
    places = forms.WholeNumberField(
        "How many places?", called="The number of places", required="Enter a number of places", at_least=1
    )
    pence = forms.MoneyField(
        "What does it cost in all?",
        called="What it costs",
        required="Enter what it costs, 0 if nothing",
        at_least=0,
    )
    practice_pence = forms.MoneyField(
        "What does a practice pay for each place it books?",
        called="What a practice pays",
        required="Enter what a practice pays, 0 if nothing",
        at_least=0,
    )
    book_by = forms.DateField(
        "Until when are places kept for practices?",
        hint="After it they go to those who wait.",
        called="The last day",
        required="Enter the last day",
        example=timedelta(days=28),
    )

    @property
    def brief(self) -> dict[str, str]:
        """The brief as it was typed."""
        return {key: self[key].data for key in ("aim", *PRINCIPLES, "because")}


class SessionForm(forms.Form):
    """When and where a course is held."""

    title = forms.TextField("What is done then?", at_most=120)
    starts_at = forms.MomentField(
        "When does it begin?", called="The beginning", required="Enter when it begins"
    )
    minutes = forms.WholeNumberField(
        "How many minutes?", called="The number of minutes", required="Enter how many minutes", at_least=1
    )
    place = forms.TextField("Where?", required="Enter where it is held", at_most=120)


class BookingForm(forms.Form):
    """Places that are booked."""

    practice = forms.PracticeField("For which practice?", members=True)
    people = forms.WholeNumberField(
        "For how many people?",
        hint="Places beyond those of your practice wait. Whoever has the fewest for its patients is next.",
        called="The number of people",
        required="Enter for how many people",
        at_least=1,
        at_most=50,
    )


class AttendanceForm(forms.Form):
    """Who came."""

    came = forms.MultiCheckboxField("Which places were used?")


class CourseConfirmForm(forms.Form):
    """A button that does something, after a page that says what follows."""
