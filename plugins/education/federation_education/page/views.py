"""The first page: what there is, and where to go."""

from flask import render_template

from federation.toolkit import actor, may, permission, today

from ..blueprint import blueprint
from ..briefs import queries as briefs
from ..courses import queries as courses
from ..lists import STATES
from ..needs import queries as needs
from ..programmes import queries as programmes
from ..programmes.actions import judges
from ..terms import shared_words
from . import queries as gathered

NEWEST = 5


@blueprint.get("/")
@permission("education.read")
def index() -> str:
    """Programmes, and what practices are asked."""
    person = actor()
    return render_template(
        "education/page/index.html",
        asked=needs.needs_asked(NEWEST),
        programmes=programmes.programmes(),
        courses=courses.courses(NEWEST),
        states=STATES,
        briefs=briefs.newest_briefs(NEWEST),
        may_buy=may(person, "education.buy"),
        today=today(),
        may_ask=may(person, "education.ask"),
        may_answer=may(person, "education.answer"),
    )


@blueprint.get("/programmes/<int:programme_id>")
@permission("education.read")
def programme(programme_id: int) -> str:
    """One programme: how it stands, what it may cost and what is left of it, what it is for, and who came to its courses."""
    found = programmes.programme_here(programme_id)
    bought = courses.courses_of(programme_id)
    return render_template(
        "education/programmes/programme.html",
        programme=found,
        group=judges().get(found.group_id, "A group that has ended"),
        shared=shared_words(found.least),
        points=needs.points_given(),
        bought=bought,
        states=STATES,
        left=found.pence
        - sum(
            one.course.pence - one.course.freed_pence for one in bought if one.course.state != "called_off"
        ),
        uptake=gathered.uptake_by_role(bought),
    )
