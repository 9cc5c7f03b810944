"""What somebody leads, as their first page shows it."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select

from federation.kernel.days import today
from federation.kernel.db import db
from federation.workstreams.models import WorkMilestone, WorkStatus
from federation.workstreams.queries.milestones import progress_words
from federation.workstreams.rules import MilestoneFacts, progress_of
from federation.workstreams.words import STATUS_TAGS


class LedWork(NamedTuple):
    """The work of a group that somebody leads: how it stands, as a tag and in a sentence, and how far it has come."""

    group_id: int
    group: str
    tag: tuple[str, str] | None
    words: str
    progress: str


_GROUPS: Final[BindParameter[Any]] = bindparam("groups", expanding=True)
_NEWEST: Final = select(WorkStatus.group_id, WorkStatus.status, WorkStatus.words).where(
    WorkStatus.id.in_(
        select(func.max(WorkStatus.id)).where(WorkStatus.group_id.in_(_GROUPS)).group_by(WorkStatus.group_id)
    )
)
_PLANNED: Final = select(WorkMilestone.group_id, WorkMilestone.due_on, WorkMilestone.done_at).where(
    WorkMilestone.group_id.in_(_GROUPS), WorkMilestone.dropped_at.is_(None)
)


def work_led(groups: Mapping[int, str]) -> list[LedWork]:
    """The work of these groups, by the name of each. Three statements, however many groups they are."""
    numbers = {"groups": list(groups)}
    said = {
        row.group_id: (STATUS_TAGS[row.status], row.words) for row in db.session.execute(_NEWEST, numbers)
    }
    planned: dict[int, list[MilestoneFacts]] = {number: [] for number in groups}
    for group_id, due_on, done_at in db.session.execute(_PLANNED, numbers):
        planned[group_id].append(MilestoneFacts(due_on, done_at is not None))
    now, found = today(), []
    for number, name in sorted(groups.items(), key=lambda one: one[1].casefold()):
        tag, words = said.get(number, (None, ""))
        progress = progress_words(progress_of(planned[number], now))
        found.append(LedWork(number, name, tag, words, progress))
    return found
