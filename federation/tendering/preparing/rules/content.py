"""Everything that is fixed before any bid, as one value: need, rules used, lots, criteria, points for price, timetable."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from federation.kernel.measures import PRICE_FORMULAS

ALL_POINTS: Final = 100
REGIMES: Final = ("own", "act", "selection", "framework")
"""Our own rules, the Procurement Act, the provider selection regime (in which we bid), a call-off from a framework."""
TIES: Final = ("quality", "price", "members")
"""What decides between equal bids: more points for quality, the lower price, or the members in the vote on the award."""
SCALE: Final = (
    "Not answered",
    "Poor: most of it is missing",
    "Weak: parts of it are missing",
    "Fair: it meets what we ask",
    "Good: it goes beyond what we ask",
    "Excellent: it goes far beyond, and shows how",
)
"""What 0 to 5 points mean, unless a tender says it in other words."""
MOST_CRITERIA: Final = 20
MOST_LOTS: Final = 50


@dataclass(frozen=True, slots=True)
class TenderCriterion:
    """What bids are judged by: points of the hundred at most, and in words what counts. ``key`` names it: c1, c2, …"""

    key: str
    title: str
    words: str
    points: int


@dataclass(frozen=True, slots=True)
class TenderLot:
    """A part of what is asked for, which can be bid for apart."""

    title: str
    words: str


@dataclass(frozen=True, slots=True)
class TenderContent:
    """What a tender fixes before any bid. Money is in pence with VAT, for the whole time, or None where nobody has said;
    ``floor`` is the least number of points for quality, ``standstill_days`` are working days."""

    need: str
    regime: str
    advised_by: str
    value_pence: int | None
    lots: tuple[TenderLot, ...]
    criteria: tuple[TenderCriterion, ...]
    scale: tuple[str, ...]
    price_points: int
    price_formula: str
    floor: int
    tie: str
    questions_until: datetime | None
    closes_at: datetime
    award_by: date | None
    starts_on: date | None
    ends_on: date | None
    standstill_days: int
    social_value: str

    @property
    def quality_points(self) -> int:
        """How many of the hundred points are for quality."""
        return sum(one.points for one in self.criteria)


def content_json(content: TenderContent) -> dict[str, Any]:
    """It as the database and the terms of a vote keep it: moments in UTC, days as ``2027-04-01``."""
    return {
        "need": content.need,
        "regime": content.regime,
        "advised_by": content.advised_by,
        "value_pence": content.value_pence,
        "lots": [{"title": one.title, "words": one.words} for one in content.lots],
        "criteria": [
            {"key": one.key, "title": one.title, "words": one.words, "points": one.points}
            for one in content.criteria
        ],
        "scale": list(content.scale),
        "price_points": content.price_points,
        "price_formula": content.price_formula,
        "floor": content.floor,
        "tie": content.tie,
        "questions_until": _moment(content.questions_until),
        "closes_at": _moment(content.closes_at),
        "award_by": _day(content.award_by),
        "starts_on": _day(content.starts_on),
        "ends_on": _day(content.ends_on),
        "standstill_days": content.standstill_days,
        "social_value": content.social_value,
    }


def read_content(kept: Mapping[str, Any]) -> TenderContent:
    """The value that :func:`content_json` wrote."""
    days = {name: _read_day(kept[name]) for name in ("award_by", "starts_on", "ends_on")}
    asked = kept["questions_until"]
    made: dict[str, Any] = {
        **kept,
        **days,
        "lots": tuple(TenderLot(**one) for one in kept["lots"]),
        "criteria": tuple(TenderCriterion(**one) for one in kept["criteria"]),
        "scale": tuple(kept["scale"]),
        "questions_until": datetime.fromisoformat(asked) if asked else None,
        "closes_at": datetime.fromisoformat(kept["closes_at"]),
    }
    return TenderContent(**made)


def content_fingerprint(kept: Mapping[str, Any]) -> str:
    """The SHA-256 of a content as canonical JSON, in hexadecimal: two that differ in one letter have different ones."""
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content_problems(content: TenderContent, now: datetime) -> Iterator[tuple[str, str]]:
    """What is wrong with a content at ``now``, as words and the field that they belong to."""
    if content.regime not in REGIMES:
        yield "Select which rules you use", "regime"
    yield from _points_problems(content)
    yield from _time_problems(content, now)


def _points_problems(content: TenderContent) -> Iterator[tuple[str, str]]:
    total = content.quality_points + content.price_points
    if any(not 1 <= one.points <= ALL_POINTS for one in content.criteria):
        yield f"Give each criterion from 1 to {ALL_POINTS} points", "criteria"
    elif not 0 <= content.price_points <= ALL_POINTS:
        yield f"Give the price from 0 to {ALL_POINTS} points", "price_points"
    elif total != ALL_POINTS:
        yield (
            f"The points must make {ALL_POINTS}. Quality has {content.quality_points} and price {content.price_points}: "
            f"that is {total}",
            "criteria",
        )
    if len(content.criteria) > MOST_CRITERIA:
        yield f"Use {MOST_CRITERIA} criteria or fewer", "criteria"
    names = [one.title.casefold() for one in content.criteria]
    if len(set(names)) < len(names):
        yield "Two criteria have the same name", "criteria"
    if content.price_formula not in PRICE_FORMULAS:
        yield "Select how the price is turned into points", "price_formula"
    if not 0 <= content.floor <= content.quality_points:
        yield f"The least for quality is from 0 to {content.quality_points} points", "floor"
    if content.tie not in TIES:
        yield "Select what decides between equal bids", "tie"
    if len(content.scale) != len(SCALE):
        yield f"Say what each of 0 to {len(SCALE) - 1} points means", "scale"
    if len(content.lots) > MOST_LOTS:
        yield f"Use {MOST_LOTS} lots or fewer", "lots"


def _time_problems(content: TenderContent, now: datetime) -> Iterator[tuple[str, str]]:
    if content.closes_at <= now:
        yield "The time until which bids can come must be in the future", "closes_at"
    if content.questions_until is not None and content.questions_until > content.closes_at:
        yield "Questions must end before bids do", "questions_until"
    days = [
        ("award_by", "The award must come after the bids", content.closes_at.date(), content.award_by),
        ("starts_on", "The contract must start after the award", content.award_by, content.starts_on),
        ("ends_on", "The contract must end after it starts", content.starts_on, content.ends_on),
    ]
    for field, words, first, then in days:
        if first is not None and then is not None and then < first:
            yield words, field
    if not 0 <= content.standstill_days <= ALL_POINTS:
        yield f"The standstill is from 0 to {ALL_POINTS} working days", "standstill_days"


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _read_day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
