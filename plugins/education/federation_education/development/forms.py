"""What is rated, registered, noted, said after a year and offered."""

from federation.toolkit import forms, reviews

from ..typed import NOTHING
from .checklists import STRANDS


class ChecklistForm(forms.Form):
    """One item of a checklist, as one person sees it."""

    item = forms.SelectField("What do you look at?", required="Select something of the list")
    rating = forms.ChoiceWithHints("How does it stand?", required="Select how it stands")
    evidence = forms.LongTextField(
        "Where is it seen?", hint="Needed unless it is not there. All members read it.", at_most=1_000
    )

    def ask_about(self, template: reviews.ReviewTemplate) -> None:
        """Offer the items and the scale of a checklist."""
        self.item.choices = [forms.Choice(one.key, one.title) for one in template.items]
        self.rating.choices = [forms.Choice(at, words) for at, words in enumerate(template.scale)]


class ChallengeForm(forms.Form):
    """A hard problem that a fellow works on."""

    practice = forms.PracticeField("Which practice hosts it?", members=True)
    title = forms.TextField("What is it called?", required="Enter a title", at_most=120)
    problem = forms.LongTextField(
        "What is the problem?", hint=NOTHING, required="Say what the problem is", at_most=4_000
    )
    attempts = forms.LongTextField(
        "What was tried before, and why did it not make the difference?",
        called="What was tried before",
        required="Say what was tried before, and why it did not make the difference",
        at_most=4_000,
    )
    fellow = forms.SelectField("Who is the fellow?", required="Select the fellow, or nobody yet")
    mentor = forms.SelectField(
        "Who is the mentor in the practice?", required="Select the mentor, or nobody yet"
    )
    coach = forms.SelectField("Who is the coach?", required="Select the coach, or nobody yet")
    begins_on = forms.DateField(
        "When does the year begin?", called="The beginning", required="Enter when the year begins"
    )


class StrandForm(forms.Form):
    """What was done."""

    strand = forms.SelectField(
        "Which kind of work?",
        [forms.Choice(key, words) for key, words in STRANDS.items()],
        required="Select the kind of work",
    )
    words = forms.LongTextField("What was done?", hint=NOTHING, required="Say what was done", at_most=2_000)


class FollowUpForm(forms.Form):
    """What somebody says twelve months after the beginning."""

    worthwhile = forms.ChoiceWithHints(
        "Was it worthwhile?",
        [forms.Choice("yes", "Yes"), forms.Choice("no", "No")],
        required="Select yes or no",
    )
    empowered = forms.ChoiceWithHints(
        "Do you feel more able to improve how we work?",
        [forms.Choice("yes", "Yes"), forms.Choice("no", "No")],
        required="Select yes or no",
    )
    sustained = forms.ChoiceWithHints(
        "Does what you do differently still hold?",
        [forms.Choice("yes", "Yes"), forms.Choice("no", "No")],
        required="Select yes or no",
    )
    words = forms.LongTextField("In a sentence, how?", hint=NOTHING, at_most=1_000)

    @property
    def said(self) -> dict[str, bool]:
        """The three answers."""
        return {key: self[key].data == "yes" for key in ("worthwhile", "empowered", "sustained")}
