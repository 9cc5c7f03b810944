"""The pages of the survey: three statements each, comments, and the button that sends."""

from collections.abc import Mapping
from typing import Any

from federation.toolkit import forms

from ..rules.questionnaire import (
    DIMENSIONS,
    DONT_KNOW_WORDS,
    LONGEST_COMMENT,
    PROMPTS,
    SCALE_WORDS,
    YEAR_AGO_QUESTION,
    YEAR_AGO_WORDS,
    SurveyDimension,
)

_DONT_KNOW = 0
_SHORTLY = {"keep": "What you would miss", "change": "What should change", "else": "What we did not ask"}
"""What an error calls each question that is answered in one's own words."""
_SCALE = (
    *(forms.Choice(number, f"{number}: {words}") for number, words in SCALE_WORDS.items()),
    forms.Choice(_DONT_KNOW, DONT_KNOW_WORDS),
)


class PracticeForm(forms.Form):
    """Which practice somebody answers for who belongs to several."""

    practice = forms.ChoiceWithHints(
        "Which practice do you answer for?",
        hint="You belong to more than one, and answer once.",
        required="Select the practice that you answer for",
    )


class PartForm(forms.Form):
    """One page of the survey: three statements, and whether it was better a year ago. Any may be left out."""

    dimension: SurveyDimension

    @property
    def statements(self) -> list[Any]:
        """The fields of the statements, in order."""
        return [self[item.key] for item in self.dimension.items]

    @property
    def items(self) -> dict[str, int | None]:
        """What was answered: 1 to 5, None for "I don't know"; what was left out is not in it."""
        given = {item.key: self[item.key].data for item in self.dimension.items}
        return {key: value or None for key, value in given.items() if value is not None}

    def show(self, saved: Mapping[str, Any]) -> None:
        """Fill in what was saved."""
        for item in self.dimension.items:
            if item.key in saved["items"]:
                self[item.key].data = saved["items"][item.key] or _DONT_KNOW
        self.year_ago.data = saved["year_ago"].get(self.dimension.key)


def _part_form(dimension: SurveyDimension) -> type[PartForm]:
    fields: dict[str, Any] = {
        item.key: forms.ChoiceWithHints(item.words, _SCALE, called=f"Statement {place}")
        for place, item in enumerate(dimension.items, 1)
    }
    years = [forms.Choice(key, words) for key, words in YEAR_AGO_WORDS.items()]
    fields["year_ago"] = forms.ChoiceWithHints(YEAR_AGO_QUESTION, years)
    return type(f"{dimension.key.title()}Form", (PartForm,), {"dimension": dimension, **fields})


PART_FORMS: dict[str, type[PartForm]] = {dimension.key: _part_form(dimension) for dimension in DIMENSIONS}
"""The pages of the survey by the key of their dimension."""


class CommentsForm(forms.Form):
    """Three questions to answer in one's own words, or not."""

    @property
    def comments(self) -> dict[str, str]:
        """What was written, by the key of the question."""
        return {prompt.key: self[prompt.key].data for prompt in PROMPTS}

    def show(self, saved: Mapping[str, Any]) -> None:
        """Fill in what was saved."""
        for key, words in saved["comments"].items():
            self[key].data = words


for _prompt in PROMPTS:
    _field = forms.LongTextField(_prompt.words, at_most=LONGEST_COMMENT, called=_SHORTLY[_prompt.key])
    setattr(CommentsForm, _prompt.key, _field)


class SendForm(forms.Form):
    """The button that sends."""
