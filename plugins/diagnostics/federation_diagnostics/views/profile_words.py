"""What the leaders say, as rows of charts and tables, as text for a proposal and as a file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..rules.leaders import FeatureSummary, FunctionSummary, ProfileSummary, RatingRange
from ..rules.leadership import FEATURES, FUNCTIONS, RATING, RATING_WORDS, NetworkFeature
from ..rules.profile import ProfileAnswers
from ..rules.words import counted

CSV_HEADINGS = ("Leader", "Part", "Feature or function", "Question", "Answer", "In words")


class FeatureRow(NamedTuple):
    """One feature on the page: places of the chart in percent, and the change of the middle in words."""

    summary: FeatureSummary
    lowest: str
    middle: str
    highest: str
    earlier: str
    was: str
    change: str


class FunctionRow(NamedTuple):
    """One function on the page: the middle share as the width of a bar, and the last round's in words."""

    summary: FunctionSummary
    width: str
    was: str
    change: str


def compared(now: ProfileSummary, earlier: ProfileSummary | None) -> list[FeatureRow]:
    """The features beside those of the last round."""
    before = {one.feature.key: one.range for one in earlier.features} if earlier else {}
    return [_feature_row(one, before.get(one.feature.key)) for one in now.features]


def functions_compared(now: ProfileSummary, earlier: ProfileSummary | None) -> list[FunctionRow]:
    """The functions beside those of the last round."""
    before = {one.function.key: one.range for one in earlier.functions} if earlier else {}
    return [
        FunctionRow(
            one,
            f"{one.range.middle or 0}",
            f"{short(was)}%" if (was := _middle(before.get(one.function.key))) is not None else "",
            _change(one.range.middle, was, "%"),
        )
        for one in now.functions
    ]


def short(share: Decimal | None) -> str:
    """A share of time in per cent: ``25``, ``17.5``."""
    return "" if share is None else f"{share}".removesuffix(".0")


def feature_text(title: str, asked: FeatureSummary, leaders: int) -> str:
    """The finding as a proposal carries it."""
    lines = [
        f"What {counted(leaders, 'leader')} said of “{asked.feature.title}” in the round “{title}”: "
        f"{asked.range.words}, where 1 is “{RATING_WORDS[1]}” and 5 is “{RATING_WORDS[5]}”."
    ]
    lines += [f"{leader}: “{words}”" for leader, words in asked.evidence]
    return "\n\n".join(lines)


def out_of_5(found: RatingRange) -> str:
    """``3.7 (2.3 to 4.3) of 5``; ``Nobody could say``."""
    return found.words if found.middle is None else f"{found.words} of {RATING[-1]}"


def csv_rows(profiles: Sequence[ProfileAnswers]) -> Iterator[tuple[object, ...]]:
    """Every rating, evidence and share, with its leader."""
    for one in profiles:
        for feature in FEATURES:
            yield from _rated(one, feature)
        for function in FUNCTIONS:
            yield one.leader, "Time", function.title, "", one.shares[function.key], "per cent"


def _rated(one: ProfileAnswers, feature: NetworkFeature) -> Iterator[tuple[object, ...]]:
    for question in feature.questions:
        rating = one.ratings.get(question.key)
        words = "I cannot say" if rating is None else RATING_WORDS[rating]
        yield one.leader, "Feature", feature.title, question.words, rating, words
    if feature.key in one.evidence:
        yield one.leader, "Evidence", feature.title, feature.evidence, one.evidence[feature.key], ""


def _feature_row(one: FeatureSummary, before: RatingRange | None) -> FeatureRow:
    was = _middle(before)
    found = one.range
    return FeatureRow(
        one,
        _place(found.lowest),
        _place(found.middle),
        _place(found.highest),
        _place(was),
        "" if was is None else f"{was}",
        _change(found.middle, was),
    )


def _middle(found: RatingRange | None) -> Decimal | None:
    return found.middle if found else None


def _place(value: Decimal | None) -> str:
    """Where a rating stands between 1 and 5, in percent; nothing where there is none."""
    return "" if value is None else f"{(value - RATING[0]) * 100 / (RATING[-1] - RATING[0]):.2f}"


def _change(now: Decimal | None, was: Decimal | None, unit: str = "") -> str:
    """``Up 0.3``, ``Down 5.0%``, ``The same``; nothing where there is nothing to compare."""
    if now is None or was is None:
        return ""
    if now == was:
        return "The same"
    moved = abs(now - was)
    return f"{'Up' if now > was else 'Down'} {short(moved) if unit else moved}{unit}"
