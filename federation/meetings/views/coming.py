"""The pages on which a meeting is moved, somebody stands in, and a group says how often it meets."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.days import time_now
from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.meetings.actions.moving import move_meeting
from federation.meetings.actions.rhythm import state_rhythm
from federation.meetings.actions.standing_in import send_stand_in
from federation.meetings.blueprint import NUMBER, ONE, blueprint
from federation.meetings.forms.coming import MeetingMoveForm, RhythmForm, StandInForm
from federation.meetings.permissions import MeetingOf
from federation.meetings.queries.invited import asked, possible_stand_ins
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.rhythm import stated_by
from federation.network.groups.queries import group_here


@blueprint.route(f"{ONE}/move", methods=["GET", "POST"])
@permission("meetings.run")
def move_it(meeting_id: int) -> Any:
    """Hold a meeting at another time or place."""
    found = meeting_here(meeting_id)
    authorize(actor(), "meetings.run", found.whose)
    form = MeetingMoveForm(starts_at=found.starts_at, place=found.place)
    if form.does(
        lambda: move_meeting(actor(), meeting_id, form.starts_at.data or time_now(), form.place.data)
    ):
        flash(
            "The meeting is moved. Everybody who is asked gets a letter, and says anew whether they come.",
            "success",
        )
        return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    return render_template("meetings/move.html", form=form, meeting=found)


@blueprint.route(f"{ONE}/people/<{NUMBER}:person_id>/stand-in", methods=["GET", "POST"])
@permission("meetings.take_part")
def stand_in(meeting_id: int, person_id: int) -> Any:
    """Say who comes in the place of somebody who cannot."""
    found, reader = meeting_here(meeting_id), actor()
    people = asked(found)
    missing = next((one for one in people if one.person_id == person_id), None)
    if missing is None:
        raise NotFound()
    authorize(reader, "meetings.take_part", found.whose)
    if person_id != reader.person_id:
        authorize(reader, "meetings.run", found.whose)
    form = StandInForm(possible_stand_ins(found, missing, people))
    if form.does(lambda: send_stand_in(reader, meeting_id, person_id, int(form.person.data))):
        flash("Whoever comes instead gets a letter.", "success")
        return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    return render_template("meetings/stand_in.html", form=form, meeting=found, missing=missing)


@blueprint.route(f"/groups/<{NUMBER}:group_id>/meetings/rhythm", methods=["GET", "POST"])
@permission("meetings.run")
def rhythm(group_id: int) -> Any:
    """Say how often a group meets."""
    group = group_here(group_id)
    authorize(actor(), "meetings.run", MeetingOf(group_id))
    stated = stated_by(group_id)
    form = RhythmForm(weeks=stated[-1].weeks if stated else None)
    if form.does(lambda: state_rhythm(actor(), group_id, form.weeks.data or 0)):
        flash("It is noted how often the group meets.", "success")
        return redirect(url_for("network.group", group_id=group_id, _anchor="meetings"), 303)
    return render_template("meetings/rhythm_form.html", form=form, group=group)
