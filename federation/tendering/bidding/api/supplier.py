"""Bids, for the programs of bidders: they have the secret of the link and no token, and what binds asks for a code."""

from typing import Any, Final

from flask import Response

from federation.kernel.api import Endpoint, answer, nothing, takes_large_file
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.network.guests.actions import mail_guest_code, with_guest_code
from federation.tendering.bidding import schemas
from federation.tendering.bidding.actions.asking import ask
from federation.tendering.bidding.actions.drafting import add_file, save_draft
from federation.tendering.bidding.actions.lateness import noting_late
from federation.tendering.bidding.actions.submitting import hand_in, withdraw
from federation.tendering.bidding.queries.bidders import (
    BidReceipt,
    bidder_of,
    questions_of,
    receipts_of,
)
from federation.tendering.blueprint import bidders
from federation.tendering.preparing.queries.tenders import tender_here

_BID: Final = "/bids/<plain:token>"


@bidders.route(_BID)
class BidView(Endpoint):
    """The bid of a supplier or practice."""

    @permission("tendering.bid")
    @bidders.response(200, schemas.BidPageSchema)
    def get(self, token: str) -> Response:
        """What is asked, and the bid that is in. What a bid says is read by nobody before two people open it."""
        bidder = bidder_of(actor())
        tender = tender_here(bidder.tender_id)
        live = next((one for one in receipts_of(bidder.id) if not one.ended), None)
        return answer(
            {
                "tender": tender.number,
                "title": tender.title,
                "need": tender.content.need,
                "closes_at": iso(tender.closes_at),
                "price_points": tender.content.price_points,
                "criteria": [
                    {"key": one.key, "title": one.title, "words": one.words, "points": one.points}
                    for one in tender.content.criteria
                ],
                "bid": _receipt(live) if live else None,
            }
        )

    @permission("tendering.bid")
    @bidders.arguments(schemas.BidSent)
    @bidders.response(201, schemas.BidReceiptSchema)
    def put(self, sent: dict[str, Any], token: str) -> Response:
        """Hand a bid in, in the place of the one before. The files are those that were sent before and not removed. After the
        deadline the answer is 409, and says how late it came."""

        def act() -> BidReceipt:
            save_draft(actor(), sent["price_pence"], sent["answers"])
            return hand_in(actor(), sent["declared"])

        with noting_late(actor(), "bid"):
            return answer(_receipt(with_guest_code(sent["code"], act, unseen=True)), 201)

    @permission("tendering.bid")
    @bidders.arguments(schemas.BidCodeSent)
    @bidders.response(204)
    def delete(self, sent: dict[str, Any], token: str) -> Response:
        """Withdraw the bid that is in: what was sealed of it is destroyed."""
        with noting_late(actor(), "withdrawal"):
            with_guest_code(sent["code"], lambda: withdraw(actor()), unseen=True)
        return nothing()


@bidders.route(f"{_BID}/code")
class BidCodeView(Endpoint):
    """The code that handing in and withdrawing ask for."""

    @permission("tendering.bid")
    @bidders.response(202)
    def post(self, token: str) -> Response:
        """Have a code mailed to the address of the bidder. It lasts 15 minutes, and works once."""
        mail_guest_code(unseen=True)
        return answer({}, 202)


@bidders.route(f"{_BID}/files")
class BidFilesView(Endpoint):
    """Files of a bid."""

    @permission("tendering.bid")
    @takes_large_file
    @bidders.arguments(schemas.BidFileSent, location="files")
    @bidders.response(201, schemas.BidFileSchema)
    def post(self, sent: dict[str, Any], token: str) -> Response:
        """Send a file for the bid that is handed in next. It is sealed at once. An upload that ends after
        the deadline is late."""
        with noting_late(actor(), "file"):
            made = add_file(actor(), sent["file"])
        found = {name: getattr(made, name) for name in ("id", "name", "kind", "size", "sha256")}
        return answer(found, 201)


@bidders.route(f"{_BID}/questions")
class BidQuestionsView(Endpoint):
    """Questions and answers, the same for all bidders."""

    @permission("tendering.bid")
    @bidders.response(200, schemas.TenderQuestionsSchema)
    def get(self, token: str) -> Response:
        """The questions of all bidders, the newest first."""
        items = [
            {
                "id": one.id,
                "text": one.text,
                "asked_at": iso(one.asked_at),
                "answer": one.answer,
                "answered_at": iso(one.answered_at),
            }
            for one in questions_of(bidder_of(actor()).tender_id)
        ]
        return answer({"items": items})

    @permission("tendering.bid")
    @bidders.arguments(schemas.TenderQuestionSent)
    @bidders.response(201)
    def post(self, sent: dict[str, Any], token: str) -> Response:
        """Ask something. All bidders read it, and nobody sees who asked."""
        return answer({"id": ask(actor(), sent["text"])}, 201)


def _receipt(one: BidReceipt) -> dict[str, Any]:
    return {
        "receipt": one.receipt,
        "version": one.number,
        "submitted_at": iso(one.submitted_at),
        "fingerprint": one.fingerprint,
        "files": one.files,
    }
