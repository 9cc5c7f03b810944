"""Elections against the record: what was to be filled, who stood, and by which vote it was decided, is what the record says."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.electing.actions import said_of
from federation.electing.models import GroupCandidate, GroupElection
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, in_parts, subjects_of


def elections() -> Iterator[RecordFlaw]:
    """Every election, a few at a time, and those that the record knows and the database does not."""
    there = db.session.scalars(select(GroupElection.id).order_by(GroupElection.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"election:{number}" for number in part])
        stood: dict[int, list[tuple[int, str, bool]]] = {}
        for one in db.session.scalars(
            select(GroupCandidate).where(GroupCandidate.election_id.in_(part))
        ).all():
            said = (one.id, record.digest(one.words), one.stood_down_at is not None)
            stood.setdefault(one.election_id, []).append(said)
        for election in db.session.scalars(select(GroupElection).where(GroupElection.id.in_(part))).all():
            told = acts[f"election:{election.id}"]
            begun = [act.data for act in told if act.name == "election.begun"]
            if begun != [said_of(election)]:
                yield RecordFlaw(f"Election {election.id}", "it is not what the record says")
            down = {act.data["candidate"] for act in told if act.name == "election.stood_down"}
            known = [
                (act.data["candidate"], act.data["text"], act.data["candidate"] in down)
                for act in told
                if act.name == "election.stood"
            ]
            if known != sorted(stood.get(election.id, [])):
                yield RecordFlaw(f"Election {election.id}", "not those stood whom the record names")
            votes = [act.data["decision"] for act in told if act.name == "election.opened"]
            if votes != ([election.decision_id] if election.decision_id else []):
                yield RecordFlaw(f"Election {election.id}", "its vote is not the one that the record names")
    for number in sorted(set(subjects_of("election")).difference(there)):
        yield RecordFlaw(f"Election {number}", "it is missing")
