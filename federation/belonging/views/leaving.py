"""A practice leaves: its notice, the second person's word, and taking it back; objecting that it is called closed."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.belonging.actions.closing import object_to_closing
from federation.belonging.actions.leaving import confirm_notice, first_day, give_notice, take_notice_back
from federation.belonging.blueprint import blueprint
from federation.belonging.forms import NoticeForm, ObjectionForm
from federation.belonging.permissions import SpeakingFor
from federation.belonging.queries.seats import effects_of_leaving
from federation.belonging.views.proposing import line_of_practice
from federation.belonging.views.register import PRACTICE
from federation.kernel.policy import authorize
from federation.kernel.web import actor, permission

_GIVEN = {
    True: "Your notice is given. It counts once a second person of your practice has confirmed it.",
    False: "Your notice is given. You can take it back until the day on which your practice leaves.",
}


@blueprint.route(f"{PRACTICE}/leave", methods=["GET", "POST"])
@permission("belonging.leave")
def leave(practice_id: int) -> Any:
    """Give notice for a practice, with what that means."""
    line = line_of_practice(practice_id)
    authorize(actor(), "belonging.leave", SpeakingFor(practice_id))
    form = NoticeForm()
    if done := form.does(lambda: give_notice(actor(), practice_id, form.leaves_on.data, form.reason.data)):
        flash(_GIVEN[done.answer], "success")
        return _back(practice_id)
    return render_template(
        "belonging/leave.html",
        form=form,
        line=line,
        first=first_day(),
        effects=effects_of_leaving(practice_id),
    )


@blueprint.post(f"{PRACTICE}/leave/confirm")
@permission("belonging.confirm")
def confirm_leaving(practice_id: int) -> Response:
    """Confirm that a practice leaves."""
    confirm_notice(actor(), practice_id)
    flash("The notice counts. Your practice can take it back until the day on which it leaves.", "success")
    return _back(practice_id)


@blueprint.post(f"{PRACTICE}/leave/take-back")
@permission("belonging.leave")
def stay(practice_id: int) -> Response:
    """Take the notice of a practice back."""
    take_notice_back(actor(), practice_id)
    flash("The notice is taken back. Your practice stays.", "success")
    return _back(practice_id)


@blueprint.route(f"{PRACTICE}/object", methods=["GET", "POST"])
@permission("belonging.object")
def object_to(practice_id: int) -> Any:
    """Object that a file calls a practice closed."""
    line, form = line_of_practice(practice_id), ObjectionForm()
    if form.does(lambda: object_to_closing(actor(), practice_id, form.reason.data)):
        flash("Your objection counts, and everybody is told. The practice stays.", "success")
        return _back(practice_id)
    return render_template("belonging/object.html", form=form, line=line)


def _back(practice_id: int) -> Response:
    return redirect(url_for(".practice", practice_id=practice_id), 303)
