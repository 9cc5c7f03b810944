"""Bids against the record: none came, ended or was opened but by an entry, each has the fingerprint that it came with, and the
deadline is what was voted, or the later one that all bidders were told."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_called
from federation.kernel.record import stamp
from federation.tendering.models import (
    BidOpening,
    BidVersion,
    Tender,
    TenderBidder,
    TenderStart,
    TenderVersion,
)
from federation.tendering.preparing.rules.content import read_content


def bids() -> Iterator[RecordFlaw]:
    """Every bid and every opening of the federation chosen."""
    came, withdrawn, halves = _told()
    for row in db.session.scalars(select(BidVersion).order_by(BidVersion.id)):
        name = f"Bid {row.id}"
        if came.pop(row.id, None) != (row.tender_id, row.fingerprint):
            yield RecordFlaw(name, "the record does not say that it came so")
        if (row.ended == "withdrawn") is not (row.id in withdrawn):
            yield RecordFlaw(name, "whether it was withdrawn is not as the record says")
    for number in came:
        yield RecordFlaw(f"Bid {number}", "it is gone")
    found = select(BidOpening.tender_id, BidOpening.what, BidOpening.person_id).order_by(BidOpening.id)
    opened = [tuple(row) for row in db.session.execute(found)]
    for one in set(opened) ^ set(halves):
        yield RecordFlaw(f"Tender {one[0]}", "who opened its bids is not as the record says")
    yield from _deadlines()


def _deadlines() -> Iterator[RecordFlaw]:
    """Deadlines that are neither as the members voted them nor as all bidders were told of more time."""
    longer = {
        int(subject.partition(":")[2]): act.data["closes_at"] for subject, act in acts_called("bid.extended")
    }
    asked = select(TenderBidder.id).where(TenderBidder.tender_id == Tender.id).exists()
    rows = db.session.execute(
        select(Tender.id, Tender.closes_at, TenderVersion.content)
        .join(TenderStart, TenderStart.tender_id == Tender.id)
        .join(TenderVersion, TenderVersion.id == TenderStart.version_id)
        .where(asked)
    ).all()
    voted: dict[int, str] = {}
    for row in rows:
        voted[row.id] = max(voted.get(row.id, ""), stamp(read_content(row.content).closes_at))
    for number, kept in {row.id: row.closes_at for row in rows}.items():
        if kept is None or stamp(kept) != longer.get(number, voted[number]):
            yield RecordFlaw(f"Tender {number}", "its deadline is not as the record says")


def _told() -> tuple[dict[int, tuple[int, Any]], set[int], list[tuple[Any, ...]]]:
    """What the record says came, was withdrawn, and was opened by whom."""
    came: dict[int, tuple[int, Any]] = {}
    withdrawn: set[int] = set()
    halves: list[tuple[Any, ...]] = []
    for subject, act in acts_called("bid.received", "bid.withdrawn", "bid.half_opened"):
        tender = int(subject.partition(":")[2])
        if act.name == "bid.received":
            came[int(act.data["bid"])] = (tender, act.data["fingerprint"])
        elif act.name == "bid.withdrawn":
            withdrawn.add(int(act.data["bid"]))
        else:
            halves.append((tender, act.data["what"], act.actor))
    return came, withdrawn, halves
