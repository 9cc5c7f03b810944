"""What people type about surveys: what one is for and when it closes, a proposal, and settings."""

from datetime import datetime, timedelta
from typing import Any, cast

from federation.toolkit import forms

from ..actions.surveys import LONGEST_PURPOSE, LONGEST_REASON, LONGEST_TITLE
from ..letters import DAYS


class _SurveyPlan:
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
        hint="Two to three weeks are usual.",
        example=timedelta(days=14),
        called="The closing date",
        required="Enter when the survey closes",
    )

    @property
    def close(self) -> datetime:
        """When it closes, of a form that was checked."""
        return cast(datetime, self.closes_at.data)


class SurveyPlanForm(_SurveyPlan, forms.QueryForm):
    """As it stands in the address of the page until it is checked."""

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, by the names that inputs have."""
        parts = {f"closes_at-{part}": text for part, text in self.closes_at.shown_parts().items()}
        return {"title": self.title.data, "purpose": self.purpose.data, **parts}


class SurveyOpenForm(_SurveyPlan, forms.Form):
    """As the page carries it once it is checked."""


class ExtendForm(forms.Form):
    """A later close."""

    closes_at = forms.MomentField(
        "When does it close now?",
        called="The closing date",
        example=timedelta(days=14),
        required="Enter when the survey closes",
    )

    @property
    def close(self) -> datetime:
        """When it closes, of a form that was checked."""
        return cast(datetime, self.closes_at.data)


class SurveyCloseForm(forms.Form):
    """Why a survey closes early."""

    reason = forms.LongTextField(
        "Why does the survey close early?",
        at_most=LONGEST_REASON,
        hint="Every member can read it.",
        required="Say why the survey closes early: every member can read it",
    )


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


class SurveySettingsForm(forms.Form):
    """What surveys are set to in a federation."""

    reminder_days = forms.WholeNumberField(
        "Days before the close on which people who have not answered are reminded a second time",
        at_least=1,
        at_most=14,
        default=DAYS,
        required="Enter a number of days",
        called="The number of days",
        hint="From 1 to 14. The first reminder is sent at half time.",
    )
    introduction = forms.LongTextField(
        "A sentence of yours for people who are invited",
        at_most=300,
        hint="Optional. It stands above the survey, for example why you ask.",
    )
