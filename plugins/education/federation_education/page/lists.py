"""Everything that was bought, briefed and asked, a page at a time, and as spreadsheets."""

from typing import Final, NamedTuple

from flask import Response, render_template

from federation.toolkit import Listing, permission

from ..blueprint import blueprint
from ..lists import BRIEFS, COURSES, NEEDS, EducationFilter


class ListShown(NamedTuple):
    """A list with its title, and what stands where it is empty."""

    title: str
    listing: Listing
    nothing: tuple[str, str]


_LISTS: Final = {
    "courses": ListShown(
        "Courses", COURSES, ("No course is bought yet", "Courses stand here once they are.")
    ),
    "briefs": ListShown(
        "Briefs for providers",
        BRIEFS,
        ("No brief is written yet", "Providers are asked for quotes with one."),
    ),
    "needs": ListShown(
        "What practices are asked",
        NEEDS,
        ("No practice has been asked yet", "What practices need to learn is asked role by role."),
    ),
}


@blueprint.get("/all/<any(courses, briefs, needs):what>")
@permission("education.read")
def all_of(what: str) -> str:
    """A list, a page at a time."""
    shown = _LISTS[what]
    return render_template(
        "education/page/all.html", what=what, shown=shown, listed=shown.listing.page(EducationFilter())
    )


@blueprint.get("/all/<any(courses, briefs, needs):what>.csv")
@permission("education.read")
def all_of_csv(what: str) -> Response:
    """The same as a spreadsheet."""
    return _LISTS[what].listing.file(f"education-{what}.csv", EducationFilter())
