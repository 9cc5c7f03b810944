"""The neighbourhood that a form selects or types."""

from typing import Any

from federation.kernel.refusals import Invalid
from federation.network.practices.forms import NOWHERE
from federation.network.practices.queries.neighbourhoods import (
    MOST_TO_CHOOSE_FROM,
    neighbourhood_named,
    neighbourhoods,
)


def places_to_choose() -> list[tuple[int, str]] | None:
    """The neighbourhoods to choose from; None when they are too many for a list."""
    places = neighbourhoods(MOST_TO_CHOOSE_FROM + 1)
    return None if len(places) > MOST_TO_CHOOSE_FROM else places


def chosen_place(form: Any, word: str) -> int | None:
    """The neighbourhood that a form selects or types, or None; :class:`Invalid` where there is no such."""
    if "neighbourhood" in form:
        chosen = form.neighbourhood.data
        return None if chosen in (None, NOWHERE) else int(chosen)
    typed = form.place.data
    if not typed:
        return None
    found = neighbourhood_named(typed)
    if found is None:
        raise Invalid(f"There is no {word} called {typed}", "place")
    return found[0]
