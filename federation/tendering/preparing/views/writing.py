"""The pages on which a tender is written, put to the members, and cancelled."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from federation.decisions.proposals.texts import difference, paragraphs_of
from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.tendering.blueprint import NUMBER, ONE, blueprint
from federation.tendering.preparing.actions.proposing import (
    cancel_tender,
    propose_cancel,
    propose_sharing,
    propose_start,
    worked_example,
)
from federation.tendering.preparing.actions.running import group_tenders
from federation.tendering.preparing.actions.writing import begin_tender, write_tender
from federation.tendering.preparing.forms.asking import (
    CancelForm,
    SharingForm,
    TenderReasonsForm,
    sharing_data,
)
from federation.tendering.preparing.forms.content import ContentForm, TenderForm, content_data, fresh_data
from federation.tendering.preparing.queries.interests import interest_of
from federation.tendering.preparing.queries.sharing import sharers_here
from federation.tendering.preparing.queries.tenders import ShownTender, clear_of_conflict, tender_here
from federation.tendering.preparing.queries.versions import content_of, contents_of
from federation.tendering.preparing.rules.templates import TENDER_TEMPLATES
from federation.tendering.preparing.terms import content_lines
from federation.tendering.preparing.views.tables import rows_of


@blueprint.route(f"/groups/<{NUMBER}:group_id>/tenders/new", methods=["GET", "POST"])
@permission("tendering.run")
def new_tender(group_id: int) -> Any:
    """Begin a tender, with a ready text or from an earlier one."""
    group = group_tenders(actor(), group_id)
    form = TenderForm(data={**fresh_data(), **_ready_text()})
    if done := form.does(lambda: begin_tender(actor(), group_id, form.title.data, form.content, True)):
        flash(
            f"Tender {done.answer.number} is begun. Nobody outside sees it before the members have voted.",
            "success",
        )
        return redirect(url_for(".tender", tender_id=done.answer.id), 303)
    return render_template(
        "tendering/tender_form.html", form=form, group=group, tender=None, templates=TENDER_TEMPLATES
    )


@blueprint.route(f"{ONE}/versions/new", methods=["GET", "POST"])
@permission("tendering.run")
def new_tender_version(tender_id: int) -> Any:
    """Write the next version, beginning with the one before."""
    found = tender_here(tender_id)
    if away := not_ready(found):
        return away
    form = ContentForm(data=content_data(content_of(tender_id, found.newest).content))
    if done := form.does(lambda: write_tender(actor(), tender_id, form.content)):
        flash(f"Version {done.answer} is written. It holds once the members have voted it.", "success")
        return redirect(url_for(".tender_version", tender_id=tender_id, number=done.answer), 303)
    return render_template("tendering/tender_form.html", form=form, tender=found, group=None, templates={})


@blueprint.get(f"{ONE}/versions")
@permission("tendering.read")
def tender_versions(tender_id: int) -> str:
    """The versions of a tender."""
    return render_template(
        "tendering/versions.html", tender=tender_here(tender_id), versions=contents_of(tender_id)
    )


@blueprint.get(f"{ONE}/versions/<{NUMBER}:number>")
@permission("tendering.read")
def tender_version(tender_id: int, number: int) -> str:
    """One version, and what changed since the one before."""
    found, shown = tender_here(tender_id), content_of(tender_id, number)
    before = content_of(tender_id, number - 1) if number > 1 else None
    lines = content_lines(shown.content)
    return render_template(
        "tendering/version.html",
        tender=found,
        shown=shown,
        before=before,
        lines=lines,
        paragraphs=paragraphs_of(difference(_as_text(content_lines(before.content)), _as_text(lines)))
        if before
        else (),
    )


@blueprint.route(f"{ONE}/start", methods=["GET", "POST"])
@permission("tendering.run")
def start_tender(tender_id: int) -> Any:
    """Ask the members to start a tender."""
    found, form = tender_here(tender_id), TenderReasonsForm()
    if away := not_ready(found):
        return away
    if done := form.does(lambda: propose_start(actor(), tender_id, form.reasons.data)):
        flash("Your proposal is shown to the members. Put it to the vote when it is ready.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    lines = content_lines(content_of(tender_id, found.newest).content)
    return render_template("tendering/start.html", form=form, tender=found, lines=lines)


@blueprint.route(f"{ONE}/sharing", methods=["GET", "POST"])
@permission("tendering.run")
def share_tender(tender_id: int) -> Any:
    """Ask the members how a tender is shared, after a look at what each practice would get."""
    found, codes = tender_here(tender_id), [(one.code, name) for one, name in sharers_here()]
    if away := not_ready(found):
        return away
    way = found.sharing.way if found.sharing else None
    form = SharingForm(data=sharing_data(way) if way else {"basis": "patients"})
    example: Any = None
    if "show" in request.form:
        if form.validate_on_submit() and (shown := form.tries(lambda: worked_example(form.way))):
            example = rows_of(shown.answer[1])
    elif done := form.does(lambda: propose_sharing(actor(), tender_id, form.way, form.reasons.data)):
        flash("Your proposal is shown to the members. Put it to the vote when it is ready.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template(
        "tendering/sharing_form.html",
        form=form,
        tender=found,
        example=example,
        practices=codes,
    )


@blueprint.route(f"{ONE}/cancel", methods=["GET", "POST"])
@permission("tendering.run")
def cancel(tender_id: int) -> Any:
    """Cancel a tender, or ask the members to, where they have started it."""
    found, form = tender_here(tender_id), CancelForm()
    if away := not_ready(found):
        return away
    if found.started is not None:
        if done := form.does(lambda: propose_cancel(actor(), tender_id, form.reason.data)):
            flash(
                "Your proposal is shown to the members. They alone cancel what they have started.", "success"
            )
            return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    elif form.does(lambda: cancel_tender(actor(), tender_id, form.reason.data)):
        flash("The tender is cancelled.", "success")
        return redirect(url_for(".tender", tender_id=tender_id), 303)
    return render_template("tendering/cancel.html", form=form, tender=found)


def not_ready(found: ShownTender) -> Any:
    """Where somebody goes instead of a page of the group: those who have not said whether they have an interest say it first."""
    authorize(actor(), "tendering.run", found.whose)
    if request.method == "POST":
        return None
    if found.cancelled_at is not None:
        return redirect(url_for(".tender", tender_id=found.id), 303)
    if interest_of(found.id, actor().person_id) is None:
        return redirect(url_for(".declare", tender_id=found.id), 303)
    clear_of_conflict(actor(), found.id)
    return None


def _ready_text() -> dict[str, Any]:
    """The ready text, or the earlier tender, that the address names."""
    if earlier := request.args.get("from", ""):
        if not (earlier.isascii() and earlier.isdigit() and len(earlier) < 16):
            raise NotFound()
        found = tender_here(int(earlier))
        data = content_data(found.content)
        times = ("questions_until", "closes_at", "award_by", "starts_on", "ends_on")
        return {"title": found.title, **{name: data[name] for name in data if name not in times}}
    ready = TENDER_TEMPLATES.get(request.args.get("text", ""))
    if ready is None:
        return {}
    return {
        "need": ready.need,
        "criteria": list(ready.criteria),
        "price_points": ready.price_points,
        "floor": ready.floor,
    }


def _as_text(lines: list[tuple[str, str]]) -> str:
    return "\n\n".join(f"{label}: {words}" for label, words in lines)
