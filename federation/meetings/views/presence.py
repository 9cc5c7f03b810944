"""The pages on which people say whether they come and that they are here, and others note, confirm and correct it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.web import actor, permission
from federation.meetings.actions.presence import (
    NOT_THERE,
    against_confirming,
    confirm_presence,
    correct_presence,
    note_presence,
    say_here,
    say_whether,
    speaks_for,
    waiting_for,
)
from federation.meetings.blueprint import NUMBER, ONE, blueprint
from federation.meetings.forms.presence import PresenceCorrectionForm, PresentPeopleForm
from federation.meetings.queries.invited import asked, quorum_of
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.votes import last_voted


@blueprint.post(f"{ONE}/coming/<any(coming, apologies):state>")
@permission("meetings.take_part")
def answer(meeting_id: int, state: str) -> Response:
    """Say whether one comes."""
    say_whether(actor(), meeting_id, state)
    flash("Thank you. Whoever leads the meeting sees it.", "success")
    return redirect(url_for(".meeting", meeting_id=meeting_id), 303)


@blueprint.get(f"{ONE}/attendance")
@permission("meetings.run")
def attendance(meeting_id: int) -> str:
    """Who is here: a page for a phone, while the meeting goes on."""
    found = meeting_here(meeting_id)
    authorize(actor(), "meetings.run", found.whose)
    people = asked(found)
    return render_template(
        "meetings/attendance.html",
        meeting=found,
        people=people,
        quorum=quorum_of(found, people),
        voted_at=last_voted(meeting_id),
    )


@blueprint.post(f"{ONE}/attendance/<{NUMBER}:person_id>/<any(present, online, apologies):state>")
@permission("meetings.run")
def note(meeting_id: int, person_id: int, state: str) -> Response:
    """Note that somebody is here, or not."""
    note_presence(actor(), meeting_id, {person_id: state})
    return redirect(url_for(".attendance", meeting_id=meeting_id, _anchor=f"person-{person_id}"), 303)


@blueprint.post(f"{ONE}/here/<any(present, online):state>")
@permission("meetings.take_part")
def here(meeting_id: int, state: str) -> Response:
    """Say that one is at the meeting."""
    say_here(actor(), meeting_id, state)
    flash("Thank you. It is noted that you are here.", "success")
    return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="people"), 303)


@blueprint.route(f"{ONE}/attendance/confirm", methods=["GET", "POST"])
@permission("meetings.confirm")
def confirm_there(meeting_id: int) -> Any:
    """Confirm who else is here, whom somebody has noted."""
    found, reader = meeting_here(meeting_id), actor()
    authorize(reader, "meetings.confirm", found.whose)
    people = asked(found)
    if against := against_confirming(reader, found, people):
        raise Refusal(against)
    form = PresentPeopleForm(waiting_for(reader, people))
    if form.does(lambda: confirm_presence(reader, meeting_id, [int(one) for one in form.people.data])):
        flash("Thank you. Whom you confirmed now counts.", "success")
        return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="people"), 303)
    return render_template("meetings/confirm.html", form=form, meeting=found)


@blueprint.route(f"{ONE}/people/<{NUMBER}:person_id>/correction", methods=["GET", "POST"])
@permission("meetings.take_part")
def correct_there(meeting_id: int, person_id: int) -> Any:
    """Say that somebody was noted as here by mistake."""
    found, reader = meeting_here(meeting_id), actor()
    authorize(reader, "meetings.take_part", found.whose)
    person = next((one for one in asked(found) if one.person_id == person_id), None)
    if person is None:
        raise NotFound()
    if not (own := speaks_for(reader, person)):
        authorize(reader, "meetings.run", found.whose)
    if not ((person.counts or (own and person.waits)) and found.is_open):
        raise Refusal(NOT_THERE)
    form = PresenceCorrectionForm()
    if form.does(lambda: correct_presence(reader, meeting_id, person_id, form.reason.data)):
        flash("It is corrected, and the page of the meeting says why.", "success")
        return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="people"), 303)
    return render_template("meetings/correct_presence.html", form=form, meeting=found, person=person)
