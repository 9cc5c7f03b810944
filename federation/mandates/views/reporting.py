"""The pages of reports."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.days import end_of_day
from federation.kernel.policy import may
from federation.kernel.web import actor, permission
from federation.mandates.actions.acting import group_acted_for
from federation.mandates.actions.reporting import send_report
from federation.mandates.blueprint import GROUP, NUMBER, blueprint
from federation.mandates.forms.reporting import ReportForm
from federation.mandates.lists import reports_listed
from federation.mandates.permissions import ActingIn
from federation.mandates.queries.reports import known_lines, report_here
from federation.mandates.queries.standing import standing_mandate
from federation.network.groups.queries import group_here


@blueprint.get(f"{GROUP}/reports")
@permission("mandates.read")
def reports(group_id: int) -> str:
    """The reports of a group, the newest first."""
    group = group_here(group_id)
    return render_template(
        "mandates/reports.html",
        group=group,
        listed=reports_listed(group_id).page(),
        may_report=group.ended_at is None and may(actor(), "mandates.act", ActingIn(group_id)),
    )


@blueprint.get(f"{GROUP}/reports/all.csv")
@permission("mandates.read")
def reports_csv(group_id: int) -> Any:
    """The same for a spreadsheet."""
    group = group_here(group_id)
    return reports_listed(group_id).file(f"{group.code.lower()}-reports.csv")


@blueprint.route(f"{GROUP}/reports/new", methods=["GET", "POST"])
@permission("mandates.act")
def new_report(group_id: int) -> Any:
    """Report to the members; what is known is filled in."""
    group, mandate = group_acted_for(actor(), group_id), standing_mandate(group_id)
    ratify = mandate.terms["ratify"] if mandate else "none"
    form = ReportForm(ratify != "none")
    until = form.until.data if "until" in form else None
    if done := form.does(
        lambda: send_report(
            actor(), group_id, form.words.data, form.learned.data, end_of_day(until) if until else None
        )
    ):
        flash("The report is sent to the members.", "success")
        return redirect(url_for(".report", report_id=done.answer.id), 303)
    return render_template(
        "mandates/report_form.html",
        form=form,
        group=group,
        mandate=mandate,
        known=known_lines(mandate) if mandate else [],
        ratify=ratify,
    )


@blueprint.get(f"/reports/<{NUMBER}:report_id>")
@permission("mandates.read")
def report(report_id: int) -> str:
    """One report."""
    return render_template("mandates/report.html", report=report_here(report_id))
