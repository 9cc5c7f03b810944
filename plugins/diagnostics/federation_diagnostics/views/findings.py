"""From a finding to a proposal."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.toolkit import Draft, Invalid, NotFound, Refusal, actor, permission

from ..actions.findings import NO_RESULTS, propose_finding
from ..forms.surveys import FindingForm
from ..queries import results as queries
from ..rules.findings import FINDINGS, finding
from . import blueprint

_WAY = f"/surveys/<int:survey_id>/propose/<any({', '.join(FINDINGS)}):finding_key>"


@blueprint.route(_WAY, methods=["GET", "POST"])
@permission("diagnostics.propose")
def propose_this(survey_id: int, finding_key: str) -> str | Response:
    """A proposal about one finding, with what the survey found filled in."""
    found = queries.results_of(survey_id)
    if not isinstance(found, queries.SurveyResults):
        raise Refusal(NO_RESULTS)
    one = finding(found.report, finding_key)
    if one is None:
        raise NotFound()
    suggested = {
        "title": one.suggested_title,
        "body": one.suggested_text,
        "reasons": one.reasons(found.facts.title, found.report.response_words),
    }
    form = FindingForm(data=suggested)
    if request.method == "POST" and form.validate_on_submit():
        draft = Draft(title=form.title.data, body=form.body.data, reasons=form.reasons.data)
        try:
            decision_id = propose_finding(actor(), survey_id, finding_key, draft)
        except Invalid as refusal:
            form.refuse(refusal.words, refusal.field)
        else:
            flash("Your draft is begun. Only you can see it until you show it to the members.", "success")
            return redirect(url_for("decisions.show", decision_id=decision_id), 303)
    return render_template("diagnostics/survey_propose.html", form=form, survey=found.facts, finding=one)
