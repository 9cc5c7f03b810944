"""Roles that a second person has to confirm: the page of them, and the word on each."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, permission
from federation.network.people import confirming, queries
from federation.network.people.second_person import names_of, roles_to_confirm
from federation.network.views_people import ROLE_ADDRESS, blueprint


@blueprint.get("/to-confirm")
@permission("network.read")
def to_confirm() -> str:
    """Every role that waits for a second person: the reader's to confirm first, then the others', with who can."""
    waiting, reader = roles_to_confirm(), actor().person_id
    return render_template(
        "network/people/to_confirm.html",
        mine=[one for one in waiting if reader in one.can],
        others=[one for one in waiting if reader not in one.can],
        names=names_of({person for one in waiting for person in one.can}),
    )


@blueprint.post(f"{ROLE_ADDRESS}/confirm")
@permission("network.confirm_roles")
@fresh()
def confirm_role(person_id: int, membership_id: int) -> Response:
    """Confirm a role."""
    found, held = queries.membership_here(person_id, membership_id)
    confirming.confirm_role(actor(), person_id, membership_id)
    flash(f"You have confirmed that {found.name} is {held.words}. It counts from now on.", "success")
    return redirect(url_for(".to_confirm"), 303)


@blueprint.get(f"{ROLE_ADDRESS}/refuse")
@permission("network.confirm_roles")
def refuse_role(person_id: int, membership_id: int) -> str:
    """Ask before a role is refused."""
    found, held = queries.membership_here(person_id, membership_id)
    confirming.check_is_mine(actor(), membership_id)
    return render_template("network/people/refuse_role.html", person=found, held=held)


@blueprint.post(f"{ROLE_ADDRESS}/refuse")
@permission("network.confirm_roles")
def refuse_role_now(person_id: int, membership_id: int) -> Response:
    """Refuse a role: it ends."""
    found, held = queries.membership_here(person_id, membership_id)
    confirming.refuse_role(actor(), person_id, membership_id)
    flash(f"You have refused that {found.name} is {held.words}.", "success")
    return redirect(url_for(".to_confirm"), 303)
