"""Asking for bids, more time, answers, opening and reading, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.tendering.bidding import schemas
from federation.tendering.bidding.actions.asking import reply
from federation.tendering.bidding.actions.extending import extend
from federation.tendering.bidding.actions.inviting import invite_bidder
from federation.tendering.bidding.actions.opening import open_half
from federation.tendering.bidding.queries.bidders import question_of
from federation.tendering.bidding.queries.bids import bids_of
from federation.tendering.blueprint import API_ONE, programs
from federation.tendering.preparing.queries.tenders import tender_here


@programs.route(f"{API_ONE}/invitations")
class InvitationsToBidView(Endpoint):
    """Asking for bids."""

    @permission("tendering.run")
    @programs.arguments(schemas.InvitationSent)
    @programs.response(201, schemas.InvitationMade)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Ask a supplier or a practice to bid, once the members have voted that the tender starts and how it is shared."""
        made = invite_bidder(
            actor(), tender_id, sent["email"], sent["name"], sent["organisation"], sent["practice"] or ""
        )
        return answer({"id": made.id, "link": made.link}, 201)


@programs.route(f"{API_ONE}/more-time")
class MoreTimeView(Endpoint):
    """The deadline."""

    @permission("tendering.run")
    @programs.arguments(schemas.MoreTimeSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Give all bidders more time, with a reason; only before the deadline."""
        extend(actor(), tender_id, sent["closes_at"], sent["reason"])
        return nothing()


@programs.route(f"{API_ONE}/questions/<{ID}:question_id>")
class TenderAnswerView(Endpoint):
    """The answer to a question of a bidder."""

    @permission("tendering.run")
    @programs.arguments(schemas.TenderReplySent)
    @programs.response(204)
    def put(self, sent: dict[str, Any], tender_id: int, question_id: int) -> Response:
        """Answer a question, once and for all bidders."""
        question_of(tender_id, question_id)
        reply(actor(), tender_id, question_id, sent["text"])
        return nothing()


@programs.route(f"{API_ONE}/openings")
class BidOpeningsView(Endpoint):
    """Opening bids."""

    @permission("tendering.open")
    @programs.response(200, schemas.HalfOpenedSchema)
    @programs.alt_response(202, schema=schemas.HalfOpenedSchema)
    def post(self, tender_id: int) -> Response:
        """Open your half of the bids, as one of the two people who were named. The first is answered 202; the second opens the
        bids: 200, with their numbers and letters. Their prices stay sealed."""
        tender_here(tender_id)
        done = open_half(actor(), tender_id)
        if done.openers < 2:
            return answer({"openers": done.openers}, 202)
        bids = [{"id": one.id, "letter": one.letter} for one in done.bids]
        return answer({"openers": done.openers, "bids": bids})


@programs.route(f"{API_ONE}/bids")
class TenderBidsView(Endpoint):
    """Bids."""

    @permission("tendering.read")
    @programs.response(200, schemas.ReadBidsSchema)
    def get(self, tender_id: int) -> Response:
        """The bids, once two people have opened them, for whoever has declared that they have no interest. Whoever asks earlier,
        or has one, is refused."""
        tender_here(tender_id)
        items = [
            {
                "id": one.id,
                "letter": one.letter,
                "name": one.name,
                "version": one.version,
                "submitted_at": iso(one.submitted_at),
                "fingerprint": one.fingerprint,
                "answers": dict(one.answers),
                "files": [
                    {name: getattr(file, name) for name in ("id", "name", "kind", "size", "sha256")}
                    for file in one.files
                ],
            }
            for one in bids_of(tender_id, actor())
        ]
        return answer({"items": items})
