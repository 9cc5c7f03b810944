"""The way in, and the choice of a federation and a practice."""

from typing import Any

from flask import redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from federation.kernel.pages import page_url
from federation.kernel.policy import PUBLIC, SIGNED_IN
from federation.kernel.refusals import NotFound
from federation.kernel.web import permission
from federation.people.queries import places_of
from federation.people.views.frame import blueprint, landing, me, show


@blueprint.get("/")
@permission(PUBLIC)
def front() -> Response:
    """To the sign-in page, or home."""
    if not current_user.is_authenticated:
        return redirect(url_for(".sign_in"))
    return redirect(landing(me().person_id))


@blueprint.get("/switch")
@permission(SIGNED_IN)
def switch() -> Any:
    """The person's federations, and in each the practices they can act for."""
    return show("switch.html", places=places_of(me().person_id), chosen=session.get("practice"))


@blueprint.post("/switch")
@permission(SIGNED_IN)
def switch_now() -> Response:
    """Choose a practice to be greeted for, and go to its federation. It gives no right."""
    slug, practice = request.form.get("federation", ""), request.form.get("practice", "")
    for place in places_of(me().person_id):
        for seat in place.seats:
            if place.slug == slug and str(seat.practice_id) == practice:
                session["practice"] = seat.practice_id
                return redirect(page_url("start", federation=slug), 303)
    raise NotFound()
