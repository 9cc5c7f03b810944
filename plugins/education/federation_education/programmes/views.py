"""Programmes of a year: what the members decide to buy."""

from typing import Any

from flask import redirect, render_template, url_for

from federation.toolkit import actor, forms, may, permission, today

from ..blueprint import blueprint
from ..needs import queries as needs
from . import queries as programmes
from .actions import ProgrammePlan, judges, propose_programme
from .forms import ProgrammeForm


@blueprint.route("/programmes/new", methods=["GET", "POST"])
@permission("education.propose")
def new_programme() -> Any:
    """Propose the programme of a year."""
    form, ranked = ProgrammeForm(), needs.ranked_gaps()
    form.group.choices = [forms.Choice(group or 0, name) for group, name in judges().items()]
    form.needs.choices = [forms.Choice(one.key, one.title, one.figures) for one in ranked]
    if form.year.data is None and not form.is_submitted():
        form.year.data = today().year + 1
    if done := form.does(lambda: propose_programme(actor(), _plan(form))):
        decision_id = programmes.programme_here(done.answer).decision_id
        return redirect(url_for("decisions.show", decision_id=decision_id), 303)
    return render_template(
        "education/programmes/programme_form.html", form=form, may_ask=may(actor(), "education.ask")
    )


def _plan(form: ProgrammeForm) -> ProgrammePlan:
    return ProgrammePlan(
        form.year.data or 0,
        form.pence.data or 0,
        form.least.data or 0,
        form.group.data or None,
        tuple(form.needs.data or ()),
    )
