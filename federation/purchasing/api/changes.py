"""Coming late, saying what came, and ending an order below what was promised, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, answer, nothing
from federation.kernel.web import actor, permission
from federation.purchasing import change_schemas as schemas
from federation.purchasing.actions.changing import ask_late, settle_late
from federation.purchasing.actions.finishing import WantedFinish, ask_finish, say_received, settle_finish
from federation.purchasing.blueprint import API_ONE, programs
from federation.purchasing.order_schemas import SharesSchema
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.queries.rounds import round_here


@programs.route(f"{API_ONE}/late")
class LateNeedsView(Endpoint):
    """Joining a round that has closed."""

    @permission("purchasing.answer")
    @programs.arguments(schemas.LateSent)
    @programs.response(201, schemas.AskedMade)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Ask the group to take in what a practice had not said when the round closed."""
        round_here(round_id)
        lines = [StatedLine(**line) for line in sent["lines"]]
        return answer({"id": ask_late(actor(), round_id, sent["practice"], lines, sent["words"])}, 201)


@programs.route(f"{API_ONE}/late/<{ID}:change_id>")
class LateAnswerView(Endpoint):
    """The word of the group on who comes late."""

    @permission("purchasing.run")
    @programs.arguments(schemas.SecondWord)
    @programs.response(204)
    def post(self, sent: dict[str, Any], round_id: int, change_id: int) -> Response:
        """Say whether a practice can still join: somebody else than who asked."""
        settle_late(actor(), round_id, change_id, sent["agree"])
        return nothing()


@programs.route(f"{API_ONE}/receipts")
class ReceiptsView(Endpoint):
    """What practices say came."""

    @permission("purchasing.answer")
    @programs.arguments(schemas.ReceiptSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Say what a practice got of a delivery; what is missing is still to come. The newest word holds."""
        round_here(round_id)
        say_received(actor(), round_id, sent["delivery"], sent["practice"], sent["packs"], sent["words"])
        return nothing()


@programs.route(f"{API_ONE}/finish")
class FinishesView(Endpoint):
    """Ending an order below what was promised."""

    @permission("purchasing.order")
    @programs.arguments(schemas.FinishSent)
    @programs.response(201, schemas.AskedMade)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Ask that an order ends so. Nothing is done before another person of the group agrees."""
        wanted = WantedFinish(sent["pence"], sent["basis"], sent["words"], sent["reason"])
        return answer({"id": ask_finish(actor(), round_id, wanted, sent["order"])}, 201)


@programs.route(f"{API_ONE}/finish/<{ID}:finish_id>")
class FinishAnswerView(Endpoint):
    """The second person's word on ending an order."""

    @permission("purchasing.order")
    @programs.arguments(schemas.SecondWord)
    @programs.response(200, SharesSchema)
    def post(self, sent: dict[str, Any], round_id: int, finish_id: int) -> Response:
        """Say whether an order ends so: its last bill is split, and what is left of its money is free again."""
        return answer({"shares": settle_finish(actor(), round_id, finish_id, sent["agree"])})
