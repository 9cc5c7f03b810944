"""A tender as open data: releases and the record package of the Open Contracting Data Standard 1.1.5.

An ``ocid`` needs a prefix that is registered with the publishers of the standard. Ours is plainly none: whoever publishes puts
the registered one in its place.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

LOCAL_PREFIX: Final = "ocds-local-not-registered"
VERSION: Final = "1.1"


class OcdsBidder(NamedTuple):
    """An organisation that bid: an identifier of its own within the tender, and its name."""

    id: str
    name: str


class OcdsAward(NamedTuple):
    """An award that the members carried: to whom, for how many pence, when, and its status in the standard."""

    id: str
    bidder: str
    pence: int
    at: datetime
    status: str = "active"


class OcdsContract(NamedTuple):
    """A contract that follows an award: its days, and when it was put into the register."""

    id: str
    pence: int
    starts_on: date
    ends_on: date
    at: datetime


class OcdsFacts(NamedTuple):
    """What is public of a tender. ``buyer`` is the federation by address and name; times are instants with a zone, None where
    it has not come to that; ``bidders`` are empty until bids are opened; ``pence`` is the estimate, None where there is none."""

    buyer: tuple[str, str]
    group: tuple[str, str]
    id: str
    number: str
    title: str
    need: str
    regime: str
    criteria: str
    pence: int | None
    planned_at: datetime
    invited_at: datetime | None
    closes_at: datetime | None
    cancelled_at: datetime | None
    bidders: Sequence[OcdsBidder] = ()
    award: OcdsAward | None = None
    contract: OcdsContract | None = None


def ocid_of(facts: OcdsFacts) -> str:
    """The identifier of the whole process."""
    return f"{LOCAL_PREFIX}-{facts.buyer[0]}-{facts.number.replace('/', '-')}"


def releases_of(facts: OcdsFacts) -> list[dict[str, Any]]:
    """A release for each thing that has happened, the earliest first; each says all that was known by then."""
    award, contract = facts.award, facts.contract
    happened = [
        ("planning", facts.planned_at),
        ("tender", facts.invited_at),
        ("award", award.at if award else None),
        ("contract", contract.at if contract else None),
        ("tenderCancellation", facts.cancelled_at),
    ]
    times = sorted((at, place, tag) for place, (tag, at) in enumerate(happened) if at is not None)
    return [_release(_as_of(facts, at), tag, at) for at, _, tag in times]


def record_package(facts: OcdsFacts, uri: str, at: datetime) -> dict[str, Any]:
    """The record of the process with all its releases and the compiled one, as it stands at an instant."""
    releases = releases_of(facts)
    last = max(instant for instant in _instants(facts))
    record = {
        "ocid": ocid_of(facts),
        "releases": releases,
        "compiledRelease": _release(facts, "compiled", last),
    }
    return {**_package(facts, uri, at), "records": [record]}


def release_package(facts: OcdsFacts, uri: str, at: datetime) -> dict[str, Any]:
    """All releases in a package."""
    return {**_package(facts, uri, at), "releases": releases_of(facts)}


def _package(facts: OcdsFacts, uri: str, at: datetime) -> dict[str, Any]:
    return {
        "uri": uri,
        "version": VERSION,
        "publishedDate": _instant(at),
        "publisher": {"name": facts.buyer[1], "uid": facts.buyer[0]},
    }


def _instants(facts: OcdsFacts) -> list[datetime]:
    found = [
        facts.planned_at,
        facts.invited_at,
        facts.cancelled_at,
        facts.award.at if facts.award else None,
        facts.contract.at if facts.contract else None,
    ]
    return [one for one in found if one is not None]


def _as_of(facts: OcdsFacts, at: datetime) -> OcdsFacts:
    """What was known at an instant: bidders once there is an award, or nothing else to wait for."""
    award = facts.award if facts.award and facts.award.at <= at else None
    return facts._replace(
        invited_at=facts.invited_at if facts.invited_at and facts.invited_at <= at else None,
        cancelled_at=facts.cancelled_at if facts.cancelled_at and facts.cancelled_at <= at else None,
        award=award,
        bidders=facts.bidders if award else (),
        contract=facts.contract if facts.contract and facts.contract.at <= at else None,
    )


def _release(facts: OcdsFacts, tag: str, at: datetime) -> dict[str, Any]:
    buyer = {"id": facts.buyer[0], "name": facts.buyer[1]}
    release: dict[str, Any] = {
        "ocid": ocid_of(facts),
        "id": f"{ocid_of(facts)}-{tag}-{at:%Y%m%dT%H%M%S}",
        "date": _instant(at),
        "tag": [tag],
        "initiationType": "tender",
        "language": "en",
        "parties": _parties(facts),
        "buyer": buyer,
        "planning": {"rationale": facts.need, **_budget(facts)},
    }
    if facts.invited_at or facts.cancelled_at:
        release["tender"] = _tender(facts)
    if facts.award:
        release["awards"] = [_award(facts, facts.award)]
    if facts.award and facts.contract:
        release["contracts"] = [_contract(facts.award, facts.contract)]
    return release


def _parties(facts: OcdsFacts) -> list[dict[str, Any]]:
    won = facts.award.bidder if facts.award else None
    return [
        {"id": facts.buyer[0], "name": facts.buyer[1], "roles": ["buyer"]},
        {"id": facts.group[0], "name": facts.group[1], "roles": ["procuringEntity"]},
        *(
            {
                "id": one.id,
                "name": one.name,
                "roles": ["tenderer", "supplier"] if one.id == won else ["tenderer"],
            }
            for one in facts.bidders
        ),
    ]


def _budget(facts: OcdsFacts) -> Mapping[str, Any]:
    return {} if facts.pence is None else {"budget": {"amount": _money(facts.pence)}}


def _tender(facts: OcdsFacts) -> dict[str, Any]:
    status = "cancelled" if facts.cancelled_at else "complete" if facts.award else "active"
    found: dict[str, Any] = {
        "id": facts.id,
        "title": facts.title,
        "status": status,
        "procuringEntity": {"id": facts.group[0], "name": facts.group[1]},
        "procurementMethod": "selective",
        "procurementMethodRationale": facts.regime,
        "mainProcurementCategory": "services",
        "awardCriteria": "ratedCriteria",
        "awardCriteriaDetails": facts.criteria,
    }
    if facts.pence is not None:
        found["value"] = _money(facts.pence)
    if facts.invited_at and facts.closes_at:
        found["tenderPeriod"] = {
            "startDate": _instant(facts.invited_at),
            "endDate": _instant(facts.closes_at),
        }
    if facts.bidders:
        found["numberOfTenderers"] = len(facts.bidders)
        found["tenderers"] = [{"id": one.id, "name": one.name} for one in facts.bidders]
    return found


def _award(facts: OcdsFacts, award: OcdsAward) -> dict[str, Any]:
    names = {one.id: one.name for one in facts.bidders}
    return {
        "id": award.id,
        "status": award.status,
        "date": _instant(award.at),
        "value": _money(award.pence),
        "suppliers": [{"id": award.bidder, "name": names[award.bidder]}],
    }


def _contract(award: OcdsAward, contract: OcdsContract) -> dict[str, Any]:
    return {
        "id": contract.id,
        "awardID": award.id,
        "status": "active",
        "period": {
            "startDate": f"{contract.starts_on}T00:00:00Z",
            "endDate": f"{contract.ends_on}T23:59:59Z",
        },
        "value": _money(contract.pence),
        "dateSigned": _instant(contract.at),
    }


def _money(pence: int) -> dict[str, Any]:
    return {"amount": pence / 100 if pence % 100 else pence // 100, "currency": "GBP"}


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
