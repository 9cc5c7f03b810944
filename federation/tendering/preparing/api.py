"""Tenders before any bid, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.days import today
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, NotYours
from federation.kernel.web import actor, permission
from federation.network.groups.queries import openly_acting
from federation.tendering.blueprint import API_ONE, TENDERS, programs
from federation.tendering.preparing import schemas
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import name_part
from federation.tendering.preparing.actions.proposing import (
    cancel_tender,
    propose_cancel,
    propose_sharing,
    propose_start,
)
from federation.tendering.preparing.actions.thresholds import enter_threshold
from federation.tendering.preparing.actions.writing import begin_tender, write_tender
from federation.tendering.preparing.queries.interests import interests_of
from federation.tendering.preparing.queries.listed import ListedTender, newest_tenders
from federation.tendering.preparing.queries.tenders import ShownTender, tender_here
from federation.tendering.preparing.queries.thresholds import thresholds_here, thresholds_to_come
from federation.tendering.preparing.rules.content import (
    ALL_POINTS,
    TenderContent,
    TenderCriterion,
    TenderLot,
    content_json,
)
from federation.tendering.preparing.rules.sharing import SharingWay


@programs.route(TENDERS)
class TendersView(Endpoint):
    """The tenders."""

    @permission("tendering.read")
    @programs.response(200, schemas.TendersAnswer)
    def get(self) -> Response:
        """The newest 200 tenders."""
        return answer({"items": [_listed(one) for one in newest_tenders()]})

    @permission("tendering.run")
    @programs.arguments(schemas.TenderSent)
    @programs.response(201, schemas.TenderMade)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a tender of a group that one leads or votes in, with its first version."""
        title, clear = sent.pop("title"), sent.pop("clear")
        group = sent.pop("group") or _only_group(actor())
        made = begin_tender(actor(), group, title, _content(sent, title), clear)
        return answer({"id": made.id, "number": made.number}, 201, address(f"tendering/tenders/{made.id}"))


@programs.route(API_ONE)
class TenderView(Endpoint):
    """One tender."""

    @permission("tendering.read")
    @programs.response(200, schemas.TenderAnswer)
    def get(self, tender_id: int) -> Response:
        """A tender: what is asked and how it is shared, as the members voted it."""
        found = tender_here(tender_id)
        return answer(
            {
                **_listed(found),
                "version": found.version,
                "newest": found.newest,
                "voted": found.started is not None,
                "decision": found.started.decision_id if found.started else None,
                "fingerprint": found.fingerprint,
                "content": content_json(found.content),
                "sharing": _sharing(found),
                "interests": len(interests_of(tender_id)),
            }
        )


@programs.route(f"{API_ONE}/versions")
class TenderVersionsView(Endpoint):
    """The versions of a tender."""

    @permission("tendering.run")
    @programs.arguments(schemas.TenderVersionSent)
    @programs.response(201, schemas.TenderVersionMade)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Write the next version. The one that was voted stays the voted one; this one needs a vote of its own."""
        title = tender_here(tender_id).title
        return answer({"version": write_tender(actor(), tender_id, _content(sent, title))}, 201)


@programs.route(f"{API_ONE}/start")
class TenderStartView(Endpoint):
    """The vote to start a tender."""

    @permission("tendering.run")
    @programs.arguments(schemas.TenderReasons)
    @programs.response(201, schemas.TenderProposed)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Ask the members to start a tender with its newest version."""
        return _proposed(propose_start(actor(), tender_id, sent["reasons"]))


@programs.route(f"{API_ONE}/sharing")
class TenderSharingView(Endpoint):
    """The vote on how a tender is shared."""

    @permission("tendering.run")
    @programs.arguments(schemas.SharingSent)
    @programs.response(201, schemas.TenderProposed)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Ask the members to share what a tender brings so; what each practice would get today stands in the terms."""
        way = SharingWay(
            sent["basis"], sent["total"], sent["unit"], sent["min"], sent["max"], sent["weights"]
        )
        return _proposed(propose_sharing(actor(), tender_id, way, sent["reasons"]))


@programs.route(f"{API_ONE}/interests")
class TenderInterestsView(Endpoint):
    """Who has an interest in a tender."""

    @permission("tendering.read")
    @programs.response(200, schemas.InterestsAnswer)
    def get(self, tender_id: int) -> Response:
        """What everybody said last of their interests."""
        tender_here(tender_id)
        return answer(
            {
                "items": [
                    {
                        "person": one.person_id,
                        "name": one.name,
                        "conflict": one.conflict,
                        "words": one.words,
                        "declared_at": iso(one.declared_at),
                        "practices": sorted(one.practices.values()),
                    }
                    for one in interests_of(tender_id)
                ]
            }
        )

    @permission("tendering.declare")
    @programs.arguments(schemas.InterestSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Say whether one has an interest that conflicts with a tender. Practices that one represents stand aside then."""
        declare_interest(actor(), tender_id, sent["conflict"], sent["words"])
        return nothing()


