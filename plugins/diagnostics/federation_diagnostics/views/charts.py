"""Charts of a survey: places in percent, words beside them."""

from decimal import Decimal
from typing import NamedTuple

from ..rules.figures import ShownFigure
from ..rules.findings import share
from ..rules.results import DimensionResult, ItemResult, SurveyReport


class ScaleRow(NamedTuple):
    """A dimension on the scale from 1 to 5. ``at`` and ``was_at`` are places in percent, empty where nothing is
    marked; ``was`` is the figure of the survey compared with, in words."""

    key: str
    title: str
    mean: str
    at: str
    was: str
    was_at: str


class ShareRow(NamedTuple):
    """A statement and the share that agrees: ``width`` in percent, 0 where it is not shown."""

    key: str
    words: str
    share: str
    width: int
    shown: bool


def scale_rows(report: SurveyReport) -> list[ScaleRow]:
    """Every dimension, with the survey compared with as a ring."""
    return [_scale_row(one) for one in report.dimensions]


def share_rows(dimension: DimensionResult) -> list[ShareRow]:
    """Every statement of a dimension."""
    return [_share_row(item) for item in dimension.items]


def place(value: Decimal) -> str:
    """Where a number from 1 to 5 stands on the scale, in percent."""
    return f"{(value - 1) * 25:.1f}"


def _scale_row(one: DimensionResult) -> ScaleRow:
    change = one.change
    before = one.mean.value - change.by if change and change.by is not None and one.mean.value else None
    return ScaleRow(
        one.key,
        one.title,
        one.mean.words,
        _at(one.mean),
        change.was if change else "",
        place(before) if before is not None else "",
    )


def _at(figure: ShownFigure) -> str:
    return place(figure.value) if figure.value is not None else ""


def _share_row(item: ItemResult) -> ShareRow:
    value = item.agree.value
    return ShareRow(item.key, item.words, share(item), 0 if value is None else int(value), value is not None)
