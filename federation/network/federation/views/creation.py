"""Making another federation."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from federation.kernel.policy import SIGNED_IN
from federation.kernel.refusals import NotYours
from federation.kernel.web import permission, remember_page
from federation.network.blueprint import blueprint
from federation.network.federation.actions.creating import create_federation
from federation.network.federation.forms import NewFederationForm
from federation.network.federation.queries import administers_any
from federation.people.queries import places_of
from federation.people.views.frame import frame
from federation.people.views.proof import owes_app


@blueprint.route("/federations/new", methods=["GET", "POST"])
@permission(SIGNED_IN)
def new_federation() -> Any:
    """For people who administer a federation already; they administer the new one too."""
    person_id = current_user.arrival.person_id
    if not administers_any(person_id):
        raise NotYours("Only people who administer a federation can make another one here.")
    if owes_app(places_of(person_id)):
        remember_page()
        return redirect(url_for("people.confirm"), 303)
    form = NewFederationForm()
    if form.does(lambda: create_federation(form.slug.data, form.name.data, person_id)):
        flash(f"{form.name.data} is ready. Write down its purpose, then bring in its practices.", "success")
        return redirect(url_for(".practices", federation=form.slug.data), 303)
    return render_template("network/new_federation.html", form=form, page=frame())