@programs.route(f"{API_ONE}/parts")
class TenderPartsView(Endpoint):
    """Who scores and who opens."""

    @permission("tendering.run")
    @programs.arguments(schemas.PartSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Name somebody to score the bids or to open them. Nobody does both."""
        name_part(actor(), tender_id, sent["person"], sent["part"])
        return nothing()


@programs.route(f"{API_ONE}/cancel")
class TenderCancelView(Endpoint):
    """Cancelling a tender."""

    @permission("tendering.run")
    @programs.arguments(schemas.TenderCancelled)
    @programs.response(201, schemas.CancelAnswer)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Cancel a tender with the reason; one that the members have started they alone cancel, and are asked to."""
        if tender_here(tender_id).started is not None:
            return answer({"decision": propose_cancel(actor(), tender_id, sent["reason"])}, 201)
        cancel_tender(actor(), tender_id, sent["reason"])
        return answer({"decision": None}, 201)


def _proposed(decision: int) -> Response:
    return answer({"decision": decision}, 201, address(f"decisions/{decision}"))


def _listed(one: ListedTender | ShownTender) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "group": one.group_id,
        "stage": one.stage,
        "closes_at": iso(one.closes_at),
    }


def _sharing(found: ShownTender) -> dict[str, Any] | None:
    if found.sharing is None:
        return None
    way = found.sharing.way
    return {
        "basis": way.basis,
        "total": way.total,
        "unit": way.unit,
        "min": way.least,
        "max": way.most,
        "weights": dict(way.weights),
        "decision": found.sharing.decision_id,
    }


@programs.route("/tendering/thresholds")
class ThresholdsView(Endpoint):
    """Sums of the law."""

    @permission("tendering.read")
    @programs.response(200, schemas.ThresholdsAnswer)
    def get(self) -> Response:
        """The sums from which the law asks for more."""
        return answer(_thresholds())

    @permission("tendering.thresholds")
    @programs.arguments(schemas.ThresholdSchema)
    @programs.response(201, schemas.ThresholdsAnswer)
    def post(self, sent: dict[str, Any]) -> Response:
        """Enter a sum that holds from a day on. Nothing that was entered changes: of the same day the newest holds."""
        enter_threshold(actor(), sent["kind"], sent["since"], sent["pence"])
        return answer(_thresholds(), 201)


def _thresholds() -> dict[str, Any]:
    day = today()
    return {
        name: [{**one._asdict(), "since": one.since.isoformat()} for one in found]
        for name, found in (("holding", thresholds_here(day)), ("to_come", thresholds_to_come(day)))
    }


def _content(sent: dict[str, Any], title: str) -> TenderContent:
    """What was sent as a value: the need is the title where none is said, and the price gets what the criteria leave."""
    criteria = tuple(
        TenderCriterion(f"c{place}", one["title"], one["words"], one["points"])
        for place, one in enumerate(sent["criteria"], 1)
    )
    points = sent["price_points"]
    left = max(0, ALL_POINTS - sum(one.points for one in criteria))
    made = {
        **sent,
        "need": sent["need"] or title,
        "lots": tuple(TenderLot(one["title"], one["words"]) for one in sent["lots"]),
        "criteria": criteria,
        "scale": tuple(sent["scale"]),
        "price_points": left if points is None else points,
    }
    return TenderContent(**made)


def _only_group(reader: Actor) -> int:
    """The one group with which somebody may run tenders. Raises ``NotYours`` where there is none, ``Invalid`` for several."""
    found = openly_acting(reader)
    if not found:
        raise NotYours()
    if len(found) > 1:
        raise Invalid("Name the group: you may run tenders with more than one", "group")
    return found[0].group_id
