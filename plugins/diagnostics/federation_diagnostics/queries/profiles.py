"""What is read of leaders' profiles."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, literal_column, or_, select

from federation.toolkit import NotFound, people, session

from ..models.profiles import LeaderProfile, ProfileRound
from ..rules.leaders import ProfileSummary, summarize_profiles
from ..rules.profile import ProfileAnswers

LEADERS = ("administrator", "executive")
PAGE = 20

_COLUMNS = (ProfileRound.id, ProfileRound.title, ProfileRound.begun_at, ProfileRound.closed_at)
_PAGE = (
    select(*_COLUMNS)
    .where(or_(bindparam("before") == 0, ProfileRound.id < bindparam("before")))
    .order_by(ProfileRound.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)
_ROUND = select(*_COLUMNS).where(ProfileRound.id == bindparam("round"))
_PREVIOUS = (
    select(*_COLUMNS)
    .where(ProfileRound.closed_at.is_not(None), ProfileRound.id < bindparam("round"))
    .order_by(ProfileRound.id.desc())
    .limit(literal_column("1"))
)
_LAST_CLOSED = (
    select(*_COLUMNS)
    .where(ProfileRound.closed_at.is_not(None))
    .order_by(ProfileRound.id.desc())
    .limit(literal_column("1"))
)
_OPEN = select(*_COLUMNS).where(ProfileRound.closed_at.is_(None))
_FINISHED = (
    select(LeaderProfile.leader, LeaderProfile.ratings, LeaderProfile.shares, LeaderProfile.evidence)
    .where(LeaderProfile.round_id == bindparam("round"), LeaderProfile.finished_at.is_not(None))
    .order_by(LeaderProfile.finished_at, LeaderProfile.id)
)
_PROGRESS = (
    select(LeaderProfile.person_id, LeaderProfile.leader, LeaderProfile.finished_at)
    .where(LeaderProfile.round_id == bindparam("round"))
    .order_by(LeaderProfile.leader, LeaderProfile.id)
)
_MINE = select(
    LeaderProfile.ratings,
    LeaderProfile.evidence,
    LeaderProfile.shares,
    LeaderProfile.saved_at,
    LeaderProfile.finished_at,
).where(LeaderProfile.round_id == bindparam("round"), LeaderProfile.person_id == bindparam("person"))


class RoundFacts(NamedTuple):
    """A round of profiles; open while ``closed_at`` is None."""

    id: int
    title: str
    begun_at: datetime
    closed_at: datetime | None


class RoundsPage(NamedTuple):
    """Some rounds, newest first, and the number before which the next page begins."""

    rows: Sequence[RoundFacts]
    older: int | None


class OwnProfile(NamedTuple):
    """A leader's own profile as far as it has come."""

    ratings: Mapping[str, int | None]
    evidence: Mapping[str, str]
    shares: Mapping[str, int]
    saved_at: datetime | None
    finished_at: datetime | None


class NewestRound(NamedTuple):
    """What the first page of the plugin leads to."""

    open: RoundFacts | None
    closed: RoundFacts | None


class LeaderProgress(NamedTuple):
    """A leader and how far their profile has come: ``finished``, ``begun`` or empty."""

    name: str
    state: str


def page_of_rounds(before: int = 0) -> RoundsPage:
    """The rounds begun before the one given; 0: the newest. One statement."""
    rows = [RoundFacts(*row) for row in session.execute(_PAGE, {"before": before})]
    return RoundsPage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def round_numbered(round_id: int) -> RoundFacts:
    """One round. Raises ``NotFound``."""
    row = session.execute(_ROUND, {"round": round_id}).first()
    if row is None:
        raise NotFound()
    return RoundFacts(*row)


def round_before(round_id: int) -> RoundFacts | None:
    """The closed round before one."""
    row = session.execute(_PREVIOUS, {"round": round_id}).first()
    return RoundFacts(*row) if row else None


def open_round() -> RoundFacts | None:
    """The round that leaders can fill in now."""
    row = session.execute(_OPEN).first()
    return RoundFacts(*row) if row else None


def mine(round_id: int, person_id: int) -> OwnProfile:
    """A leader's own profile; empty where it is not begun."""
    row = session.execute(_MINE, {"round": round_id, "person": person_id}).first()
    return OwnProfile(*row) if row else OwnProfile({}, {}, {}, None, None)


def newest() -> NewestRound:
    """The round that is open and the last one closed. Two statements."""
    closed = session.execute(_LAST_CLOSED).first()
    return NewestRound(open_round(), RoundFacts(*closed) if closed else None)


def leaders_now() -> tuple[str, ...]:
    """The names of today's leaders. One statement."""
    return tuple(dict.fromkeys(one.name for one in people(*LEADERS)))


def leaders_of(round_id: int) -> tuple[LeaderProgress, ...]:
    """Today's leaders and whoever wrote in the round, by name. Two statements."""
    written = {row.person_id: row for row in session.execute(_PROGRESS, {"round": round_id})}
    found = {one.id: LeaderProgress(one.name, "") for one in people(*LEADERS)}
    for person_id, row in written.items():
        found[person_id] = LeaderProgress(row.leader, "finished" if row.finished_at else "begun")
    return tuple(sorted(found.values()))


def finished_profiles(round_id: int) -> tuple[ProfileAnswers, ...]:
    """The profiles that are signed; leaders of one name are told apart by a number."""
    seen: dict[str, int] = {}
    found = []
    for row in session.execute(_FINISHED, {"round": round_id}):
        seen[row.leader] = seen.get(row.leader, 0) + 1
        name = f"{row.leader} ({seen[row.leader]})" if seen[row.leader] > 1 else row.leader
        found.append(ProfileAnswers(name, row.ratings, row.shares, row.evidence))
    return tuple(found)


def summary_of(round_id: int) -> ProfileSummary:
    """The signed profiles of a round together."""
    return summarize_profiles(finished_profiles(round_id))
