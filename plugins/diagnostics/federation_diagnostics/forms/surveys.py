"""What people type about surveys: what one is for and when it closes, answers, a proposal, and settings."""

from collections.abc import Mapping
from typing import Any

from federation.toolkit import forms

from ..actions.surveys import LONGEST_PURPOSE, LONGEST_REASON, LONGEST_TITLE
from ..letters import DAYS
from ..rules.questionnaire import (
    DIMENSIONS,
    DONT_KNOW_WORDS,
    LONGEST_COMMENT,
    PROMPTS,
    SCALE_WORDS,
    YEAR_AGO_QUESTION,
    YEAR_AGO_WORDS,
    Dimension,
)

_DONT_KNOW = 0
_SCALE = (
    *(forms.Choice(number, f"{number}: {words}") for number, words in SCALE_WORDS.items()),
    forms.Choice(_DONT_KNOW, DONT_KNOW_WORDS),
)


class _Plan:
    """What a survey is for and when it closes."""

    title = forms.TextField(
        "What is this survey called?",
        at_most=LONGEST_TITLE,
        hint="End with the period, for example Network health, autumn 2026. What comes after the comma names the "
        "survey in charts and comparisons.",
        required="Enter a title, for example Network health, autumn 2026",
    )
    purpose = forms.LongTextField(
        "What is it for?",
        at_most=LONGEST_PURPOSE,
        hint="One sentence, which everybody who is invited reads.",
        required="Say in a sentence what the survey is for",
    )
    closes_at = forms.MomentField(
        "When does it close?",
        hint="Two to three weeks are usual. For example, 27 11 2026, 5pm",
        required="Enter when the survey closes",
    )


class PlanForm(_Plan, forms.QueryForm):
    """As it stands in the address of the page until it is checked."""

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by the names that inputs have."""
        parts = {f"closes_at-{part}": text for part, text in self.closes_at.shown_parts().items()}
        return {"title": self.title.data, "purpose": self.purpose.data, **parts}


class OpenForm(_Plan, forms.Form):
    """As the page carries it once it is checked."""


class ExtendForm(forms.Form):
    """A later close."""

    closes_at = forms.MomentField("When does it close now?", required="Enter when the survey closes")


class CloseForm(forms.Form):
    """Why a survey closes early."""

    reason = forms.LongTextField(
        "Why does the survey close early?",
        at_most=LONGEST_REASON,
        hint="Every member can read it.",
        required="Say why the survey closes early: every member can read it",
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

    dimension: Dimension

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


def _part_form(dimension: Dimension) -> type[PartForm]:
    fields: dict[str, Any] = {item.key: forms.ChoiceWithHints(item.words, _SCALE) for item in dimension.items}
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
    setattr(CommentsForm, _prompt.key, forms.LongTextField(_prompt.words, at_most=LONGEST_COMMENT))


class SendForm(forms.Form):
    """The button that sends."""


class FindingForm(forms.Form):
    """A proposal that comes of a finding."""

    title = forms.TextField("Title", at_most=200, required="Enter a title")
    body = forms.LongTextField(
        "What shall we decide?",
        at_most=20_000,
        hint="The exact text that members vote on. You can go on with it before anybody else sees it.",
        required="Enter the text to be decided",
    )
    reasons = forms.LongTextField("Why", at_most=20_000, hint="What the survey found stands here already.")


class SettingsForm(forms.Form):
    """What surveys are set to in a federation."""

    reminder_days = forms.WholeNumberField(
        "Days before the close on which people who have not answered are reminded a second time",
        at_least=1,
        at_most=14,
        default=DAYS,
        required="Enter a number of days",
        hint="From 1 to 14. The first reminder is sent at half time.",
    )
    introduction = forms.LongTextField(
        "A sentence of yours for people who are invited",
        at_most=300,
        hint="Optional. It stands above the survey, for example why you ask.",
    )
