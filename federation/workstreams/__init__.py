"""Workstreams: the work of a group, as its leads open it on a Monday: where it stands, what comes next, and who does it."""

from federation.plugin.feature import Feature, Job
from federation.workstreams.acts import ACTS
from federation.workstreams.permissions import PERMISSIONS

feature = Feature(
    name="workstreams",
    title="Workstreams",
    summary="The work of groups: where it stands, and what comes next.",
    package="federation.workstreams",
    blueprints=("federation.workstreams.blueprint:blueprint",),
    api=("federation.workstreams.blueprint:programs",),
    pages=(
        "federation.workstreams.views.overview",
        "federation.workstreams.views.milestones",
        "federation.workstreams.views.tasks",
        "federation.workstreams.api.milestones",
        "federation.workstreams.api.tasks",
    ),
    permissions=PERMISSIONS,
    acts=ACTS,
    jobs=(Job("workstreams.tasks", "federation.workstreams.jobs:hand_tasks_on"),),
    addresses=(
        "groups/*/workstream",
        "groups/*/status",
        "groups/*/milestones",
        "milestones",
        "groups/*/tasks",
        "tasks",
    ),
    needs=("mandates",),
    always_on=True,
)
