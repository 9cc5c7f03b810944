"""Everything that was bought, briefed, asked and begun, a page at a time, and as spreadsheets."""

from collections.abc import Callable
from typing import Final, NamedTuple

from flask import Response, render_template

from federation.toolkit import Listing, people, permission, practices

from ..blueprint import blueprint
from ..lists import (
    BRIEFS,
    COURSES,
    NEEDS,
    SETS,
    EducationFilter,
    challenges_listed,
    mentors_listed,
)

_WHAT: Final = "<any(courses, briefs, needs, challenges, sets, mentors):what>"


class ListShown(NamedTuple):
    """A list with its title, and what stands where it is empty."""

    title: str
    listing: Callable[[], Listing]
    nothing: tuple[str, str]


def _challenges() -> Listing:
    return challenges_listed(*_names())


def _mentors() -> Listing:
    return mentors_listed(*_names())


def _names() -> tuple[dict[int, str], dict[int, str]]:
    return {one.id: one.name for one in people()}, {one.id: one.name for one in practices()}


_LISTS: Final = {
    "courses": ListShown(
        "Courses", lambda: COURSES, ("No course is bought yet", "Courses stand here once they are.")
    ),
    "briefs": ListShown(
        "Briefs for providers",
        lambda: BRIEFS,
        ("No brief is written yet", "Providers are asked for quotes with one."),
    ),
    "needs": ListShown(
        "What practices are asked",
        lambda: NEEDS,
        ("No practice has been asked yet", "What practices need to learn is asked role by role."),
    ),
    "challenges": ListShown(
        "Challenges of fellows",
        _challenges,
        ("No challenge is registered yet", "A practice registers one that it hosts for a year."),
    ),
    "sets": ListShown(
        "Action learning sets",
        lambda: SETS,
        ("No set has begun yet", "Peers meet in one, and each presents in turn."),
    ),
    "mentors": ListShown(
        "Mentors and coaches",
        _mentors,
        ("Nobody is a mentor or coach yet", "They are named when a challenge is registered."),
    ),
}


@blueprint.get(f"/all/{_WHAT}")
@permission("education.read")
def all_of(what: str) -> str:
    """A list, a page at a time."""
    shown = _LISTS[what]
    return render_template(
        "education/page/all.html", what=what, shown=shown, listed=shown.listing().page(EducationFilter())
    )


@blueprint.get(f"/all/{_WHAT}.csv")
@permission("education.read")
def all_of_csv(what: str) -> Response:
    """The same as a spreadsheet."""
    return _LISTS[what].listing().file(f"education-{what}.csv", EducationFilter())
