"""How the work of a group stands, and its milestones, for programs."""

from datetime import date
from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.days import today
from federation.kernel.web import actor, permission
from federation.workstreams import schemas
from federation.workstreams.actions.planning import (
    WantedMilestone,
    drop,
    move,
    reach,
    say_status,
    set_milestones,
)
from federation.workstreams.blueprint import ONE_GROUP, programs
from federation.workstreams.queries.milestones import (
    ShownMilestone,
    milestone_read,
    milestones_of,
    progress,
)
from federation.workstreams.queries.reading import group_read
from federation.workstreams.queries.status import statuses_of


@programs.route(f"{ONE_GROUP}/status")
class WorkStatusView(Endpoint):
    """How the work of a group stands."""

    @permission("workstreams.read")
    @programs.response(200, schemas.WorkStatusesSchema)
    def get(self, group_id: int) -> Response:
        """What leads said of the work of a group, the newest first: the first of them holds."""
        group_read(actor(), group_id)
        return answer(
            {
                "items": [
                    {
                        "id": one.id,
                        "status": one.status,
                        "words": one.words,
                        "person": one.said_by,
                        "said_at": iso(one.said_at),
                    }
                    for one in statuses_of(group_id)
                ]
            }
        )

    @permission("workstreams.lead")
    @programs.arguments(schemas.WorkStatusSent)
    @programs.response(201, schemas.WorkNumberSchema)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Say, as a lead, how the work of a group stands. What was said before stays."""
        group_read(actor(), group_id)
        return answer({"id": say_status(actor(), group_id, sent["status"], sent["words"])}, 201)


@programs.route(f"{ONE_GROUP}/milestones")
class GroupMilestonesView(Endpoint):
    """The milestones of a group."""

    @permission("workstreams.read")
    @programs.response(200, schemas.MilestonesSchema)
    def get(self, group_id: int) -> Response:
        """The milestones of a group by their day, dropped ones among them, and how far it has come."""
        group_read(actor(), group_id)
        found, now = milestones_of(group_id), today()
        come = progress(found, now)
        return answer(
            {
                "items": [_milestone(one, now) for one in found],
                "done": come.done,
                "late": come.late,
                "total": come.total,
                "next_on": iso(come.next_on),
            }
        )

    @permission("workstreams.work")
    @programs.arguments(schemas.MilestoneSent)
    @programs.response(201, schemas.WorkNumberSchema)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Set a milestone of a group."""
        group_read(actor(), group_id)
        [made] = set_milestones(actor(), group_id, [WantedMilestone(sent["words"], sent["due_on"])])
        return answer({"id": made}, 201, address(f"milestones/{made}"))


@programs.route(f"/milestones/<{ID}:milestone_id>")
class MilestoneView(Endpoint):
    """One milestone."""

    @permission("workstreams.read")
    @programs.response(200, schemas.MilestoneAnswer)
    def get(self, milestone_id: int) -> Response:
        """A milestone."""
        found, _group = milestone_read(actor(), milestone_id)
        return answer(_milestone(found, today()))

    @permission("workstreams.work")
    @programs.arguments(schemas.MilestoneChanged)
    @programs.response(204)
    def patch(self, sent: dict[str, Any], milestone_id: int) -> Response:
        """Reach a milestone, or say that it is not reached after all; move it or drop it, with a reason."""
        milestone_read(actor(), milestone_id)
        if "done" in sent:
            reach(actor(), milestone_id, sent["done"])
        elif "due_on" in sent:
            move(actor(), milestone_id, sent["due_on"], sent["reason"])
        else:
            drop(actor(), milestone_id, sent["reason"])
        return nothing()


def _milestone(one: ShownMilestone, now: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group_id,
        "words": one.words,
        "due_on": iso(one.due_on),
        "state": one.state(now),
        "done_at": iso(one.done_at),
    }
