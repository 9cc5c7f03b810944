"""Work that is brought to groups, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.days import today
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission
from federation.workstreams import schemas
from federation.workstreams.actions.items import (
    ItemFate,
    RaisedItem,
    WantedItem,
    bring,
    raise_item,
    reopen_item,
    settle_item,
)
from federation.workstreams.blueprint import ONE_GROUP, programs
from federation.workstreams.queries.items import ShownWork, counts_of, first_items, item_read
from federation.workstreams.queries.reading import group_read

_ITEM = f"/work/<{ID}:work_id>"


@programs.route(f"{ONE_GROUP}/work")
class GroupWorkView(Endpoint):
    """The work that was brought to a group."""

    @permission("workstreams.read")
    @programs.arguments(schemas.WorkItemsWantedSchema, location="query")
    @programs.response(200, schemas.WorkItemsSchema)
    def get(self, sent: dict[str, Any], group_id: int) -> Response:
        """A part of the problems, positions, digests and commissions that were brought to a group, the newest first."""
        group_read(actor(), group_id)
        after = sent["after"]
        if after and not (after.isascii() and after.isdigit() and len(after) < 16):
            raise Invalid("Send what an earlier part gave as next", "after")
        start = int(after) if after else None
        found, more = first_items(group_id, sent["limit"], sent["kind"], sent["show"], start)
        return answer({"items": [_item(one) for one in found], "next": str(found[-1].id) if more else None})

    @permission("workstreams.bring")
    @programs.arguments(schemas.WorkItemSent)
    @programs.response(201, schemas.WorkNumberSchema)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Bring a problem, a position, a digest or a commission to a group. Its leads get a letter."""
        group_read(actor(), group_id)
        made = bring(actor(), group_id, WantedItem(**sent))
        return answer({"id": made}, 201, address(f"work/{made}"))


@programs.route(f"{ONE_GROUP}/work/counts")
class GroupWorkCountsView(Endpoint):
    """How much work was brought to a group."""

    @permission("workstreams.read")
    @programs.arguments(schemas.WorkItemYearSchema, location="query")
    @programs.response(200, schemas.WorkItemCountsSchema)
    def get(self, sent: dict[str, Any], group_id: int) -> Response:
        """What was brought to a group in a year, by practice and kind."""
        group_read(actor(), group_id)
        year = sent["year"] or today().year
        return answer(
            {
                "items": [
                    {"practice": one.code, "kind": one.kind, "brought": one.brought, "ended": one.ended}
                    for one in counts_of(group_id, year)
                ]
            }
        )


@programs.route(_ITEM)
class WorkView(Endpoint):
    """Work that was brought to a group."""

    @permission("workstreams.read")
    @programs.response(200, schemas.WorkItemAnswer)
    def get(self, work_id: int) -> Response:
        """Where work came from, and what became of it."""
        return answer(_item(item_read(actor(), work_id)[0]))

    @permission("workstreams.work")
    @programs.arguments(schemas.WorkItemChanged)
    @programs.response(204)
    def patch(self, sent: dict[str, Any], work_id: int) -> Response:
        """Say what became of work, or that it has no end after all."""
        item_read(actor(), work_id)
        if sent["fate"] == "open":
            reopen_item(actor(), work_id)
        else:
            settle_item(actor(), work_id, ItemFate(sent["fate"], sent["thing"], sent["words"]))
        return nothing()


@programs.route(f"{_ITEM}/proposal")
class WorkProposalView(Endpoint):
    """The proposal that work becomes."""

    @permission("workstreams.raise")
    @programs.arguments(schemas.WorkItemRaised)
    @programs.response(201, schemas.WorkItemDecisionSchema)
    def post(self, sent: dict[str, Any], work_id: int) -> Response:
        """Make work a proposal in discussion, to the members or within the group."""
        item_read(actor(), work_id)
        made = raise_item(actor(), work_id, RaisedItem(**sent))
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


def _item(one: ShownWork) -> dict[str, Any]:
    fate = {"kind": one.fate, "thing": one.led_to, "words": one.fate_words, "at": iso(one.ended_at)}
    return {
        "id": one.id,
        "group": one.group_id,
        "kind": one.kind,
        "title": one.title,
        "words": one.words,
        "origin": {
            "person": one.brought_by,
            "practice": one.practice_code,
            "decision": one.after_id,
            "words": one.origin,
            "at": iso(one.brought_at),
        },
        "fate": fate if one.fate else None,
    }
