"""Tasks of groups, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission
from federation.workstreams import schemas
from federation.workstreams.actions.tasks import TaskOwner, change_and_hand_on, give_task
from federation.workstreams.blueprint import ONE_GROUP, programs
from federation.workstreams.queries.reading import group_read
from federation.workstreams.queries.tasks import ShownTask, first_tasks, group_followed, task_read


@programs.route(f"{ONE_GROUP}/tasks")
class GroupTasksView(Endpoint):
    """The tasks of a group."""

    @permission("workstreams.follow")
    @programs.arguments(schemas.TasksWantedSchema, location="query")
    @programs.response(200, schemas.TasksSchema)
    def get(self, sent: dict[str, Any], group_id: int) -> Response:
        """A part of the tasks of a group, by the time when they are due."""
        group_followed(actor(), group_id)
        after = sent["after"]
        if after and not (after.isascii() and after.isdigit() and len(after) < 16):
            raise Invalid("Send what an earlier part gave as next", "after")
        found, more = first_tasks(
            group_id, sent["show"], actor(), sent["limit"], int(after) if after else None
        )
        return answer({"items": [_task(one) for one in found], "next": str(found[-1].id) if more else None})

    @permission("workstreams.work")
    @programs.arguments(schemas.TaskSent)
    @programs.response(201, schemas.WorkNumberSchema)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Give somebody a task: it stands on their Home, in their calendar and in their reminders."""
        group_read(actor(), group_id)
        made = give_task(actor(), group_id, sent["words"], _owner(sent["owner"]), sent["due_at"])
        return answer({"id": made}, 201, address(f"tasks/{made}"))


@programs.route(f"/tasks/<{ID}:task_id>")
class TaskView(Endpoint):
    """One task."""

    @permission("workstreams.follow")
    @programs.response(200, schemas.TaskAnswer)
    def get(self, task_id: int) -> Response:
        """A task of a group."""
        return answer(_task(task_read(actor(), task_id)[0]))

    @permission("workstreams.task")
    @programs.arguments(schemas.TaskChanged)
    @programs.response(204)
    def patch(self, sent: dict[str, Any], task_id: int) -> Response:
        """Say how a task stands, and hand it on: to another ``owner``, or to be done by another time."""
        task_read(actor(), task_id)
        owner = _owner(sent["owner"]) if "owner" in sent else None
        change_and_hand_on(actor(), task_id, sent.get("state"), sent["words"], owner, sent.get("due_at"))
        return nothing()


def _owner(sent: dict[str, Any] | None) -> TaskOwner:
    """Whose a task is to be; None: the leads'."""
    return TaskOwner(sent["person"], sent["practice"]) if sent else TaskOwner()


def _task(one: ShownTask) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group_id,
        "title": one.title,
        "owner": {"person": one.person_id, "practice": one.practice_code, "name": one.owner},
        "due_at": iso(one.due_at),
        "state": one.state,
        "words": one.words,
        "ended_at": iso(one.ended_at),
    }
