"""A workstream is begun: how it stands, its first milestones and its first tasks, all or none."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor
from federation.workstreams.actions.planning import WantedMilestone, say_status, set_milestones
from federation.workstreams.actions.tasks import TaskOwner, give_task


class WorkBeginning(NamedTuple):
    """What a workstream begins with. ``tasks`` are the leads', due on the day ``tasks_on``."""

    status: str
    words: str
    milestones: Sequence[WantedMilestone]
    tasks: Sequence[str]
    tasks_on: date


def begin_work(actor: Actor, group_id: int, wanted: WorkBeginning) -> None:
    """Begin the work of a group, as one who leads it."""
    with unit_of_work():
        say_status(actor, group_id, wanted.status, wanted.words)
        if wanted.milestones:
            set_milestones(actor, group_id, wanted.milestones)
        for title in wanted.tasks:
            give_task(actor, group_id, title, TaskOwner(), wanted.tasks_on)
