"""What is typed about a brief, and by providers."""

from federation.toolkit import forms

from ..needs import queries as needs
from ..programmes import queries as programmes
from ..typed import NOTHING
from .rules import PRINCIPLES


class BriefFields(forms.Form):
    """What a course must do; a form that is for it adds what it asks besides."""

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
    places = forms.WholeNumberField(
        "How many places?", called="The number of places", required="Enter a number of places", at_least=1
    )

    def offer_choices(self) -> None:
        """The programmes that the members have agreed, and the needs; or none. Two statements."""
        carried = [
            forms.Choice(one.id, f"Programme for {one.year}") for one in programmes.programmes(carried=True)
        ]
        asked = [forms.Choice(row.LearningNeed.id, row.LearningNeed.title) for row in needs.needs_asked()]
        self.programme.choices = [*carried, forms.Choice(0, "None")]
        self.need.choices = [*asked, forms.Choice(0, "None")]

    @property
    def brief(self) -> dict[str, str]:
        """The brief as it was typed."""
        return {key: self[key].data for key in ("aim", *PRINCIPLES, "because")}


class BriefForm(BriefFields):
    """A brief for which providers are asked."""

    closes_at = forms.MomentField(
        "Until when do quotes come?",
        hint="Nobody reads them before.",
        called="The end",
        required="Enter until when quotes come",
    )


class ProviderForm(forms.Form):
    """A provider who is invited."""

    name = forms.TextField("What are they called?", required="Enter their name", at_most=120)
    email = forms.EmailField(required="Enter their email address")


class QuoteForm(forms.Form):
    """What a provider asks."""

    pence = forms.MoneyField(
        "What do you ask for it in all?",
        hint="With everything that it costs: teaching, rooms, material, travel.",
        called="What you ask",
        required="Enter what you ask for it",
        at_least=0,
    )
    teachers = forms.TextField(
        "Who teaches?",
        hint="What they are and how many: two tissue viability nurses.",
        required="Enter who teaches",
        at_most=200,
    )
    words = forms.LongTextField(
        "How would you do it?",
        hint="How do people learn by doing, with what they bring? Nothing about patients.",
        required="Say how you would do it",
        at_most=2_000,
    )
    code = forms.TextField("Which code did we send you?", hint="Six digits, in an email.")


class BriefConfirmForm(forms.Form):
    """A button that does something, after a page that says what follows."""
