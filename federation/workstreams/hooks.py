"""The answers of workstreams to the hooks of other features."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.days import today
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor
from federation.network.places import GroupShown, HomeShown
from federation.plugin.feature import Panel, PersonalRecord
from federation.plugin.hooks import hookimpl
from federation.workstreams.queries.hours import personal_hours
from federation.workstreams.queries.items import personal_items
from federation.workstreams.queries.leading import work_led
from federation.workstreams.queries.milestones import milestones_of, progress, progress_words
from federation.workstreams.queries.reading import group_read
from federation.workstreams.queries.status import personal_work, status_now
from federation.workstreams.queries.tasks import personal_tasks


@hookimpl
def panels(place: str, subject: Any) -> Sequence[Panel]:
    """On the page of a group: how its work stands, for those who may read it; on the first page of a lead, what they lead."""
    if isinstance(subject, HomeShown):
        led = {one.group_id: one.name for one in actor().groups if one.is_lead}
        return [Panel("workstreams/_led.html", {"groups": work_led(led)})] if led else []
    if not isinstance(subject, GroupShown):
        return []
    try:
        group = group_read(actor(), subject.group_id)
    except NotFound:
        return []
    return [
        Panel(
            "workstreams/_group.html",
            {
                "group": group,
                "status": status_now(group.id),
                "progress": progress_words(progress(milestones_of(group.id), today())),
            },
        )
    ]


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """What a person said and planned for groups."""
    return (
        personal_work(person_id)
        + personal_tasks(person_id)
        + personal_items(person_id)
        + personal_hours(person_id)
    )
