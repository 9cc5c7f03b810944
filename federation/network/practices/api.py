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
from federation.network.practices.actions.rearranging import merge_plan, rearrange
from federation.network.practices.queries.for_programs import (
    ListedPractice,
    practice_coded,
    practice_placed,
    practices_numbered,
)
from federation.network.practices.queries.neighbourhoods import neighbourhood_named
from federation.network.practices.queries.rearranging import changes_of_places, summed_places
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


@programs.route("/neighbourhoods")
class NeighbourhoodsView(Endpoint):
    """The neighbourhoods, whatever the federation calls them."""

    @permission("network.read")
    @programs.response(200, schemas.NeighbourhoodsSchema)
    def get(self) -> Response:
        """The neighbourhoods with their sums, and how they were split and merged, the newest first."""
        changes = [
            {
                "kind": one.kind,
                "at": iso(one.at),
                "by": one.by,
                "before": [part._asdict() for part in one.before],
                "after": [part._asdict() for part in one.after],
            }
            for one in changes_of_places()
        ]
        return answer({"items": [one._asdict() for one in summed_places()], "changes": changes})


@programs.route("/neighbourhoods/split")
class SplitView(Endpoint):
    """Splitting a neighbourhood."""

    @permission("network.arrange")
    @programs.arguments(schemas.SplitSent)
    @programs.response(201, schemas.RearrangedSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Split a neighbourhood into two or more; each of its practices goes into one of them."""
        number = _neighbourhood(sent["neighbourhood"])
        goes = {
            practice_placed(code).id: part["name"] for part in sent["parts"] for code in part["practices"]
        }
        return _rearranged([number or 0], [part["name"] for part in sent["parts"]], goes)


@programs.route("/neighbourhoods/merge")
class MergeView(Endpoint):
    """Merging neighbourhoods."""

    @permission("network.arrange")
    @programs.arguments(schemas.MergeSent)
    @programs.response(201, schemas.RearrangedSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Merge two neighbourhoods or more into one."""
        ids = [_neighbourhood(name) or 0 for name in sent["neighbourhoods"]]
        return _rearranged(ids, *merge_plan(ids, sent["name"]))


def _rearranged(ids: list[int], names: list[str], goes: dict[int, str]) -> Response:
    plan = rearrange(actor(), ids, names, goes)
    sides = {"before": plan.before, "after": plan.after}
    return answer({name: [one._asdict() for one in side] for name, side in sides.items()}, 201)


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
