"""The first page: what there is, and where to go."""

from flask import render_template

from federation.toolkit import actor, may, permission, today

from ..blueprint import blueprint
from ..courses import queries as courses
from ..needs import queries as needs
from ..programmes import queries as programmes

STATES = {"open": "Open", "ended": "Over", "stopped": "Stopped", "called_off": "Called off"}


@blueprint.get("/")
@permission("education.read")
def index() -> str:
    """Programmes, and what practices are asked."""
    person = actor()
    return render_template(
        "education/page/index.html",
        asked=needs.needs_asked(),
        programmes=programmes.programmes(),
        courses=courses.courses(),
        states=STATES,
        may_buy=may(person, "education.buy"),
        today=today(),
        may_ask=may(person, "education.ask"),
        may_answer=may(person, "education.answer"),
    )
