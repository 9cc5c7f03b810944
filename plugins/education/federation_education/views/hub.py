"""The first page: what there is, and where to go."""

from flask import render_template

from federation.toolkit import actor, may, permission, today

from ..queries import courses, needs, programmes
from . import blueprint

STATES = {"open": "Open", "ended": "Over", "stopped": "Stopped", "called_off": "Called off"}


@blueprint.get("/")
@permission("education.read")
def index() -> str:
    """Programmes, and what practices are asked."""
    person = actor()
    return render_template(
        "education/index.html",
        asked=needs.needs_asked(),
        programmes=programmes.programmes(),
        courses=courses.courses(),
        states=STATES,
        may_buy=may(person, "education.buy"),
        today=today(),
        may_ask=may(person, "education.ask"),
        may_answer=may(person, "education.answer"),
    )
