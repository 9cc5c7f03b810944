"""What works in care homes."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.toolkit import actor, csv_response, day, may, people, permission

from ..blueprint import blueprint
from ..permissions import READ, SHARE
from . import actions as act
from .forms import EvidenceForm, EvidenceReviewForm
from .queries import all_evidence, evidence_here

_ROLES = ("executive", "administrator", "representative", "member", "lay_partner", "observer")
_GONE = "Somebody who has left"


@blueprint.get("/evidence")
@permission(READ)
def all_shared() -> str:
    """All that was brought."""
    return render_template(
        "care_homes/sharing/all_evidence.html",
        rows=all_evidence(),
        verdicts=act.VERDICTS,
        may_share=may(actor(), SHARE),
    )


@blueprint.get("/evidence.csv")
@permission(READ)
def all_shared_csv() -> Response:
    """The same as a spreadsheet: who brought it, who reviewed it, and the verdict."""
    names = {one.id: one.name for one in people(*_ROLES)}
    rows = [
        (
            one.title,
            names.get(one.submitted_by, _GONE),
            day(one.submitted_at),
            act.VERDICTS.get(one.verdict, ""),
            names.get(one.reviewed_by, _GONE) if one.reviewed_by else "",
            day(one.reviewed_at) if one.reviewed_at else "",
        )
        for one in all_evidence()
    ]
    heads = ("What works", "Brought by", "On", "Verdict", "Reviewed by", "On")
    return csv_response("what-works.csv", heads, rows)


@blueprint.get("/evidence/<int:evidence_id>")
@permission(READ)
def evidence(evidence_id: int) -> str:
    """One thing that works, who brought it, and what was made of it."""
    row, reader = evidence_here(evidence_id), actor()
    names = {one.id: one.name for one in people(*_ROLES)}
    return render_template(
        "care_homes/sharing/evidence.html",
        row=row,
        names=names,
        verdicts=act.VERDICTS,
        may_review=may(reader, SHARE) and not row.verdict and row.submitted_by != reader.person_id,
    )


@blueprint.route("/evidence/new", methods=["GET", "POST"])
@permission(SHARE)
def new_evidence() -> Any:
    """Bring something that works."""
    form = EvidenceForm()
    if done := form.does(lambda: act.bring_evidence(actor(), form.title.data, form.words.data)):
        flash("It is in the list. Somebody else reviews it.", "success")
        return redirect(url_for(".evidence", evidence_id=done.answer), 303)
    return render_template("care_homes/sharing/new_evidence.html", form=form)


@blueprint.route("/evidence/<int:evidence_id>/review", methods=["GET", "POST"])
@permission(SHARE)
def review(evidence_id: int) -> Any:
    """Say what to make of it."""
    row = evidence_here(evidence_id)
    form = EvidenceReviewForm()
    if form.does(lambda: act.review_evidence(actor(), evidence_id, form.verdict.data, form.reason.data)):
        flash("Your review is kept.", "success")
        return redirect(url_for(".evidence", evidence_id=evidence_id), 303)
    return render_template("care_homes/sharing/review.html", form=form, row=row)
