"""The pages of the agenda: what is put on it, what was said, who does what."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import authorize
from federation.kernel.web import actor, permission
from federation.meetings.actions.agenda import (
    add_action,
    add_item,
    finish_action,
    move_item,
    remove_item,
    renew_agenda,
    write_up,
)
from federation.meetings.blueprint import ITEM, NUMBER, ONE, blueprint
from federation.meetings.forms.meetings import ItemForm, MeetingActionForm, WriteUpForm
from federation.meetings.queries.agenda import item_of, items_of
from federation.meetings.queries.invited import asked, is_read_by_all
from federation.meetings.queries.meetings import ShownMeeting, meeting_here
from federation.network.for_plugins import practices


def _led(meeting_id: int) -> ShownMeeting:
    found = meeting_here(meeting_id)
    authorize(actor(), "meetings.run", found.whose)
    return found


@blueprint.post(f"{ONE}/agenda")
@permission("meetings.run")
def renew(meeting_id: int) -> Response:
    """Put on the agenda what has opened since."""
    new = renew_agenda(actor(), meeting_id)
    flash(f"New on the agenda: {new}." if new else "Everything that is open stands on the agenda.", "success")
    return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="agenda"), 303)


@blueprint.route(f"{ONE}/items/new", methods=["GET", "POST"])
@permission("meetings.speak")
def new_item(meeting_id: int) -> Any:
    """Put something on the agenda."""
    found, form = meeting_here(meeting_id), ItemForm()
    authorize(actor(), "meetings.speak", found.whose)
    if form.does(lambda: add_item(actor(), meeting_id, form.title.data, form.about.data)):
        flash("It stands on the agenda.", "success")
        return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="agenda"), 303)
    return render_template("meetings/item_form.html", form=form, meeting=found)


@blueprint.route(ITEM, methods=["GET", "POST"])
@permission("meetings.run")
def item(meeting_id: int, item_id: int) -> Any:
    """Write up an item, and go on to the next."""
    number, one = item_of(meeting_id, item_id)
    found = _led(meeting_id)
    there = items_of(meeting_id)
    form = WriteUpForm(said=one.said, outcome=one.outcome or None)
    if form.does(lambda: write_up(actor(), meeting_id, item_id, form.said.data, form.outcome.data)):
        flash(f"Item {number} is saved.", "success")
        if number < len(there):
            return redirect(url_for(".item", meeting_id=meeting_id, item_id=there[number].id), 303)
        return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="agenda"), 303)
    return render_template(
        "meetings/item.html", form=form, meeting=found, item=one, number=number, count=len(there)
    )


@blueprint.post(f"{ITEM}/move/<any(up, down):way>")
@permission("meetings.run")
def move(meeting_id: int, item_id: int, way: str) -> Response:
    """Move an item up or down."""
    move_item(actor(), meeting_id, item_id, way == "up")
    return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor=f"item-{item_id}"), 303)


@blueprint.post(f"{ITEM}/remove")
@permission("meetings.speak")
def remove(meeting_id: int, item_id: int) -> Response:
    """Take an item off the agenda."""
    remove_item(actor(), meeting_id, item_id)
    flash("It is off the agenda.", "success")
    return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="agenda"), 303)


@blueprint.route(f"{ITEM}/actions/new", methods=["GET", "POST"])
@permission("meetings.run")
def new_action(meeting_id: int, item_id: int) -> Any:
    """Note what somebody does after the meeting."""
    _, one = item_of(meeting_id, item_id)
    found = _led(meeting_id)
    form = MeetingActionForm(
        [(person.person_id, person.words) for person in asked(found)],
        [(practice.id, practice.name) for practice in practices()] if is_read_by_all(found) else [],
    )
    if form.does(
        lambda: add_action(
            actor(), meeting_id, item_id, form.words.data, form.due_on.data or date.min, **form.whose
        )
    ):
        flash("The action is noted, and stands on the first page of whoever does it.", "success")
        return redirect(url_for(".item", meeting_id=meeting_id, item_id=item_id), 303)
    return render_template("meetings/action_form.html", form=form, meeting=found, item=one)


@blueprint.post(f"{ONE}/actions/<{NUMBER}:action_id>/done")
@permission("meetings.read")
def action_done(meeting_id: int, action_id: int) -> Response:
    """Note that an action is done."""
    finish_action(actor(), meeting_id, action_id)
    flash("The action is done.", "success")
    return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="actions"), 303)
