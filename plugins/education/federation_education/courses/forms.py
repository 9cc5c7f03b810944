"""What is bought, booked, noted, answered and judged."""

from datetime import timedelta

from federation.toolkit import forms

from ..briefs.forms import BriefFields


def _practice_pence() -> forms.MoneyField:
    return forms.MoneyField(
        "What does a practice pay for each place it books?",
        called="What a practice pays",
        required="Enter what a practice pays, 0 if nothing",
        at_least=0,
    )


def _book_by() -> forms.DateField:
    return forms.DateField(
        "Until when are places kept for practices?",
        hint="After it they go to those who wait.",
        called="The last day",
        required="Enter the last day",
        example=timedelta(days=28),
    )


def _earlier() -> forms.SelectField:
    return forms.SelectField(
        "Was it held before?",
        hint="What people said of it then stands beside what they say now.",
        required="Select the course before, or none",
    )


class CourseForm(BriefFields):
    """A course that is bought, with its brief."""

    provider = forms.TextField("Who teaches it?", at_most=120)
    pence = forms.MoneyField(
        "What does it cost in all?",
        called="What it costs",
        required="Enter what it costs, 0 if nothing",
        at_least=0,
    )
    practice_pence = _practice_pence()
    book_by = _book_by()
    earlier = _earlier()


class QuotedCourseForm(forms.Form):
    """A course that is bought as a provider has quoted it: what the brief and the quote do not say."""

    because = forms.LongTextField(
        "Why this quote?",
        hint="Needed where another asked for less. All members read it.",
        called="The reason",
        at_most=1_000,
    )
    practice_pence = _practice_pence()
    book_by = _book_by()
    earlier = _earlier()


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
    named = forms.MultiCheckboxField(
        "For whom?", hint="They confirm the place, and have what they come to in their calendar."
    )
    people = forms.WholeNumberField(
        "Or for how many people, whom you name to nobody?",
        hint="Places beyond those of your practice wait. Whoever has the fewest for its patients is next.",
        called="The number of people",
        at_least=1,
        at_most=50,
    )


class PassOnForm(forms.Form):
    """To whom a place is offered."""

    person = forms.SelectField("To whom do you offer your place?", required="Select a colleague")


class AttendanceForm(forms.Form):
    """Who came."""

    came = forms.MultiCheckboxField("Which places were used?")


class CourseConfirmForm(forms.Form):
    """A button that does something, after a page that says what follows."""
