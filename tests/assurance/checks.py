"""What must be true of every vote at every moment, whatever happened to it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, select, text

from federation.decisions.models import Ballot, Decision, RollEntry
from federation.kernel import record
from federation.kernel.db import db
from federation.testing.world import World
from tests.tables import tables


def ballots_of(decision_id: int) -> dict[int, list[tuple[int, str, str]]]:
    """Each practice's ballots as (version, stance, receipt), in order."""
    rows = db.session.execute(
        select(RollEntry.practice_id, Ballot.version, Ballot.stance, Ballot.receipt)
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .where(Ballot.decision_id == decision_id)
        .order_by(RollEntry.practice_id, Ballot.version)
    ).all()
    found: dict[int, list[tuple[int, str, str]]] = {}
    for practice_id, version, stance, receipt in rows:
        found.setdefault(practice_id or 0, []).append((version, stance, receipt))
    return found


def check_vote(
    world: World,
    decision_id: int,
    acknowledged: Iterable[tuple[Any, ...]] | None = None,
    exactly: bool = True,
) -> dict[int, list[tuple[int, str, str]]]:
    """Versions are 1 to n; ``voted`` counts the practices with a ballot that still vote; ballots are within the time;
    what was acknowledged (practice, receipt, first, stance, moment) is there, and (``exactly``) nothing else is."""
    db.session.rollback()
    with world.scope():
        ballots = ballots_of(decision_id)
        for versions in ballots.values():
            assert [version for version, _, _ in versions] == list(range(1, len(versions) + 1))
        aside = set(
            db.session.scalars(
                select(RollEntry.practice_id).where(
                    RollEntry.decision_id == decision_id, RollEntry.recused_at.is_not(None)
                )
            )
        )
        row = db.session.execute(
            select(Decision.voted, Decision.roll, Decision.closes_at, Decision.closed_at).where(
                Decision.id == decision_id
            )
        ).one()
        assert row.voted == len(set(ballots) - aside)
        entries = db.session.execute(
            select(RollEntry.practice_id, RollEntry.weight).where(RollEntry.decision_id == decision_id)
        ).all()
        if entries:
            voting = [weight for practice_id, weight in entries if practice_id not in aside]
            assert (row.roll["practices"], row.roll["weight"], row.roll["recused"]) == (
                len(voting),
                sum(voting),
                len(aside),
            )
        moments = list(db.session.scalars(select(Ballot.cast_at).where(Ballot.decision_id == decision_id)))
        assert all(moment < row.closes_at for moment in moments)
        assert row.closed_at is None or all(moment <= row.closed_at for moment in moments)
        if acknowledged is not None:
            _check_acknowledged(ballots, list(acknowledged), exactly)
    db.session.rollback()
    return ballots


def _check_acknowledged(
    ballots: dict[int, list[tuple[int, str, str]]], acknowledged: list[tuple[Any, ...]], exactly: bool
) -> None:
    kept = {
        (practice_id, receipt): (version, stance)
        for practice_id, found in ballots.items()
        for version, stance, receipt in found
    }
    for practice_id, receipt, first, stance, _moment in acknowledged:
        assert kept[practice_id, receipt][1] == stance
        assert (kept[practice_id, receipt][0] == 1) == first
    if exactly:
        assert len(kept) == len(acknowledged)


def check_record(world: World, **counts: int) -> None:
    """The record is whole, and has so many entries of each act (``ballot_cast=5``)."""
    db.session.rollback()
    with world.scope():
        good, broken = record.verify()
        assert broken is None, broken
        actions = list(db.session.scalars(select(record.RecordEntry.action)))
        assert len(actions) == good
        for action, count in counts.items():
            assert [one.replace(".", "_") for one in actions].count(action) == count, action
    db.session.rollback()


def dump(owner: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as text, as the owner sees them."""

    found = {}
    with owner.connect() as connection:
        for table in tables():
            found[table.name] = sorted(
                tuple(map(str, row)) for row in connection.execute(text(f"SELECT * FROM {table.name}"))
            )
    return found
