"""Reading a tender as pages and programs show it, and who may read what concerns its bids."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from federation.decisions.models import Decision, number_in
from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.policy import Actor, may
from federation.kernel.refusals import NotFound, NotYours
from federation.network.models import NetworkGroup, Practice
from federation.tendering.models import (
    SharingAgreement,
    Tender,
    TenderBidder,
    TenderPart,
    TenderStart,
    TenderVersion,
)
from federation.tendering.permissions import TenderOf
from federation.tendering.preparing.queries.interests import interests_of
from federation.tendering.preparing.rules.content import TenderContent, read_content
from federation.tendering.preparing.rules.sharing import SharingWay
from federation.tendering.stages import STAGE_TAGS, TenderTimes, stage_of

UNDECLARED = (
    "Say first whether you have an interest in this tender. Until then its bids and scores are closed to you."
)
BIDS_FOR = "This tender was sent to your practice, so its bids are closed to you."
CONFLICTED = "You, or your practice, have an interest in this tender: its bids and scores are closed to you."


class VotedStart(NamedTuple):
    """The version with which the members voted to start: its number, and the decision."""

    version: int
    fingerprint: str
    decision_id: int
    decision: str
    voted_at: datetime


class VotedSharing(NamedTuple):
    """How the members voted to share what a tender brings, and the decision."""

    way: SharingWay
    decision_id: int
    decision: str
    voted_at: datetime


@dataclass(frozen=True, slots=True)
class ShownTender:
    """A tender at ``now``. ``content`` is the voted version, or the newest where none was voted; ``version`` is its number and
    ``newest`` the number of the newest."""

    id: int
    group_id: int
    group: str
    number: str
    title: str
    opened_by: int
    opened_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str
    closes_at: datetime
    version: int
    newest: int
    fingerprint: str
    content: TenderContent
    started: VotedStart | None
    sharing: VotedSharing | None
    now: datetime

    @property
    def times(self) -> TenderTimes:
        """When things happened to it, as far as is known before bids are opened."""
        return TenderTimes(
            started_at=self.started.voted_at if self.started else None,
            shared_at=self.sharing.voted_at if self.sharing else None,
            closes_at=self.closes_at,
            cancelled_at=self.cancelled_at,
        )

    @property
    def stage(self) -> str:
        """At which stage it is, as far as is known before bids are opened: closed is the last one here."""
        return stage_of(self.times, self.now)

    @property
    def tag(self) -> tuple[str, str]:
        """How it stands, as a word and a colour."""
        return STAGE_TAGS[self.stage]

    @property
    def whose(self) -> TenderOf:
        """It, for the table of permissions."""
        return TenderOf(self.group_id)

    def may_run(self, reader: Actor) -> bool:
        """Whether somebody may run it, as far as their seat goes; nobody runs one that is cancelled."""
        return self.cancelled_at is None and may(reader, "tendering.run", self.whose)


_ONE = (
    select(Tender, NetworkGroup.name.label("group"), database_now().label("now"))
    .join(NetworkGroup, NetworkGroup.id == Tender.group_id)
    .where(Tender.id == bindparam("tender"))
)
_START: Any = (
    select(
        TenderVersion.number,
        TenderStart.fingerprint,
        Decision.id,
        Decision.series,
        Decision.year,
        Decision.ordinal,
        TenderStart.voted_at,
    )
    .join(TenderVersion, TenderVersion.id == TenderStart.version_id)
    .join(Decision, Decision.id == TenderStart.decision_id)
    .where(TenderStart.tender_id == bindparam("tender"))
    .order_by(TenderStart.id.desc())
    .limit(1)
)
_SHARING: Any = (
    select(SharingAgreement, Decision.series, Decision.year, Decision.ordinal)
    .join(Decision, Decision.id == SharingAgreement.decision_id)
    .where(SharingAgreement.tender_id == bindparam("tender"))
    .order_by(SharingAgreement.id.desc())
    .limit(1)
)
_VERSIONS = (
    select(TenderVersion.number, TenderVersion.fingerprint, TenderVersion.content)
    .where(TenderVersion.tender_id == bindparam("tender"))
    .order_by(TenderVersion.number.desc())
)


def tender_here(tender_id: int) -> ShownTender:
    """One tender. Raises ``NotFound``. Four statements."""
    found = db.session.execute(_ONE, {"tender": tender_id}).first()
    if found is None:
        raise NotFound()
    row: Tender = found.Tender
    started, versions = _started(tender_id), db.session.execute(_VERSIONS, {"tender": tender_id}).all()
    newest = versions[0]
    shown = next((one for one in versions if started and one.number == started.version), newest)
    content = read_content(shown.content)
    return ShownTender(
        row.id,
        row.group_id,
        found.group,
        f"{row.year}/{row.number}",
        row.title,
        row.opened_by,
        row.opened_at,
        row.cancelled_at,
        row.cancel_reason,
        row.closes_at or content.closes_at,
        shown.number,
        newest.number,
        shown.fingerprint,
        content,
        started,
        _shared(tender_id),
        found.now,
    )


def clear_of_conflict(actor: Actor, tender_id: int) -> None:
    """Refuse somebody who has not said whether they have an interest, or has one, or belongs to a practice whose representative
    has one or that was asked to bid: whatever their role. Raises ``NotFound`` where there is no such tender, and ``NotYours``.
    Four statements at most."""
    if db.session.scalar(select(Tender.id).where(Tender.id == tender_id)) is None:
        raise NotFound()
    known = interests_of(tender_id)
    if all(one.person_id != actor.person_id for one in known):
        raise NotYours(UNDECLARED)
    practices = {seat.practice_id for seat in actor.seats}
    if any(
        one.conflict and (one.person_id == actor.person_id or practices & one.practices.keys())
        for one in known
    ):
        raise NotYours(CONFLICTED)
    if practices & practices_asked(tender_id).keys():
        raise NotYours(BIDS_FOR)


def practices_asked(tender_id: int) -> dict[int, str]:
    """The practices that were asked to bid, code by number: whoever belongs to one stands aside. One statement."""
    rows = db.session.execute(
        select(Practice.id, Practice.code)
        .join(TenderBidder, TenderBidder.practice_id == Practice.id)
        .where(TenderBidder.tender_id == tender_id)
    )
    return {row.id: row.code for row in rows}


def is_clear(actor: Actor, tender_id: int) -> bool:
    """Whether somebody has said that they have no interest in a tender, and nobody of their practice has one or bids. Four
    statements at most."""
    try:
        clear_of_conflict(actor, tender_id)
    except NotYours:
        return False
    return True


def scorers_of(tender_id: int) -> list[int]:
    """The people who score the bids of a tender, by number of person. One statement."""
    return _in_part(tender_id, "scorer")


def openers_of(tender_id: int) -> list[int]:
    """The people who open the bids of a tender, by number of person. One statement."""
    return _in_part(tender_id, "opener")


def _in_part(tender_id: int, part: str) -> list[int]:
    found = select(TenderPart.person_id).where(
        TenderPart.tender_id == tender_id, TenderPart.part == part, TenderPart.ended_at.is_(None)
    )
    return list(db.session.scalars(found.order_by(TenderPart.person_id)))


def _started(tender_id: int) -> VotedStart | None:
    row = db.session.execute(_START, {"tender": tender_id}).first()
    if row is None:
        return None
    number, fingerprint, decision, series, year, ordinal, at = row
    return VotedStart(number, fingerprint, decision, number_in(series, year, ordinal), at)


def _shared(tender_id: int) -> VotedSharing | None:
    found = db.session.execute(_SHARING, {"tender": tender_id}).first()
    if found is None:
        return None
    row, series, year, ordinal = found
    return VotedSharing(way_of(row), row.decision_id, number_in(series, year, ordinal), row.voted_at)


def way_of(row: SharingAgreement) -> SharingWay:
    """How an agreement shares."""
    return SharingWay(row.basis, row.total, row.unit, row.least, row.most, row.weights)
