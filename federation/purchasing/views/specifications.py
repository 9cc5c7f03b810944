"""The pages of what is to be bought: its versions, how they differ, writing one, and putting it to the members."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.decisions.proposals.texts import difference, paragraphs_of
from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, permission
from federation.purchasing.actions.specifications import propose_version, write_version
from federation.purchasing.blueprint import NUMBER, ONE, blueprint
from federation.purchasing.forms.specifications import SpecForm, SpecProposalForm
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.queries.specifications import version_of, versions_of, voted_of
from federation.purchasing.rules import EVIDENCE
from federation.purchasing.terms import completeness
from federation.purchasing.words import BASIS_TITLES, EVIDENCE_TITLES

_SPEC = f"{ONE}/specification"


@blueprint.get(_SPEC)
@permission("purchasing.read")
def specification(round_id: int) -> str:
    """The versions of what is to be bought, and the one that was voted."""
    found = round_here(round_id)
    return render_template(
        "purchasing/specification.html",
        round=found,
        versions=versions_of(round_id),
        voted=voted_of(round_id),
        may_run=found.called_off_at is None and may(actor(), "purchasing.run", found.whose),
    )


@blueprint.get(f"{_SPEC}/<{NUMBER}:number>")
@permission("purchasing.read")
def spec_version(round_id: int, number: int) -> str:
    """One version, with its evidence and what changed since the one before."""
    found, spec = round_here(round_id), version_of(round_id, number)
    before = version_of(round_id, number - 1) if number > 1 else None
    return render_template(
        "purchasing/version.html",
        round=found,
        spec=spec,
        before=before,
        paragraphs=paragraphs_of(difference(before.text, spec.text)) if before else (),
        parts_of_evidence=[(EVIDENCE_TITLES[part][0], spec.evidence.get(part, "")) for part in EVIDENCE],
        evidence=completeness(spec.evidence),
        basis=BASIS_TITLES[spec.basis][0],
        voted=voted_of(round_id),
    )


@blueprint.route(f"{_SPEC}/new", methods=["GET", "POST"])
@permission("purchasing.run")
def new_version(round_id: int) -> Any:
    """Write the next version, beginning with the one before."""
    found = round_here(round_id)
    authorize(actor(), "purchasing.run", found.whose)
    versions = versions_of(round_id)
    newest = versions[0] if versions else None
    before = (
        {"text": newest.text, "basis": newest.basis, **newest.evidence} if newest else {"basis": "quantity"}
    )
    items = [", ".join(one) for one in (newest.items if newest else found.items)]
    form = SpecForm(data={**before, "items": items})
    if done := form.does(
        lambda: write_version(
            actor(), round_id, form.text.data, form.evidence, form.basis.data or "", form.pairs
        )
    ):
        flash(
            f"Version {done.answer} is written. It can be bought once the members have voted it.", "success"
        )
        return redirect(url_for(".spec_version", round_id=round_id, number=done.answer), 303)
    return render_template("purchasing/spec_form.html", form=form, round=found, newest=newest)


@blueprint.route(f"{_SPEC}/propose", methods=["GET", "POST"])
@permission("purchasing.run")
def propose_spec(round_id: int) -> Any:
    """Put the newest version to the members."""
    found, versions, form = round_here(round_id), versions_of(round_id), SpecProposalForm()
    authorize(actor(), "purchasing.run", found.whose)
    if done := form.does(lambda: propose_version(actor(), round_id, form.reasons.data)):
        flash("Your proposal is shown to the members. Put it to the vote when it is ready.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    newest = versions[0] if versions else None
    return render_template(
        "purchasing/propose.html",
        form=form,
        round=found,
        newest=newest,
        evidence=completeness(newest.evidence) if newest else "",
    )
