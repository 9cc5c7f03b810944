"""The pages of minutes."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.meetings.actions.minutes import approve_minutes, suggest_correction, write_minutes
from federation.meetings.blueprint import NUMBER, ONE, blueprint
from federation.meetings.forms.meetings import CorrectionForm, MinutesForm
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.minutes import corrections_of, draft_of, has_written, version_of, versions_of


@blueprint.get(f"{ONE}/minutes")
@permission("meetings.read")
def minutes(meeting_id: int) -> str:
    """The minutes as they stand, what others say was otherwise, and earlier versions."""
    found, reader = meeting_here(meeting_id), actor()
    versions = versions_of(meeting_id)
    if not versions:
        raise NotFound("There are no minutes of this meeting yet.")
    wrote = has_written(reader.person_id, meeting_id)
    return render_template(
        "meetings/minutes.html",
        meeting=found,
        versions=versions,
        corrections=corrections_of(meeting_id),
        may_write=found.is_open and may(reader, "meetings.run", found.whose),
        may_correct=found.is_open and may(reader, "meetings.speak", found.whose),
        may_approve=found.is_open and not wrote and may(reader, "meetings.approve", found.whose),
    )


@blueprint.get(f"{ONE}/minutes/<{NUMBER}:number>")
@permission("meetings.read")
def version(meeting_id: int, number: int) -> str:
    """One version of the minutes."""
    found = meeting_here(meeting_id)
    one = version_of(meeting_id, number)
    return render_template("meetings/version.html", meeting=found, version=one)


@blueprint.route(f"{ONE}/minutes/write", methods=["GET", "POST"])
@permission("meetings.run")
def write(meeting_id: int) -> Any:
    """Write the minutes, or the next version of them."""
    found = meeting_here(meeting_id)
    authorize(actor(), "meetings.run", found.whose)
    waiting = [one for one in corrections_of(meeting_id) if one.put_in is None]
    before = ""
    if request.method == "GET":
        before = versions_of(meeting_id)[0].words if found.version else draft_of(found)
    form = MinutesForm([(one.id, f"{one.person}: {one.words}") for one in waiting], words=before)
    if form.does(lambda: write_minutes(actor(), meeting_id, form.words.data, form.chosen)):
        flash("The minutes are saved as a new version.", "success")
        return redirect(url_for(".minutes", meeting_id=meeting_id), 303)
    return render_template("meetings/minutes_form.html", form=form, meeting=found)


@blueprint.route(f"{ONE}/minutes/corrections/new", methods=["GET", "POST"])
@permission("meetings.speak")
def correct(meeting_id: int) -> Any:
    """Say that something was otherwise."""
    found, form = meeting_here(meeting_id), CorrectionForm()
    authorize(actor(), "meetings.speak", found.whose)
    if form.does(lambda: suggest_correction(actor(), meeting_id, form.words.data)):
        flash("Thank you. Whoever writes the minutes sees it.", "success")
        return redirect(url_for(".minutes", meeting_id=meeting_id, _anchor="corrections"), 303)
    return render_template("meetings/correction_form.html", form=form, meeting=found)


@blueprint.get(f"{ONE}/minutes/approve")
@permission("meetings.approve")
def approve(meeting_id: int) -> str:
    """Ask before minutes are approved."""
    found = meeting_here(meeting_id)
    authorize(actor(), "meetings.approve", found.whose)
    if not found.version:
        raise NotFound("There are no minutes of this meeting yet.")
    return render_template("meetings/approve.html", meeting=found)


@blueprint.post(f"{ONE}/minutes/approve/<{NUMBER}:number>")
@permission("meetings.approve")
def approve_now(meeting_id: int, number: int) -> Response:
    """Approve the version that was read."""
    if not 1 <= number <= meeting_here(meeting_id).version:
        raise NotFound()
    approve_minutes(actor(), meeting_id, number)
    flash("The minutes are approved, and do not change any more.", "success")
    return redirect(url_for(".minutes", meeting_id=meeting_id), 303)
