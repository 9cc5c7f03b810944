"""Action learning sets: who is in one, who presents next, and what was agreed."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.toolkit import Invalid, actor, forms, may, people, permission, today

from ..blueprint import blueprint
from ..figures import one_place
from . import actions as act
from . import queries
from .forms import LearningMeetingForm, LearningSetForm
from .rules import diversity, next_presenter

SET = "/sets/<int:set_id>"


@blueprint.get(SET)
@permission("education.read")
def learning_set(set_id: int) -> str:
    """A set: how mixed it is, whose turn it is, and, for its members, what was agreed."""
    found, person = queries.set_here(set_id), actor()
    members, meetings = queries.members_of(set_id), queries.meetings_of(set_id)
    names = {one.id: one.name for one in people()}
    inside = [one.person_id for one in members]
    turn = next_presenter(inside, [one.presenter_id for one in meetings])
    return render_template(
        "education/sets/set.html",
        set=found,
        members=[(names.get(one.person_id, "Somebody who has left"), one.profession) for one in members],
        meetings=meetings,
        names=names,
        turn=names.get(turn or 0, "Nobody"),
        mixed=one_place(diversity(one.profession.casefold() for one in members)),
        reads=act.reads_words(person, set_id),
        may_write=person.person_id in inside and may(person, "education.set"),
    )


@blueprint.route("/sets/new", methods=["GET", "POST"])
@permission("education.lead")
def new_set() -> Any:
    """Begin a set."""
    form, person = LearningSetForm(), actor()
    known = {one.id: one.name for one in people() if one.id != person.person_id}
    form.people.choices = [forms.Choice(number, name) for number, name in known.items()]
    if done := form.does(lambda: _begin(form)):
        flash("The set is begun.", "success")
        return redirect(url_for(".learning_set", set_id=done.answer), 303)
    return render_template("education/sets/set_form.html", form=form)


@blueprint.route(f"{SET}/meetings", methods=["GET", "POST"])
@permission("education.set")
def new_meeting(set_id: int) -> Any:
    """Write down a meeting."""
    found, form, inside = queries.set_here(set_id), LearningMeetingForm(), queries.members_of(set_id)
    names = {one.id: one.name for one in people()}
    form.presenter.choices = [
        forms.Choice(one.person_id, names.get(one.person_id, "Somebody who has left")) for one in inside
    ]
    if form.does(lambda: _met(set_id, form)):
        flash("The meeting is written down.", "success")
        return redirect(url_for(".learning_set", set_id=set_id), 303)
    is_inside = actor().person_id in {one.person_id for one in inside}
    return render_template("education/sets/meeting_form.html", form=form, set=found, is_inside=is_inside)


def _begin(form: LearningSetForm) -> int:
    others = {int(one): form.profession.data for one in form.people.data or ()}
    mine = {actor().person_id: form.mine.data}
    return act.begin_set(actor(), form.title.data, others | mine, not form.is_open.data)


def _met(set_id: int, form: LearningMeetingForm) -> int:
    if form.presenter.data is None:
        raise Invalid("Select who presented", "presenter")
    held_on = form.held_on.data or today()
    return act.met(actor(), set_id, held_on, int(form.presenter.data), form.commitments.data)
