"""Time that people give to tasks of groups, for programs."""

from typing import Any

from flask import Response

from federation.decisions.proposals.api import own_practice
from federation.kernel.api import ID, Endpoint, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.workstreams import schemas
from federation.workstreams.actions.hours import note_hours, take_hours_back
from federation.workstreams.blueprint import programs
from federation.workstreams.queries.hours import hours_of, minutes_of, task_of_hours
from federation.workstreams.queries.tasks import task_read


@programs.route(f"/tasks/<{ID}:task_id>/hours")
class TaskHoursView(Endpoint):
    """The time that was given to a task."""

    @permission("workstreams.follow")
    @programs.response(200, schemas.HoursSchema)
    def get(self, task_id: int) -> Response:
        """Who gave how much time to a task, the newest first."""
        task_read(actor(), task_id)
        lines = hours_of(task_id)
        items = [
            {
                "id": one.id,
                "person": one.person_id,
                "practice": one.practice_code,
                "minutes": one.minutes,
                "noted_at": iso(one.noted_at),
            }
            for one in lines
        ]
        return answer({"items": items, "minutes": minutes_of(lines)})

    @permission("workstreams.give")
    @programs.arguments(schemas.HoursSent)
    @programs.response(201, schemas.WorkNumberSchema)
    def post(self, sent: dict[str, Any], task_id: int) -> Response:
        """Note the time that you gave to a task."""
        task_read(actor(), task_id)
        practice = own_practice(sent["practice"])
        return answer({"id": note_hours(actor(), task_id, sent["minutes"], practice)}, 201)


@programs.route(f"/hours/<{ID}:hours_id>")
class HoursView(Endpoint):
    """Time that somebody gave to a task."""

    @permission("workstreams.retell")
    @programs.response(204)
    def delete(self, hours_id: int) -> Response:
        """Take back time that you noted."""
        task_of_hours(actor(), hours_id)
        take_hours_back(actor(), hours_id)
        return nothing()
