"""The pages on which practices ask for an extraordinary general meeting, and it is called."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.days import time_now
from federation.kernel.refusals import NotYours, Refusal
from federation.kernel.web import actor, permission
from federation.meetings.actions.asking import (
    HELD_WITHIN,
    against_calling,
    ask_for_meeting,
    call_asked_meeting,
    stop_asking,
)
from federation.meetings.blueprint import NUMBER, blueprint
from federation.meetings.forms.asking import AskedCallForm, AskingForm
from federation.meetings.queries.asking import asking_now


@blueprint.route("/meetings/asked", methods=["GET", "POST"])
@permission("meetings.ask")
def asking() -> Any:
    """Ask for an extraordinary general meeting, for a practice that one represents."""
    mine, standing = actor().representing, asking_now()
    able = [
        (seat.practice_id, seat.name)
        for seat in mine
        if seat.practice_id in standing.practices - standing.signers and standing.call_by is None
    ]
    form = AskingForm(able, data={"practice": able[0][0] if able else None})
    if done := form.does(lambda: ask_for_meeting(actor(), form.practice.data, form.reason.data)):
        enough = "Enough practices have asked. The meeting must be called now."
        few = "Your practice asks for the meeting. You can take its name back until enough practices ask."
        flash(enough if done.answer.call_by else few, "success")
        return redirect(url_for(".asking"), 303)
    return render_template(
        "meetings/asking.html",
        form=form,
        asking=standing,
        able=able,
        own=[seat for seat in mine if seat.practice_id in standing.signers],
        may_call=standing.call_by is not None and not against_calling(actor(), standing),
    )


@blueprint.post(f"/meetings/asked/<{NUMBER}:practice_id>/take-back")
@permission("meetings.ask")
def stop_asking_for(practice_id: int) -> Response:
    """Take the name of a practice back."""
    stop_asking(actor(), practice_id)
    flash("Your practice no longer asks for a meeting.", "success")
    return redirect(url_for(".asking"), 303)


@blueprint.route("/meetings/asked/call", methods=["GET", "POST"])
@permission("meetings.call_asked")
def call_asked() -> Any:
    """Call the meeting that practices have asked for."""
    standing, form = asking_now(), AskedCallForm()
    if standing.call_by is None:
        raise Refusal(
            "Too few practices have asked for an extraordinary general meeting, or it is called already."
        )
    if against := against_calling(actor(), standing):
        raise NotYours(against)
    if done := form.does(
        lambda: call_asked_meeting(actor(), form.starts_at.data or time_now(), form.place.data)
    ):
        flash("The meeting is called. Everybody who is asked gets a letter.", "success")
        return redirect(url_for(".meeting", meeting_id=done.answer), 303)
    return render_template("meetings/call_asked.html", form=form, asking=standing, held_within=HELD_WITHIN)
