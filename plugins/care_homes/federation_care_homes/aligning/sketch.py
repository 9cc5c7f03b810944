"""A sketch of where homes and practices lie, in percent of the width and pixels from the top; north is at the top."""

from collections.abc import Mapping
from typing import NamedTuple

HEIGHT = 300
_EDGE = 24


class SketchMark(NamedTuple):
    """A home (its number) or a practice (its letters), where it lies."""

    x: str
    y: str
    words: str


class SketchLine(NamedTuple):
    """From a home to its practice; ``new`` where that changes."""

    x1: str
    y1: str
    x2: str
    y2: str
    new: bool


class HomeSketch(NamedTuple):
    """What is drawn."""

    homes: list[SketchMark]
    practices: list[SketchMark]
    lines: list[SketchLine]
    height: int = HEIGHT


Place = tuple[int, int]


def sketch(
    homes: Mapping[str, Place], practices: Mapping[str, Place], chosen: Mapping[str, str], new: frozenset[str]
) -> HomeSketch | None:
    """The sketch of an alignment; None where nobody knows where things lie."""
    places = [*homes.values(), *practices.values()]
    if not homes or not practices:
        return None
    left, low = min(x for x, _y in places), min(y for _x, y in places)
    wide = max(1, max(x for x, _y in places) - left)
    tall = max(1, max(y for _x, y in places) - low)

    def at(place: Place) -> tuple[str, str]:
        across = 5 + 90 * (place[0] - left) / wide
        down = _EDGE + (HEIGHT - 2 * _EDGE) * (1 - (place[1] - low) / tall)
        return f"{across:.2f}", f"{down:.1f}"

    lines = [
        SketchLine(*at(place), *at(practices[chosen[code]]), code in new)
        for code, place in homes.items()
        if chosen.get(code) in practices
    ]
    numbers = {code: str(n) for n, code in enumerate(homes, 1)}
    return HomeSketch(
        [SketchMark(*at(place), numbers[code]) for code, place in homes.items()],
        [SketchMark(*at(place), code) for code, place in practices.items()],
        lines,
    )
