"""The scheme of delegation: who may act for the members; and the page of one mandate."""

from typing import Any

from flask import Response, render_template
from flask.blueprints import BlueprintSetupState

from federation.kernel.api_fields import iso
from federation.kernel.charts import one_place
from federation.kernel.policy import may
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, permission
from federation.kernel.words import pounds
from federation.mandates.blueprint import NUMBER, blueprint
from federation.mandates.queries.scheme import scheme_now
from federation.mandates.queries.standing import mandate_here, standing_told
from federation.network.groups.queries import connect_standings

_COLUMNS = (
    "Group",
    "Kind",
    "Mandate",
    "What it may do",
    "For one item (pounds)",
    "In all (pounds)",
    "Spent (pounds)",
    "Promised (pounds)",
    "Left (pounds)",
    "Next report due",
    "Ends",
    "Decision",
    "Reports (hours a month)",
)


@blueprint.record_once
def _tell_groups(state: BlueprintSetupState) -> None:
    """The list of groups asks where their mandates stand."""
    app: Any = state.app
    connect_standings(app, standing_told)


@blueprint.get("/mandates/")
@permission("mandates.read")
def scheme() -> str:
    """What each group may do without asking, and what it has left."""
    return render_template(
        "mandates/scheme.html", scheme=scheme_now(), may_propose=may(actor(), "mandates.propose")
    )


@blueprint.get("/mandates/scheme.csv")
@permission("mandates.read")
def scheme_csv() -> Response:
    """The same for a spreadsheet."""
    return csv_response(
        "scheme-of-delegation.csv",
        _COLUMNS,
        [
            (
                one.group,
                one.kind,
                one.state,
                one.may,
                *(pounds(pence) for pence in (one.item_pence, one.total_pence, one.spent_pence)),
                *(pounds(pence) for pence in (one.committed_pence, one.left_pence)),
                iso(one.report_due_at),
                iso(one.ends_at),
                one.number,
                one_place(one.report_hours),
            )
            for one in scheme_now().all
        ],
    )


@blueprint.get(f"/mandates/<{NUMBER}:mandate_id>")
@permission("mandates.read")
def mandate(mandate_id: int) -> str:
    """One mandate, with everything that it says."""
    found = mandate_here(mandate_id)
    return render_template("mandates/mandate.html", mandate=found, lines=found.lines)
