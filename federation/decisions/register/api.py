"""The register of decisions, to take away."""

from typing import Any

from flask import Response

from federation.decisions.blueprint import programs
from federation.decisions.register.queries import register
from federation.decisions.register.queries.going_on import pulse
from federation.decisions.register.queries.wanted import RegisterFilter, RegisterRow
from federation.decisions.register.schemas import RegisterSchema, RegisterWantedSchema
from federation.decisions.words import RESULTS
from federation.kernel.api import Endpoint
from federation.kernel.api_fields import iso
from federation.kernel.tables import json_response
from federation.kernel.web import here, permission
from federation.kernel.words import LONDON


@programs.route("/register")
class RegisterView(Endpoint):
    """Everything that the members have decided."""

    @permission("decisions.read")
    @programs.arguments(RegisterWantedSchema, location="query")
    @programs.response(200, RegisterSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """All closed decisions that the filters leave, newest first, whole: sent while they are read."""
        today = pulse(here().id).now.astimezone(LONDON).date()
        wanted = RegisterFilter(
            text=" ".join(sent["q"].split()),
            results=tuple(name for name, *_ in RESULTS if name in sent["result"]),
            aim=sent["aim"],
            year=sent["year"],
            review_by=today if sent["review"] else None,
        )
        return json_response("decisions.json", "decisions", map(_item, register.every(wanted)))


def _item(row: RegisterRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "verdict": row.verdict,
        "closed_at": iso(row.closed_at),
        "how": row.how,
        "review_on": iso(row.review_on),
        "replaced_by": row.replaced_by,
    }
