"""The pages on which people say whether they have an interest in a tender, and on which scorers and openers are named."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.forms import Choice
from federation.kernel.web import actor, permission
from federation.network.for_plugins import people
from federation.tendering.blueprint import NUMBER, ONE, blueprint
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import end_part, name_part
from federation.tendering.preparing.forms.asking import InterestForm, TenderPartForm
from federation.tendering.preparing.queries.interests import interest_of, interests_of, parts_of
from federation.tendering.preparing.queries.tenders import is_clear, tender_here
from federation.tendering.preparing.views.writing import not_ready

_PARTS = f"{ONE}/people"


@blueprint.get(f"{ONE}/interests")
@permission("tendering.read")
def interests(tender_id: int) -> str:
    """Who has said that they have an interest, or none."""
    return render_template(
        "tendering/interests.html", tender=tender_here(tender_id), interests=interests_of(tender_id)
    )


@blueprint.route(f"{ONE}/interests/declare", methods=["GET", "POST"])
@permission("tendering.declare")
def declare(tender_id: int) -> Any:
    """Say whether one has an interest."""
    found, form = tender_here(tender_id), InterestForm()
    if form.does(lambda: declare_interest(actor(), tender_id, form.conflict.data == "yes", form.words.data)):
        flash("Thank you. Members can read what you have said.", "success")
        return redirect(url_for(".tender", tender_id=tender_id), 303)
    said = interest_of(tender_id, actor().person_id)
    return render_template("tendering/declare.html", form=form, tender=found, said=said)


@blueprint.get(_PARTS)
@permission("tendering.read")
def tender_people(tender_id: int) -> str:
    """Who scores the bids of a tender, and who opens them."""
    found, reader = tender_here(tender_id), actor()
    may_name = found.may_run(reader) and found.now < found.closes_at and is_clear(reader, tender_id)
    return render_template(
        "tendering/people.html", tender=found, people=parts_of(tender_id), may_name=may_name
    )


@blueprint.route(f"{_PARTS}/new", methods=["GET", "POST"])
@permission("tendering.run")
def name_somebody(tender_id: int) -> Any:
    """Name somebody to score or to open."""
    found, form = tender_here(tender_id), TenderPartForm()
    if away := not_ready(found):
        return away
    known = {one.id: one.name for one in people()}
    form.person.choices = [Choice(str(number), name) for number, name in known.items()]
    if form.does(lambda: name_part(actor(), tender_id, int(form.person.data or 0), form.part.data)):
        flash("They get a letter, and are asked whether they have an interest.", "success")
        return redirect(url_for(".tender_people", tender_id=tender_id), 303)
    return render_template("tendering/person_form.html", form=form, tender=found)


@blueprint.post(f"{_PARTS}/<{NUMBER}:person_id>/end")
@permission("tendering.run")
def end_somebody(tender_id: int, person_id: int) -> Any:
    """Take back that somebody scores or opens."""
    end_part(actor(), tender_id, person_id)
    flash("Taken back.", "success")
    return redirect(url_for(".tender_people", tender_id=tender_id), 303)
