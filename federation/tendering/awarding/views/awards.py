"""The pages on which an award is put to the members and shared out, and what follows."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.kernel.forms import Choice
from federation.kernel.policy import authorize, may
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.tendering.awarding.actions.awarding import propose_award
from federation.tendering.awarding.actions.concluding import (
    answer_challenge,
    check_challenge,
    note_challenge,
    sign_contract,
)
from federation.tendering.awarding.actions.reallocating import (
    LIMIT_PERCENT,
    ask_change,
    confirm_change,
    propose_change,
    take_back_change,
)
from federation.tendering.awarding.forms import (
    BidderChallengeForm,
    ChallengeAnswerForm,
    TenderContractForm,
    award_form,
    change_form,
)
from federation.tendering.awarding.queries.awards import (
    allocation_now,
    allocations_of,
    award_here,
    way_here,
)
from federation.tendering.awarding.words import KIND_TITLES
from federation.tendering.blueprint import NUMBER, ONE, blueprint
from federation.tendering.evaluating.queries.opened import judged_bids
from federation.tendering.evaluating.queries.results import ranking_for
from federation.tendering.evaluating.words import firm_words
from federation.tendering.preparing.queries.tenders import ShownTender, clear_of_conflict, tender_here

_CHANGE = f"{ONE}/allocation/changes/<{NUMBER}:number>"


@blueprint.route(f"{ONE}/award", methods=["GET", "POST"])
@permission("tendering.run")
def award(tender_id: int) -> Any:
    """Put an award to the members."""
    tender = _run(tender_id)
    ranking = ranking_for(actor(), tender_id)
    form = award_form(ranking)
    if done := form.does(lambda: propose_award(actor(), tender_id, form.bid.data, form.reason.data or "")):
        flash("Your proposal is shown to the members. Put it to the vote when it is ready.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    firm = firm_words(ranking.bids[0].name, ranking.held, tender.content.price_points)
    return render_template(
        "tendering/award.html", form=form, tender=tender, firm=firm, sharing=tender.sharing
    )


@blueprint.get(f"{ONE}/allocation")
@permission("tendering.read")
def allocation(tender_id: int) -> str:
    """How an award is shared out, and how that changed."""
    tender, award = tender_here(tender_id), award_here(tender_id)
    found = allocations_of(award)
    may_run = may(actor(), "tendering.run", tender.whose)
    return render_template(
        "tendering/award_allocation.html",
        tender=tender,
        award=award,
        now=allocation_now(award),
        waiting=next((one for one in found if one.waits), None),
        changes=found,
        unit=way_here(tender).unit,
        kinds=KIND_TITLES,
        may_run=may_run,
        me=actor().person_id,
        limit=LIMIT_PERCENT,
    )


@blueprint.get(f"{ONE}/allocation.csv")
@permission("tendering.read")
def allocation_csv(tender_id: int) -> Response:
    """The same as a spreadsheet."""
    tender, found = tender_here(tender_id), allocation_now(award_here(tender_id))
    heads = ("ODS code", "Practice", "Patients", way_here(tender).unit.capitalize(), "Worth in pounds")
    rows = [
        (one.code, one.name, one.patients, one.amount, f"{one.pence // 100}.{one.pence % 100:02}")
        for one in found.lines
    ]
    name = tender.number.replace("/", "-")
    return csv_response(f"{here().slug}-tender-{name}-allocation.csv", heads, rows)


@blueprint.route(f"{ONE}/allocation/new", methods=["GET", "POST"])
@permission("tendering.run")
def new_change(tender_id: int) -> Any:
    """Ask that it is shared out anew."""
    before = allocation_now(award_here(tender_id))
    tender = _run(tender_id)
    form = change_form(before)
    if form.does(lambda: ask_change(actor(), tender_id, form.wanted(before))):
        flash("It holds once a second person has confirmed it, or the members.", "success")
        return redirect(url_for(".allocation", tender_id=tender_id), 303)
    return render_template(
        "tendering/award_change.html",
        form=form,
        tender=tender,
        before=before,
        unit=way_here(tender).unit,
        limit=LIMIT_PERCENT,
    )


@blueprint.post(f"{_CHANGE}/confirm")
@permission("tendering.share")
def confirm_allocation(tender_id: int, number: int) -> Any:
    """Confirm what somebody else asked for."""
    confirm_change(actor(), tender_id, number)
    flash("It is shared out so from now on.", "success")
    return redirect(url_for(".allocation", tender_id=tender_id), 303)


@blueprint.post(f"{_CHANGE}/take-back")
@permission("tendering.run")
def take_back_allocation(tender_id: int, number: int) -> Any:
    """End a change that waits."""
    take_back_change(actor(), tender_id, number)
    flash("It stays as it was.", "success")
    return redirect(url_for(".allocation", tender_id=tender_id), 303)


@blueprint.post(f"{_CHANGE}/propose")
@permission("tendering.run")
def propose_allocation(tender_id: int, number: int) -> Any:
    """Put a change to the members."""
    made = propose_change(actor(), tender_id, number)
    flash("Your proposal is shown to the members. Put it to the vote when it is ready.", "success")
    return redirect(url_for("decisions.show", decision_id=made), 303)


@blueprint.route(f"{ONE}/challenges/new", methods=["GET", "POST"])
@permission("tendering.run")
def new_challenge(tender_id: int) -> Any:
    """Write down what a bidder asks."""
    award_here(tender_id)
    tender, form = _run(tender_id), BidderChallengeForm()
    form.bid.choices = [Choice(one.id, one.name) for one in judged_bids(actor(), tender_id)]
    if form.does(lambda: note_challenge(actor(), tender_id, form.bid.data, form.words.data)):
        flash("It is written down. No contract follows before it is answered.", "success")
        return redirect(url_for("tendering.tender", tender_id=tender_id), 303)
    return render_template(
        "tendering/award_form.html",
        form=form,
        tender=tender,
        heading="What a bidder asks",
        button="Write it down",
    )


@blueprint.route(f"{ONE}/challenges/<{NUMBER}:challenge_id>", methods=["GET", "POST"])
@permission("tendering.run")
def challenge(tender_id: int, challenge_id: int) -> Any:
    """Answer a bidder."""
    check_challenge(award_here(tender_id), challenge_id)
    tender, form = _run(tender_id), ChallengeAnswerForm()
    if form.does(lambda: answer_challenge(actor(), tender_id, challenge_id, form.answer.data)):
        flash("The answer is written down.", "success")
        return redirect(url_for("tendering.tender", tender_id=tender_id), 303)
    return render_template(
        "tendering/award_form.html", form=form, tender=tender, heading="Answer a bidder", button="Answer"
    )


@blueprint.route(f"{ONE}/contract", methods=["GET", "POST"])
@permission("tendering.run")
def tender_contract(tender_id: int) -> Any:
    """Put the contract into the register."""
    award_here(tender_id)
    tender = _run(tender_id)
    form = TenderContractForm(data={"starts_on": tender.content.starts_on, "ends_on": tender.content.ends_on})
    if done := form.does(
        lambda: sign_contract(actor(), tender_id, form.starts_on.data, form.ends_on.data, form.break_on.data)
    ):
        flash("The contract stands in the register.", "success")
        return redirect(url_for("purchasing.contract", contract_id=done.answer), 303)
    return render_template(
        "tendering/award_form.html",
        form=form,
        tender=tender,
        heading="The contract",
        button="Put it into the register",
    )


def _run(tender_id: int) -> ShownTender:
    """The tender, for somebody who runs it and is clear of conflict."""
    tender = tender_here(tender_id)
    authorize(actor(), "tendering.run", tender.whose)
    clear_of_conflict(actor(), tender_id)
    return tender
