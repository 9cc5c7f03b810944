"""Every ballot against the fingerprint that its own entry holds, and every such entry against a ballot."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from federation.decisions.entries import called, here
from federation.decisions.models import Ballot, Decision, RollEntry
from federation.decisions.voting.receipts import (
    FINGERPRINTED,
    WAY,
    ballot_fingerprint,
    fingerprint_without_way,
    receipt_fingerprint,
)
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, at_entry


def check(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    """None changed, none missing, none too many, and the versions of each voter in the order of the record."""
    cast = {str(act.data.get("ballot")): act for act in called(acts, "ballot.cast")}
    order: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = db.session.execute(
        select(Ballot, func.coalesce(RollEntry.practice_id, RollEntry.person_id))
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .where(Ballot.decision_id == decision.id)
        .order_by(Ballot.id)
    ).all()
    for ballot, voter in rows:
        act = _taken(cast, ballot, voter)
        if act is None:
            yield here(f"no entry holds the ballot of row {ballot.id} as it is now")
        elif act.data.get("receipt") != receipt_fingerprint(ballot.receipt):
            yield at_entry(act, "the receipt code of its ballot was changed")
        else:
            order[ballot.roll_entry_id].append((act.seq, ballot.version))
    for act in cast.values():
        yield at_entry(act, "the ballot that it records is missing or was changed")
    for found in order.values():
        versions = [version for _, version in sorted(found)]
        if versions != list(range(1, len(versions) + 1)):
            yield here(f"the versions of a ballot are not in the order of entries {min(found)[0]} and after")


def _taken(cast: dict[str, RecordedAct], ballot: Ballot, voter: int) -> RecordedAct | None:
    """The entry of a ballot, taken out of those that are left."""
    row = {name: getattr(ballot, name) for name in (*FINGERPRINTED, *WAY, "choice")}
    prints = (ballot_fingerprint(row, voter), fingerprint_without_way(row, voter))
    return next((cast.pop(one) for one in prints if one in cast), None)
