"""What workshops keep about a person."""

from typing import Any

from sqlalchemy import bindparam, or_, select

from federation.toolkit import PersonalRecord, moment, session

from ..models.workshops import Workshop, WorkshopEntry, WorkshopGroup, WorkshopVotes
from ..rules.maturity import MATURITY

_TITLES = {one.key: one.title for one in MATURITY}

_ENTERED_BY = (
    select(
        Workshop.title,
        WorkshopGroup.number,
        WorkshopEntry.dimension,
        WorkshopEntry.current,
        WorkshopEntry.highest,
        WorkshopEntry.wanted,
        WorkshopEntry.note,
        WorkshopEntry.entered_at,
    )
    .join(WorkshopGroup, WorkshopGroup.id == WorkshopEntry.group_id)
    .join(Workshop, Workshop.id == WorkshopGroup.workshop_id)
    .where(WorkshopEntry.entered_by == bindparam("person"))
    .order_by(WorkshopEntry.id)
)
_VOTED_BY = (
    select(Workshop.title, WorkshopGroup.number, WorkshopVotes.votes, WorkshopVotes.entered_at)
    .join(WorkshopGroup, WorkshopGroup.id == WorkshopVotes.group_id)
    .join(Workshop, Workshop.id == WorkshopGroup.workshop_id)
    .where(WorkshopVotes.entered_by == bindparam("person"))
    .order_by(WorkshopVotes.id)
)
_DONE_BY = {
    "prepared": Workshop.prepared_by,
    "opened": Workshop.opened_by,
    "locked": Workshop.locked_by,
    "ended": Workshop.ended_by,
}
_RUN_BY = (
    select(Workshop.title, *_DONE_BY.values())
    .where(or_(*(column == bindparam("person") for column in _DONE_BY.values())))
    .order_by(Workshop.id)
)


def kept_about(person_id: int) -> list[PersonalRecord]:
    """What a person wrote down for groups, and the workshops that they ran."""
    who = {"person": person_id}
    return [
        *(_entry_record(row) for row in session.execute(_ENTERED_BY, who)),
        *(_votes_record(row) for row in session.execute(_VOTED_BY, who)),
        *(_run_record(row, person_id) for row in session.execute(_RUN_BY, who)),
    ]


def _entry_record(row: Any) -> PersonalRecord:
    content = {
        "workshop": row.title,
        "group": row.number,
        "dimension": _TITLES[row.dimension],
        "level_now": row.current,
        "highest_level_seen": row.highest or row.current,
        "level_wanted": row.wanted,
        "note": row.note,
        "entered": moment(row.entered_at),
    }
    return PersonalRecord("Entry for a group in a workshop", content)


def _votes_record(row: Any) -> PersonalRecord:
    votes = {_TITLES[key]: number for key, number in row.votes.items()}
    content = {"workshop": row.title, "group": row.number, "votes": votes, "entered": moment(row.entered_at)}
    return PersonalRecord("Votes of a group, written down in a workshop", content)


def _run_record(row: Any, person_id: int) -> PersonalRecord:
    did = [act for act, who in zip(_DONE_BY, row[1:], strict=True) if who == person_id]
    return PersonalRecord("Maturity workshop", {"workshop": row.title, "did": did})
