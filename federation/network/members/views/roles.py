"""Giving and ending roles, and the word of a second person on those that need it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import Actor, may
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, permission
from federation.network.blueprint import people_blueprint
from federation.network.members.actions import chair, confirming
from federation.network.members.actions import roles as actions
from federation.network.members.forms import RoleForm
from federation.network.members.queries import people as queries
from federation.network.members.queries.early import early_roles
from federation.network.members.queries.roles import KnownPerson, membership_here, person_here
from federation.network.members.queries.second_person import names_of, roles_to_confirm
from federation.network.members.views.people import PERSON_ADDRESS, ROLE_ADDRESS


@people_blueprint.route(f"{PERSON_ADDRESS}/roles/add", methods=["GET", "POST"])
@permission("network.people")
@fresh()
def add_role(person_id: int) -> Any:
    """Give somebody a further role."""
    found = person_here(person_id)
    form = RoleForm(queries.practices_to_choose())
    if done := form.does(lambda: actions.add_role(actor(), person_id, form.role.data, form.of_practice)):
        flash(f"{done.answer.name} is now {done.answer.words}.", "success")
        return redirect(url_for(".person", person_id=person_id), 303)
    return render_template("network/people/add_role.html", form=form, person=found)


def _asked(template: str, person_id: int, membership_id: int) -> str:
    """The page that asks before something is done with a role."""
    found, held = membership_here(person_id, membership_id)
    return render_template(template, person=found, held=held, is_self=person_id == actor().person_id)


def _changed(
    act: Callable[[Actor, int, int], object], words: str, person_id: int, membership_id: int
) -> KnownPerson:
    """Do something with a role and say it: ``words`` has places for the name and the role. Returns the person as
    they stood before."""
    found, held = membership_here(person_id, membership_id)
    act(actor(), person_id, membership_id)
    flash(words.format(name=found.name, role=held.words), "success")
    return found


@people_blueprint.get(f"{ROLE_ADDRESS}/end")
@permission("network.people")
@fresh()
def end_role(person_id: int, membership_id: int) -> str:
    """Ask before a role ends."""
    return _asked("network/people/end_role.html", person_id, membership_id)


@people_blueprint.post(f"{ROLE_ADDRESS}/end")
@permission("network.people")
@fresh()
def end_role_now(person_id: int, membership_id: int) -> Response:
    """End a role. It leads back to the person, unless it was one's own last."""
    found = _changed(actions.end_role, "{name} is no longer {role}.", person_id, membership_id)
    if person_id == actor().person_id and len(found.roles) == 1:
        return redirect(url_for("people.front"), 303)
    return redirect(url_for(".person", person_id=person_id), 303)


@people_blueprint.get(f"{ROLE_ADDRESS}/chair")
@permission("network.people")
@fresh()
def make_chair(person_id: int, membership_id: int) -> str:
    """Ask before somebody becomes the chair."""
    return _asked("network/people/make_chair.html", person_id, membership_id)


@people_blueprint.post(f"{ROLE_ADDRESS}/chair")
@permission("network.people")
@fresh()
def make_chair_now(person_id: int, membership_id: int) -> Response:
    """Make somebody the chair."""
    _changed(chair.make_chair, "{name} is now the chair.", person_id, membership_id)
    return redirect(url_for(".person", person_id=person_id), 303)


@people_blueprint.get("/to-confirm")
@permission("network.read")
def to_confirm() -> str:
    """Every role that waits for a second person: the reader's to confirm first, then the others', with who can."""
    waiting, reader = roles_to_confirm(), actor().person_id
    return render_template(
        "network/people/to_confirm.html",
        mine=[one for one in waiting if reader in one.can],
        others=[one for one in waiting if reader not in one.can],
        names=names_of({person for one in waiting for person in one.can}),
        early=early_roles(),
        may_end=may(actor(), "network.people"),
    )


@people_blueprint.post(f"{ROLE_ADDRESS}/confirm")
@permission("network.confirm_roles")
@fresh()
def confirm_role(person_id: int, membership_id: int) -> Response:
    """Confirm a role."""
    words = "You have confirmed that {name} is {role}. It counts from now on."
    _changed(confirming.confirm_role, words, person_id, membership_id)
    return redirect(url_for(".to_confirm"), 303)


@people_blueprint.get(f"{ROLE_ADDRESS}/refuse")
@permission("network.confirm_roles")
@fresh()
def refuse_role(person_id: int, membership_id: int) -> str:
    """Ask before a role is refused."""
    page = _asked("network/people/refuse_role.html", person_id, membership_id)
    confirming.check_is_mine(actor(), membership_id)
    return page


@people_blueprint.post(f"{ROLE_ADDRESS}/refuse")
@permission("network.confirm_roles")
@fresh()
def refuse_role_now(person_id: int, membership_id: int) -> Response:
    """Refuse a role: it ends."""
    words = "You have refused that {name} is {role}."
    _changed(confirming.refuse_role, words, person_id, membership_id)
    return redirect(url_for(".to_confirm"), 303)
