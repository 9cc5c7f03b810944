"""The practices of the federation."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, answer
from federation.kernel.api_fields import iso
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission
from federation.network.blueprint import programs
from federation.network.practices import schemas
from federation.network.practices.actions.practices import return_practice, set_membership, take_leave
from federation.network.practices.queries.for_programs import (
    ListedPractice,
    practice_coded,
    practice_placed,
    practices_numbered,
)
from federation.network.practices.queries.neighbourhoods import neighbourhood_named
from federation.network.practices.queries.totals import totals


@programs.route("/practices")
class PracticesView(Endpoint):
    """The practices."""

    @permission("network.read")
    @programs.arguments(schemas.PagesSchema, location="query")
    @programs.response(200, schemas.PracticesSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """All practices that the federation has or had, in order of code, by page number."""
        rows = practices_numbered(sent["page"], sent["per_page"])
        return answer({"items": [_practice(row) for row in rows], "total": totals().all, **sent})


@programs.route("/practices/<plain:code>")
class PracticeView(Endpoint):
    """One practice."""

    @permission("network.read")
    @programs.response(200, schemas.PracticeSchema)
    def get(self, code: str) -> Response:
        """A practice by its ODS code."""
        return answer(_practice(practice_coded(code)))

    @permission("network.administer")
    @programs.arguments(schemas.PracticeChange)
    @programs.response(200, schemas.PracticeSchema)
    def patch(self, sent: dict[str, Any], code: str) -> Response:
        """Say how a practice belongs, or in which neighbourhood it lies."""
        placed = practice_placed(code)
        neighbourhood = placed.neighbourhood_id
        if "neighbourhood" in sent:
            neighbourhood = _neighbourhood(sent["neighbourhood"])
        set_membership(actor(), placed.id, sent.get("membership", placed.membership), neighbourhood)
        return answer(_practice(practice_coded(code)))


@programs.route("/practices/<plain:code>/leave")
class LeaveView(Endpoint):
    """Leaving the federation."""

    @permission("network.administer")
    @programs.response(200, schemas.PracticeSchema)
    def post(self, code: str) -> Response:
        """Mark a practice as having left today."""
        take_leave(actor(), practice_placed(code).id)
        return answer(_practice(practice_coded(code)))

    @permission("network.administer")
    @programs.response(200, schemas.PracticeSchema)
    def delete(self, code: str) -> Response:
        """Take back that a practice left."""
        return_practice(actor(), practice_placed(code).id)
        return answer(_practice(practice_coded(code)))


def _practice(row: ListedPractice) -> dict[str, Any]:
    return row._asdict() | {
        name: iso(getattr(row, name)) for name in ("list_size_on", "closed_on", "left_on")
    }


def _neighbourhood(name: str | None) -> int | None:
    if name is None:
        return None
    found = neighbourhood_named(name)
    if found is None:
        raise Invalid("There is no neighbourhood of this name", "neighbourhood")
    return found[0]
