"""What became of something that leaders said or that a workshop found: the same figure in the round or workshop since."""

from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, literal_column, select
from sqlalchemy.orm import aliased

from federation.toolkit import session

from ..models.profiles import LeaderProfile, ProfileRound
from ..models.workshops import Workshop, WorkshopEntry, WorkshopGroup
from ..rules.figures import rounded
from ..rules.leadership import FEATURES
from ..rules.profile import ProfileAnswers
from ..rules.workshop import LevelEntry, outcomes

_FEATURES = {one.key: one for one in FEATURES}

_then, _since = aliased(Workshop), aliased(Workshop)
_newer = aliased(WorkshopEntry)
_LAST_WORKSHOP = (
    select(_since.id)
    .where(
        _since.state == "closed",
        _since.ended_at > select(_then.ended_at).where(_then.id == bindparam("workshop")).scalar_subquery(),
    )
    .order_by(_since.ended_at.desc(), _since.id.desc())
    .limit(literal_column("1"))
    .scalar_subquery()
)
_LEVELS_SINCE = (
    select(
        Workshop.id,
        Workshop.title,
        WorkshopGroup.number,
        WorkshopEntry.current,
        WorkshopEntry.highest,
        WorkshopEntry.wanted,
    )
    .join(WorkshopGroup, WorkshopGroup.workshop_id == Workshop.id)
    .join(WorkshopEntry, WorkshopEntry.group_id == WorkshopGroup.id)
    .where(
        Workshop.id == _LAST_WORKSHOP,
        WorkshopEntry.dimension == bindparam("dimension"),
        ~exists().where(
            _newer.group_id == WorkshopEntry.group_id,
            _newer.dimension == WorkshopEntry.dimension,
            _newer.version > WorkshopEntry.version,
        ),
    )
)
_later = aliased(ProfileRound)
_LAST_ROUND = (
    select(_later.id)
    .where(_later.closed_at.is_not(None), _later.id > bindparam("round"))
    .order_by(_later.id.desc())
    .limit(literal_column("1"))
    .scalar_subquery()
)
_PROFILES_SINCE = (
    select(
        ProfileRound.id, ProfileRound.title, LeaderProfile.leader, LeaderProfile.ratings, LeaderProfile.shares
    )
    .join(LeaderProfile, LeaderProfile.round_id == ProfileRound.id)
    .where(ProfileRound.id == _LAST_ROUND, LeaderProfile.finished_at.is_not(None))
)


class EffectSince(NamedTuple):
    """The latest round or workshop that was closed since, and what it says."""

    id: int
    title: str
    words: str


def levels_since(workshop_id: int, dimension: str) -> EffectSince | None:
    """A dimension in the last workshop closed after one. One statement."""
    rows: list[Any] = list(session.execute(_LEVELS_SINCE, {"workshop": workshop_id, "dimension": dimension}))
    entries = [
        LevelEntry(f"Group {row.number}", dimension, row.current, row.wanted, "", row.highest) for row in rows
    ]
    return EffectSince(rows[0].id, rows[0].title, outcomes(entries)[0].words) if rows else None


def ratings_since(round_id: int, feature: str) -> EffectSince | None:
    """The middle of what leaders say of a feature in the last round closed after one. One statement."""
    rows: list[Any] = list(session.execute(_PROFILES_SINCE, {"round": round_id}))
    found = [ProfileAnswers(row.leader, row.ratings, row.shares).score(_FEATURES[feature]) for row in rows]
    scores = [score for score in found if score is not None]
    return EffectSince(rows[0].id, rows[0].title, f"{rounded(median(scores), 1)}") if scores else None
