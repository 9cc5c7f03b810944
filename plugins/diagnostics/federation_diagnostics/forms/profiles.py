"""The forms of leaders' profiles: one page for each feature, one for the network's time."""

from collections.abc import Mapping
from typing import Any

from federation.toolkit import Refusal, forms

from ..rules.leadership import FEATURES, FUNCTIONS, LONGEST_EVIDENCE, RATING_WORDS, NetworkFeature

CANNOT_SAY = 0
_RATINGS = (
    *(forms.Choice(rating, f"{rating}: {words}") for rating, words in RATING_WORDS.items()),
    forms.Choice(CANNOT_SAY, "I cannot say"),
)


class RoundForm(forms.Form):
    """What a round is called."""

    title = forms.TextField(
        "What is this round called?",
        at_most=80,
        hint="For example, Autumn 2026",
        required="Enter what this round is called",
    )


class FeatureForm(forms.Form):
    """The questions about one feature, and what shows it."""

    feature: NetworkFeature

    @property
    def ratings(self) -> dict[str, int | None]:
        """What was answered: 1 to 5, None for "I cannot say"."""
        given = {question.key: self[question.key].data for question in self.feature.questions}
        return {key: value or None for key, value in given.items() if value is not None}

    def fill(self, ratings: Mapping[str, int | None], evidence: Mapping[str, str]) -> None:
        """Show what was saved."""
        for question in self.feature.questions:
            if question.key in ratings:
                self[question.key].data = ratings[question.key] or CANNOT_SAY
        self.evidence.data = evidence.get(self.feature.key, "")


def _form_of(feature: NetworkFeature) -> type[FeatureForm]:
    asked: dict[str, Any] = {
        question.key: forms.ChoiceWithHints(question.words, _RATINGS) for question in feature.questions
    }
    evidence = forms.LongTextField(
        feature.evidence,
        at_most=LONGEST_EVIDENCE,
        hint="Optional. Members read it with your name. Nothing about a patient",
    )
    return type(
        f"{feature.key.title()}Form", (FeatureForm,), {**asked, "evidence": evidence, "feature": feature}
    )


FEATURE_FORMS: Mapping[str, type[FeatureForm]] = {feature.key: _form_of(feature) for feature in FEATURES}


class SharesForm(forms.Form):
    """How the network's time is divided. ``sum_error`` says what the shares add up to when that is not 100."""

    sum_error = ""

    @property
    def shares(self) -> dict[str, int]:
        """Per cent by function; what is left empty takes no time."""
        return {one.key: self[one.key].data or 0 for one in FUNCTIONS}

    @property
    def problems(self) -> list[forms.FormProblem]:
        """What is wrong with single fields, then with their sum."""
        found = super().problems
        if self.sum_error:
            found.append(forms.FormProblem(self[FUNCTIONS[0].key].id, self.sum_error))
        return found

    def refuse(self, words: str | Refusal, field: str | None = None) -> None:
        """What a rule said: the sum belongs to all fields together."""
        if field == "shares":
            self.sum_error = str(words)
        else:
            super().refuse(words, field)

    def fill(self, shares: Mapping[str, int]) -> None:
        """Show what was saved."""
        for key, share in shares.items():
            self[key].data = share


for _function in FUNCTIONS:
    setattr(
        SharesForm,
        _function.key,
        forms.WholeNumberField(_function.title, hint=_function.words, at_least=0, at_most=100),
    )
