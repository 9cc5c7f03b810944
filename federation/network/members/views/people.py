"""Pages of the people of a federation."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from federation.kernel.policy import ROLE_TITLES, may
from federation.kernel.refusals import NotFound
from federation.kernel.second_factor import fresh
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import NUMBER, number_given, people_blueprint
from federation.network.members.actions import inviting
from federation.network.members.actions.handing_on import come_by_shown_link, mail_leaves, who_waits
from federation.network.members.actions.joining import join
from federation.network.members.actions.many import invite_to
from federation.network.members.actions.names import check_name, tell_renamed
from federation.network.members.forms import FindPeopleForm, InviteForm
from federation.network.members.queries import people as queries
from federation.network.members.queries.people import PeopleFilter
from federation.network.members.queries.places import demo_people, federations_of
from federation.network.members.queries.roles import (
    BegunRole,
    former_names,
    hands_of,
    invitation_ends,
    person_here,
    role_in_words,
)
from federation.people.queries import NameRules, NetworkAnswers, connect_network, connect_renaming

NO_MAIL = "No mail server is set, so no letter leaves."

PERSON_ADDRESS = f"/<{NUMBER}:person_id>"
ROLE_ADDRESS = f"{PERSON_ADDRESS}/roles/<{NUMBER}:membership_id>"


@people_blueprint.record_once
def _tell_people(state: BlueprintSetupState) -> None:
    app: Any = state.app
    connect_network(app, NetworkAnswers(federations_of, join, come_by_shown_link, demo_people))
    connect_renaming(app, NameRules(check_name, tell_renamed))


@people_blueprint.get("/")
@permission("network.read")
def people() -> str:
    """Everybody with a role, by name."""
    practices = queries.practices_to_choose()
    form = FindPeopleForm(practices)
    filters = (
        PeopleFilter(form.q.data, form.role.data or "", form.of_practice)
        if form.validate()
        else PeopleFilter()
    )
    page = queries.people_page(filters, number_given("after"), number_given("before"))
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in form and value}
    return render_template(
        "network/people/list.html",
        find=form,
        filters=filters,
        listed=page.people,
        see_addresses=_see_addresses(),
        may_invite=may(actor(), "network.people"),
        role_titles=ROLE_TITLES,
        practice_title=dict(practices or ()).get(filters.practice, filters.practice),
        next_url=url_for(".people", **kept, after=page.after) if page.after else None,
        previous_url=url_for(".people", **kept, before=page.before) if page.before else None,
        base=url_for(".people"),
    )


def _see_addresses() -> bool:
    return may(actor(), "network.addresses")


@people_blueprint.get("/people.csv")
@permission("network.read")
def export() -> Response:
    """Everybody as a table, with addresses for those who may see them."""
    addresses = _see_addresses()
    header = ["name", *(["email"] if addresses else []), "role", "practice_code", "practice", "since"]
    rows = (
        [
            name,
            *([email] if addresses else []),
            role_in_words(held.role, held.is_chair),
            held.code,
            held.practice,
            held.started_at.date().isoformat(),
        ]
        for name, email, held in queries.everybody()
    )
    return csv_response(f"{here().slug}-people.csv", header, rows)


@people_blueprint.get(PERSON_ADDRESS)
@permission("network.read")
def person(person_id: int) -> str:
    """One person: roles and since when."""
    found = person_here(person_id)
    manages = may(actor(), "network.people")
    return render_template(
        "network/people/person.html",
        person=found,
        see_addresses=_see_addresses(),
        manages=manages,
        hands=hands_of(person_id),
        former=former_names(person_id),
        invitation_ends=invitation_ends(person_id) if manages and not found.accepted else None,
        is_self=person_id == actor().person_id,
        leaves=mail_leaves(),
        may_hand_on=manages
        and bool(found.roles)
        and not found.accepted
        and not mail_leaves()
        and bool(who_waits(person_id)),
    )


@people_blueprint.route("/invite", methods=["GET", "POST"])
@permission("network.people")
@fresh()
def invite() -> Any:
    """Invite somebody."""
    form = InviteForm(queries.practices_to_choose())
    if done := form.does(
        lambda: invite_to(actor(), form.email.data, form.name.data, form.role.data, form.of_practice or None)
    ):
        begun = done.answer
        flash(_invited_words(begun), "success")
        return redirect(url_for(".person", person_id=begun[0].person_id), 303)
    return render_template("network/people/invite.html", form=form, leaves=mail_leaves())


def _invited_words(begun: list[BegunRole]) -> str:
    first, words = begun[0], " and ".join(one.words for one in begun)
    if first.accepted:
        told = "We have told them by email." if mail_leaves() else NO_MAIL
        return f"{first.name} now belongs to this federation as {words}. {told}"
    if not mail_leaves():
        return f"{first.name} is invited as {words}. {NO_MAIL}"
    return f"We have invited {first.name} by email as {words}. The link works for 7 days."


@people_blueprint.post(f"{PERSON_ADDRESS}/invitation/resend")
@permission("network.people")
@fresh()
def resend_invitation(person_id: int) -> Response:
    """Mail the invitation again."""
    found = person_here(person_id)
    inviting.resend_invitation(actor(), person_id)
    sent = f"We have sent {found.name} a new link." if mail_leaves() else NO_MAIL
    flash(f"{sent} The earlier link no longer works.", "success")
    return redirect(url_for(".person", person_id=person_id), 303)


@people_blueprint.get(f"{PERSON_ADDRESS}/invitation/withdraw")
@permission("network.people")
@fresh()
def withdraw_invitation(person_id: int) -> str:
    """Ask before an invitation is taken back."""
    found = person_here(person_id)
    if found.accepted or not found.roles:
        raise NotFound()
    return render_template("network/people/withdraw.html", person=found)


@people_blueprint.post(f"{PERSON_ADDRESS}/invitation/withdraw")
@permission("network.people")
@fresh()
def withdraw_invitation_now(person_id: int) -> Response:
    """Take an invitation back."""
    found = person_here(person_id)
    inviting.withdraw_invitation(actor(), person_id)
    flash(f"The invitation of {found.name} was taken back.", "success")
    return redirect(url_for(".people"), 303)
