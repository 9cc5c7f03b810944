"""Who finds the work of groups: those who read it. A condition on every statement, so it names tables, to which no condition
is added again."""

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select

from federation.decisions.models.readers import groups_of_others
from federation.kernel.reading import read_by
from federation.kernel.search import SearchEntry
from federation.kernel.tenancy import federation_here
from federation.workstreams.models import WorkItem, WorkMilestone, WorkTask, WorkWording

WORK: Final = "work"
MILESTONE: Final = "milestone"
TASK: Final = "task"
"""What the work of groups is called in the search, and where it is said what it was called before."""
_KEPT: Final = (
    (WORK, WorkItem, ("seated",)),
    (MILESTONE, WorkMilestone, ("seated",)),
    (TASK, WorkTask, ("results", "seated")),
)


def _hidden(model: Any, reads: tuple[str, ...]) -> Any:
    table = model.__table__
    return select(table.c.id).where(
        table.c.federation_id == federation_here(), table.c.group_id.in_(groups_of_others(*reads))
    )


def _who_finds(entry: Any) -> ColumnElement[bool]:
    return and_(
        *(or_(entry.kind != kind, entry.ref_id.not_in(_hidden(model, reads))) for kind, model, reads in _KEPT)
    )


read_by(SearchEntry, lambda entry: _who_finds(entry))
read_by(
    WorkWording,
    lambda row: and_(
        row.group_id.not_in(groups_of_others("seated")),
        or_(row.kind != TASK, row.group_id.not_in(groups_of_others("results", "seated"))),
    ),
)
