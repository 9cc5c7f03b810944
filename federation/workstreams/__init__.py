"""Workstreams: the work of a group, as its leads open it on a Monday: where it stands, what comes next, and who does it."""

from federation.plugin.feature import Feature, FileOwner, Found, Indicator, Job, ThreadOwner
from federation.workstreams.acts import ACTS
from federation.workstreams.mail_kinds import MAIL
from federation.workstreams.permissions import PERMISSIONS

_ITEMS = "federation.workstreams.queries.items"
_FOUND = "federation.workstreams.findable"
_TALKS = "federation.workstreams.queries.talks"

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
        "federation.workstreams.views.items",
        "federation.workstreams.views.rewording",
        "federation.workstreams.views.talks",
        "federation.workstreams.views.hours",
        "federation.workstreams.views.beginning",
        "federation.workstreams.views.files",
        "federation.workstreams.api.milestones",
        "federation.workstreams.api.tasks",
        "federation.workstreams.api.items",
        "federation.workstreams.api.rewording",
        "federation.workstreams.api.talks",
        "federation.workstreams.api.hours",
    ),
    permissions=PERMISSIONS,
    acts=ACTS,
    mail=MAIL,
    search=(
        Found("work", "Work of groups", "workstreams.item", "work_id", read=f"{_FOUND}:read_items"),
        Found(
            "milestone",
            "Milestones of groups",
            "workstreams.milestone",
            "milestone_id",
            read=f"{_FOUND}:read_milestones",
        ),
        Found("task", "Tasks of groups", "workstreams.task", "task_id", read=f"{_FOUND}:read_tasks"),
    ),
    threads=(
        ThreadOwner("workstreams.item", f"{_ITEMS}:reads_item"),
        ThreadOwner("workstreams.group", f"{_TALKS}:reads_talk_of_group", of_group=True),
        ThreadOwner("workstreams.talk", f"{_TALKS}:reads_talk_of_item"),
    ),
    files=(FileOwner("workstreams.group", f"{_TALKS}:reads_talk_of_group", of_group=True),),
    indicators=(
        Indicator(
            "workstreams.answered",
            "What becomes of what practices bring to groups",
            "Of the problems, positions, digests and commissions that a practice brought to groups, those that led to "
            "something or were closed with a reason.",
            "With an end",
            "Brought",
            f"{_ITEMS}:by_practice",
            f"{_ITEMS}:by_item",
        ),
    ),
    jobs=(
        Job(
            "workstreams.tasks",
            "federation.workstreams.jobs:hand_tasks_on",
            "federation.workstreams.jobs:where_to_hand_on",
        ),
    ),
    proofs=("federation.workstreams.proofs:work",),
    addresses=(
        "groups/*/workstream",
        "groups/*/status",
        "groups/*/milestones",
        "milestones",
        "groups/*/tasks",
        "tasks",
        "groups/*/work",
        "work",
        "groups/*/discussion",
        "groups/*/files",
        "said",
        "hours",
    ),
    needs=("mandates",),
    always_on=True,
)
