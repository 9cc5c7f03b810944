"""Wording the work of a group anew, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, nothing
from federation.kernel.web import actor, permission
from federation.workstreams import reworded
from federation.workstreams.actions.rewording import reword_item, reword_milestone, reword_task
from federation.workstreams.blueprint import programs
from federation.workstreams.queries.items import item_read
from federation.workstreams.queries.milestones import milestone_read
from federation.workstreams.queries.tasks import task_read


@programs.route(f"/work/<{ID}:work_id>/words")
class WorkWordsView(Endpoint):
    """The words of work that was brought to a group."""

    @permission("workstreams.work")
    @programs.arguments(reworded.WorkReworded)
    @programs.response(204)
    def put(self, sent: dict[str, Any], work_id: int) -> Response:
        """Say otherwise what was brought. What stood there before can still be read."""
        item_read(actor(), work_id)
        reword_item(actor(), work_id, sent["title"], sent["words"])
        return nothing()


@programs.route(f"/milestones/<{ID}:milestone_id>/words")
class MilestoneWordsView(Endpoint):
    """The words of a milestone."""

    @permission("workstreams.work")
    @programs.arguments(reworded.LineReworded)
    @programs.response(204)
    def put(self, sent: dict[str, Any], milestone_id: int) -> Response:
        """Say otherwise what a milestone is. What stood there before can still be read."""
        milestone_read(actor(), milestone_id)
        reword_milestone(actor(), milestone_id, sent["words"])
        return nothing()


@programs.route(f"/tasks/<{ID}:task_id>/words")
class TaskWordsView(Endpoint):
    """The words of a task."""

    @permission("workstreams.work")
    @programs.arguments(reworded.LineReworded)
    @programs.response(204)
    def put(self, sent: dict[str, Any], task_id: int) -> Response:
        """Say otherwise what a task is. What stood there before can still be read."""
        task_read(actor(), task_id)
        reword_task(actor(), task_id, sent["words"])
        return nothing()
