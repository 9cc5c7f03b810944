"""Reading what is to be bought: versions, and the one that the members have voted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from federation.decisions.models import Decision, number_in
from federation.decisions.seen import told_of
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.people.models import Person
from federation.purchasing.models import SpecVersion, SpecVote
from federation.purchasing.subjects import SPECIFICATION


class ShownSpec(NamedTuple):
    """A version of what is to be bought."""

    id: int
    number: int
    text: str
    items: Sequence[Sequence[str]]
    evidence: Mapping[str, str]
    basis: str
    fingerprint: str
    person: str
    written_at: datetime


class VotedSpec(NamedTuple):
    """The version that the members have voted, by the decision with that number; ``said`` is what the decision's terms hold as
    the SHA-256 of text and items."""

    id: int
    number: int
    text: str
    items: Sequence[Sequence[str]]
    basis: str
    fingerprint: str
    said: str
    decision_id: int
    decision: str
    voted_at: datetime


_VERSIONS = (
    select(
        SpecVersion.id,
        SpecVersion.number,
        SpecVersion.text,
        SpecVersion.items,
        SpecVersion.evidence,
        SpecVersion.basis,
        SpecVersion.fingerprint,
        Person.name,
        SpecVersion.written_at,
    )
    .join(Person, Person.id == SpecVersion.written_by)
    .where(SpecVersion.round_id == bindparam("round"))
    .order_by(SpecVersion.number.desc())
)
_VOTED: Any = (
    select(
        SpecVersion.id,
        SpecVersion.number,
        SpecVersion.text,
        SpecVersion.items,
        SpecVersion.basis,
        SpecVersion.fingerprint,
        SpecVote.fingerprint.label("said"),
        Decision.id.label("decision_id"),
        Decision.series,
        Decision.year,
        Decision.ordinal,
        SpecVote.voted_at,
    )
    .join(SpecVote, SpecVote.spec_id == SpecVersion.id)
    .join(Decision, Decision.id == SpecVote.decision_id)
    .where(SpecVersion.round_id == bindparam("round"))
    .order_by(SpecVote.id.desc())
    .limit(1)
)


def versions_of(round_id: int) -> list[ShownSpec]:
    """The versions of a round, the newest first. One statement."""
    return [ShownSpec._make(row) for row in db.session.execute(_VERSIONS, {"round": round_id})]


def version_of(round_id: int, number: int) -> ShownSpec:
    """One version. Raises ``NotFound``. One statement."""
    for one in versions_of(round_id):
        if one.number == number:
            return one
    raise NotFound()


def voted_of(round_id: int) -> VotedSpec | None:
    """The version that the members voted last; None where they have voted none. One statement."""
    row = db.session.execute(_VOTED, {"round": round_id}).first()
    if row is None:
        return None
    return VotedSpec(
        row.id,
        row.number,
        row.text,
        row.items,
        row.basis,
        row.fingerprint,
        row.said,
        row.decision_id,
        number_in(row.series, row.year, row.ordinal),
        row.voted_at,
    )


def vote_runs(round_id: int) -> bool:
    """Whether the members are voting on a version, or a time is set from which they will."""
    running = select(Decision).where(
        Decision.subject == SPECIFICATION, Decision.state.in_(("scheduled", "open"))
    )
    return any(told_of(one)["terms"]["round"] == round_id for one in db.session.scalars(running))


def voted_numbers(round_ids: Sequence[int]) -> dict[int, int]:
    """The version that the members voted last in each of these rounds, where they voted one. One statement."""
    rows = db.session.execute(
        select(SpecVersion.round_id, SpecVersion.number)
        .join(SpecVote, SpecVote.spec_id == SpecVersion.id)
        .where(SpecVersion.round_id.in_(round_ids))
        .order_by(SpecVote.id)
    )
    return {row.round_id: row.number for row in rows}
