"""A finding: a dimension or a statement of a survey that members make a proposal of, and what became of it."""

from dataclasses import dataclass

from .comparing import DimensionSample, change
from .questionnaire import DIMENSIONS, ITEMS
from .results import DimensionResult, ItemResult, SurveyReport
from .words import inside_a_sentence

FINDINGS = (*(dimension.key for dimension in DIMENSIONS), *ITEMS)
"""The keys of everything that can be found: dimensions, then statements."""


@dataclass(frozen=True)
class SurveyFinding:
    """What a survey found on a dimension, or on one statement of it."""

    dimension: DimensionResult
    item: ItemResult | None = None

    @property
    def title(self) -> str:
        """``Value and fairness``; a statement stands in quotes."""
        return f"‘{self.item.words}’" if self.item else self.dimension.title

    @property
    def figure(self) -> str:
        """``2.6 of 5``; ``39% agree``; ``93% or more agree``; ``Not shown``."""
        if self.item:
            return share(self.item)
        mean = self.dimension.mean
        return f"{mean.words} of 5" if mean.shown else mean.words

    @property
    def suggested_title(self) -> str:
        """How a proposal about it may be called."""
        return f"What we do about {self._in_a_sentence}"

    @property
    def suggested_text(self) -> str:
        """How the text to be decided may begin."""
        return f"To change what the survey found on {self._in_a_sentence}, we agree to "

    def reasons(self, survey: str, response: str) -> str:
        """What the survey found, in sentences, for the reasons of a proposal."""
        one = self.dimension
        lines = [f"In the survey “{survey}” {self._in_a_sentence} came out at {self.figure}. {response}."]
        if one.agreement.word and not self.item:
            lines.append(f"Agreement with each other: {one.agreement.words}.")
        if one.change is not None and one.change.by is not None and not self.item:
            lines.append(f"The survey before: {one.change.was} of 5.")
        statements = [f"- {item.words}: {share(item)}" for item in one.items if item.agree.shown]
        return "\n\n".join(
            [" ".join(lines), *(["\n".join(statements)] if statements and not self.item else [])]
        )

    @property
    def _in_a_sentence(self) -> str:
        return self.title if self.item else inside_a_sentence(self.title)


def share(item: ItemResult) -> str:
    """``39% agree``; ``93% or more agree``; ``Not shown``."""
    agree = item.agree
    return f"{agree.value}% {agree.bound} agree".replace("  ", " ") if agree.shown else agree.words


def finding(report: SurveyReport, key: str) -> SurveyFinding | None:
    """What a report says on a dimension or a statement; None for a key that it does not have."""
    for one in report.dimensions:
        if one.key == key:
            return SurveyFinding(one)
        for item in one.items:
            if item.key == key:
                return SurveyFinding(one, item)
    return None


def effect(key: str, then: tuple[str, SurveyReport], now: tuple[str, SurveyReport]) -> str:
    """``Value and fairness was 2.6 of 5 in autumn 2026, 3.1 of 5 in spring 2027: up 0.5.`` Each survey is given as what
    it is called and its report. Empty where one of them does not have it."""
    before, after = finding(then[1], key), finding(now[1], key)
    if before is None or after is None:
        return ""
    words = f"{before.title} was {before.figure} in {then[0]}, {after.figure} in {now[0]}"
    if before.item or not (then[1].answered and now[1].answered):
        return f"{words}."
    moved = change(
        DimensionSample(after.dimension.mean, after.dimension.spread, now[1].worth),
        DimensionSample(before.dimension.mean, before.dimension.spread, then[1].worth),
    )
    if moved.by is None:
        return f"{words}."
    chance = ", which may be chance" if moved.may_be_chance else ""
    return f"{words}: {inside_a_sentence(moved.words)}{chance}."
