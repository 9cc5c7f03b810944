"""Reports of groups, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, PartQuerySchema, address, answer
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.mandates import schemas
from federation.mandates.actions.reporting import object_to, send_report
from federation.mandates.blueprint import ONE_GROUP, place_sent, programs
from federation.mandates.queries.acts import practice_numbered
from federation.mandates.queries.reports import ShownReport, report_here, reports_of
from federation.network.groups.queries import group_here

_REPORT = f"/reports/<{ID}:report_id>"


@programs.route(f"{ONE_GROUP}/reports")
class GroupReportsView(Endpoint):
    """The reports of a group."""

    @permission("mandates.read")
    @programs.arguments(PartQuerySchema, location="query")
    @programs.response(200, schemas.ReportsSchema)
    def get(self, sent: dict[str, Any], group_id: int) -> Response:
        """A part of the reports of a group, the newest first."""
        group_here(group_id)
        found, more = reports_of(group_id, sent["limit"], place_sent(sent["after"]))
        following = str(found[-1].id) if more else None
        return answer({"items": [_report(one) for one in found], "next": following})

    @permission("mandates.act")
    @programs.arguments(schemas.ReportSent)
    @programs.response(201, schemas.ReportMade)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Report to the members, with what is known of acts and money. They read it, accept it unless a practice objects until
        ``silent_until``, or vote on it until then, as the mandate says."""
        made = send_report(actor(), group_id, sent["words"], sent["learned"], sent["silent_until"])
        return answer({"id": made.id, "decision": made.decision_id}, 201, address(f"reports/{made.id}"))


@programs.route(_REPORT)
class ReportView(Endpoint):
    """One report."""

    @permission("mandates.read")
    @programs.response(200, schemas.ReportAnswer)
    def get(self, report_id: int) -> Response:
        """A report, and what the members said of it."""
        return answer(_report(report_here(report_id)))


@programs.route(f"{_REPORT}/objections")
class ReportObjectionsView(Endpoint):
    """Objecting to a report."""

    @permission("mandates.call_in")
    @programs.arguments(schemas.CallInSent)
    @programs.response(201, schemas.ReportStandingSchema)
    def post(self, sent: dict[str, Any], report_id: int) -> Response:
        """Object for a practice: the report becomes a vote when the time for objections is over."""
        made = object_to(actor(), report_id, practice_numbered(sent["practice"]), sent["reason"])
        return answer({"state": made.state, "decision": made.decision_id}, 201)


def _report(one: ShownReport) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group_id,
        "mandate": one.mandate_id,
        "words": one.words,
        "learned": one.learned,
        "known": [f"{about}: {said}" for about, said in one.known],
        "person": one.sent_by,
        "sent_at": iso(one.sent_at),
        "state": one.state,
        "decision": one.decision_id,
        "settled_at": iso(one.settled_at),
    }
