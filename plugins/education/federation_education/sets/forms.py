"""What is typed about action learning sets."""

from federation.toolkit import forms


class LearningSetForm(forms.Form):
    """A set that is begun: who is in it, and what they are."""

    title = forms.TextField("What is the set called?", required="Enter a title", at_most=120)
    mine = forms.TextField(
        "What are you?",
        called="What you are",
        required="Say what you are",
        hint="For example, a GP.",
        at_most=60,
    )
    people = forms.MultiCheckboxField("Who else is in it?", required="Select at least one other person")
    profession = forms.TextField(
        "What are they?",
        hint="A profession, or citizens who learn with us.",
        called="What they are",
        required="Say what they are",
        at_most=60,
    )
    is_open = forms.TickField("All members may read what is agreed at its meetings")


class LearningMeetingForm(forms.Form):
    """A meeting of a set."""

    held_on = forms.DateField("When did you meet?", called="The day", required="Enter when you met")
    presenter = forms.SelectField("Who presented?", required="Select who presented")
    commitments = forms.LongTextField(
        "What will they do?",
        hint="Nothing about patients.",
        called="What they will do",
        required="Say what they will do",
        at_most=2_000,
    )
