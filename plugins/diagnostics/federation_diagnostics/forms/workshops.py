"""The forms of maturity workshops: the plan, the people who came, what groups enter, the end."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from federation.toolkit import Refusal, forms

from ..actions.workshop_entries import LONGEST_NOTE, GroupLevels
from ..actions.workshop_plans import MOST_PEOPLE, WorkshopPlan
from ..actions.workshops import LONGEST_NEXT_STEPS
from ..rules.maturity import LEVEL_TITLES, MATURITY, MaturityDimension
from ..rules.protocol import LONGEST, SHORTEST, SMALLEST_GROUP, USUAL

ALL_AGREED = 0
_LEVELS = tuple(forms.Choice(level, f"Level {level}: {title}") for level, title in LEVEL_TITLES.items())


class WorkshopPlanForm(forms.Form):
    """When, where and for how many."""

    title = forms.TextField(
        "What is this workshop called?",
        at_most=80,
        hint="For example, Autumn 2026",
        required="Enter what this workshop is called",
    )
    starts_at = forms.MomentField(
        "When does it begin?",
        called="The date and time",
        example=timedelta(days=21),
        required="Enter the date and time at which it begins",
    )
    minutes = forms.WholeNumberField(
        "How many minutes does it take?",
        hint=f"From {SHORTEST} to {LONGEST}",
        at_least=SHORTEST,
        at_most=LONGEST,
        default=USUAL,
        called="The number of minutes",
        required=f"Enter how many minutes it takes, from {SHORTEST} to {LONGEST}",
    )
    place = forms.TextField("Where is it? (optional)", at_most=200)
    expected = forms.WholeNumberField(
        "How many people do you expect?",
        hint="Groups of 4 to 8 are made from the number who come",
        at_least=SMALLEST_GROUP,
        at_most=MOST_PEOPLE,
        called="The number of people",
        required="Enter how many people you expect",
    )

    @property
    def plan(self) -> WorkshopPlan:
        """What was typed."""
        return WorkshopPlan(**{name: self[name].data for name in WorkshopPlan._fields})


class WorkshopOpenForm(forms.Form):
    """How many people came."""

    present = forms.WholeNumberField(
        "How many people are here?",
        at_least=SMALLEST_GROUP,
        at_most=MOST_PEOPLE,
        called="The number of people",
        required="Enter how many people are here",
    )


class EntryForm(forms.Form):
    """Where a group sees one dimension, now and in a year."""

    current = forms.ChoiceWithHints("Where are we now?", required="Select the level where you are now")
    highest = forms.ChoiceWithHints(
        "Did somebody see a higher level?",
        (
            forms.Choice(ALL_AGREED, "No, we all saw the same"),
            *(forms.Choice(level, f"Yes, up to level {level}") for level in LEVEL_TITLES if level > 1),
        ),
        hint="Where you differ, the lower level counts and the range is noted",
        default=ALL_AGREED,
        required="Select whether somebody saw a higher level",
    )
    wanted = forms.ChoiceWithHints(
        "Where do we want to be in a year?",
        _LEVELS,
        required="Select the level where you want to be in a year",
    )
    note = forms.LongTextField(
        "Note (optional)",
        at_most=LONGEST_NOTE,
        hint="An example, or what you could not agree on. Members read it. Nothing about a patient",
    )

    def ask_about(self, dimension: MaturityDimension) -> None:
        """Describe the levels of a dimension, from level 1 upward."""
        self.current.choices = [
            forms.Choice(level, f"Level {level}: {LEVEL_TITLES[level]}", words)
            for level, words in enumerate(dimension.levels, 1)
        ]

    @property
    def levels(self) -> GroupLevels:
        """What was chosen."""
        return GroupLevels(self.current.data, self.wanted.data, self.note.data, self.highest.data or None)


class VotesForm(forms.Form):
    """How many votes each dimension had in a group. ``sum_error`` says when they are more than the group has."""

    sum_error = ""

    def ask_about(self, entered: Collection[str]) -> None:
        """Offer the dimensions that groups have entered, and no others."""
        for one in MATURITY:
            if one.key not in entered:
                del self[one.key]

    @property
    def votes(self) -> dict[str, int]:
        """Votes by dimension; what is left empty had none."""
        return {one.key: self[one.key].data or 0 for one in MATURITY if one.key in self}

    @property
    def problems(self) -> list[forms.FormProblem]:
        """What is wrong with single fields, then with their sum."""
        found = super().problems
        if self.sum_error:
            found.append(forms.FormProblem(next(iter(self.votes), ""), self.sum_error))
        return found

    def refuse(self, words: str | Refusal, field: str | None = None) -> None:
        """What a rule said: the sum belongs to all fields together."""
        if field == "votes":
            self.sum_error = str(words)
        else:
            super().refuse(words, field)

    def fill(self, votes: Mapping[str, int]) -> None:
        """Show what was entered."""
        for key, number in votes.items():
            self[key].data = number


for _dimension in MATURITY:
    setattr(
        VotesForm,
        _dimension.key,
        forms.WholeNumberField(_dimension.title, at_least=0, at_most=MOST_PEOPLE * 3),
    )


class WorkshopCloseForm(forms.Form):
    """What was agreed."""

    next_steps = forms.LongTextField(
        "What did you agree to do next? (optional)",
        at_most=LONGEST_NEXT_STEPS,
        hint="For each priority: what, who and by when. Every member reads it. Nothing about a patient",
    )
