"""At which stage a tender is, from its times alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

STAGES: Final = (
    "drafting",
    "started",
    "open",
    "closed",
    "opened",
    "scored",
    "voting",
    "standstill",
    "contract",
)
STAGE_TAGS: Final = {
    "drafting": ("Being written", "grey"),
    "started": ("Sharing to be agreed", "yellow"),
    "open": ("Open for bids", "green"),
    "closed": ("Time for bids over", "blue"),
    "opened": ("Bids being judged", "blue"),
    "scored": ("Scored", "blue"),
    "voting": ("Award: voting", "purple"),
    "standstill": ("Standstill", "yellow"),
    "contract": ("Contract", "green"),
    "cancelled": ("Cancelled", "grey"),
}


@dataclass(frozen=True, slots=True)
class TenderTimes:
    """When each thing happened to a tender; None: not yet. ``closes_at`` and ``standstill_until`` may lie ahead."""

    started_at: datetime | None = None
    shared_at: datetime | None = None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    scored_at: datetime | None = None
    vote_opened_at: datetime | None = None
    awarded_at: datetime | None = None
    standstill_until: datetime | None = None
    cancelled_at: datetime | None = None


class TenderStep(NamedTuple):
    """A step of the way: what it is, when, and whether it is ``done``, ``now`` or ``later``."""

    title: str
    at: datetime | None
    state: str


def stage_of(times: TenderTimes, now: datetime) -> str:
    """One of :data:`STAGES`, or ``cancelled``. Both votes of the members come before any bid, in whichever order they do."""
    if times.cancelled_at is not None:
        return "cancelled"
    if times.started_at is None:
        return "drafting"
    if times.shared_at is None:
        return "started"
    if times.awarded_at is not None:
        waits = times.standstill_until is not None and now < times.standstill_until
        return "standstill" if waits else "contract"
    if times.vote_opened_at is not None:
        return "voting"
    if times.scored_at is not None:
        return "scored"
    if times.opened_at is not None:
        return "opened"
    return "open" if times.closes_at is None or now < times.closes_at else "closed"


def steps_of(times: TenderTimes, now: datetime) -> list[TenderStep]:
    """Where a tender is, from the first vote to the contract."""
    over = times.closes_at is not None and now >= times.closes_at and times.shared_at is not None
    standstill_over = times.awarded_at is not None and (
        times.standstill_until is None or now >= times.standstill_until
    )
    steps = [
        ("Members vote to start", times.started_at, times.started_at is not None),
        ("Members agree how it is shared", times.shared_at, times.shared_at is not None),
        ("Bids come, sealed", times.closes_at, over),
        ("Opened by two people", times.opened_at, times.opened_at is not None),
        ("Scored and locked", times.scored_at, times.scored_at is not None),
        ("Members vote on the award", times.awarded_at, times.awarded_at is not None),
        ("Standstill: bidders may ask why", times.standstill_until, standstill_over),
        ("Contract", None, standstill_over),
    ]
    found, waits = [], times.cancelled_at is None
    for title, at, done in steps:
        state = "done" if done else "now" if waits else "later"
        waits = waits and done
        found.append(TenderStep(title, at, state))
    return found
