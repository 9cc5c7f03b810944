"""Rounds, needs and demand, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.policy import may
from federation.kernel.web import actor, permission
from federation.purchasing import schemas
from federation.purchasing.actions.changing import change_needs
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.rounds import WantedRound, call_off, open_round
from federation.purchasing.blueprint import API_ONE, ROUNDS, programs
from federation.purchasing.queries.needs import StatedLine, answer_of, demand_of
from federation.purchasing.queries.rounds import (
    ShownRound,
    newest_rounds,
    practice_coded,
    round_here,
    round_priced,
)
from federation.purchasing.queries.specifications import voted_numbers
from federation.purchasing.rules import ItemDemand
from federation.purchasing.words import ODD_WORDS


@programs.route(ROUNDS)
class PurchaseRoundsView(Endpoint):
    """The rounds."""

    @permission("purchasing.read")
    @programs.response(200, schemas.RoundsSchema)
    def get(self) -> Response:
        """The newest 200 rounds."""
        found = newest_rounds()
        voted = voted_numbers([one.id for one in found])
        return answer({"items": [_round(one, voted.get(one.id)) for one in found]})

    @permission("purchasing.run")
    @programs.arguments(schemas.RoundSent)
    @programs.response(201, schemas.RoundMade)
    def post(self, sent: dict[str, Any]) -> Response:
        """Ask every practice what it needs, for a group that one leads or votes in."""
        items = [(one["item"], one["unit"]) for one in sent["items"]]
        wanted = WantedRound(sent["title"], sent["category"], sent["closes_at"], items)
        number = open_round(actor(), sent["group"], wanted)
        return answer({"id": number}, 201, address(f"purchasing/rounds/{number}"))


@programs.route(API_ONE)
class PurchaseRoundView(Endpoint):
    """One round."""

    @permission("purchasing.read")
    @programs.response(200, schemas.RoundAnswer)
    def get(self, round_id: int) -> Response:
        """A round."""
        return answer(_round(round_here(round_id), voted_numbers([round_id]).get(round_id)))


@programs.route(f"{API_ONE}/call-off")
class RoundCallOffView(Endpoint):
    """Calling a round off."""

    @permission("purchasing.run")
    @programs.arguments(schemas.RoundCalledOff)
    @programs.response(204)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Call a round off, with the reason."""
        call_off(actor(), round_id, sent["reason"])
        return nothing()


@programs.route(f"{API_ONE}/needs/<code>")
class NeedsView(Endpoint):
    """What a practice needs in a round."""

    @permission("purchasing.prices")
    @programs.response(200, schemas.NeedsAnswer)
    def get(self, round_id: int, code: str) -> Response:
        """What the practice with this ODS code has said."""
        practice = practice_coded(code)
        round_priced(actor(), round_id)
        found = answer_of(round_id, practice.id)
        lines = found.lines if found else ()
        return answer(
            {
                "practice": code,
                "answered_at": iso(found.answered_at) if found else None,
                "lines": [line._asdict() | {"ends_on": iso(line.ends_on)} for line in lines],
            }
        )

    @permission("purchasing.answer")
    @programs.arguments(schemas.NeedsSent)
    @programs.response(204)
    def put(self, sent: dict[str, Any], round_id: int, code: str) -> Response:
        """Say what a practice needs that one represents, in the place of what it said before; [] is an answer. After the close
        amounts alone change, as far as the members agreed; an item that is left out is one that it leaves."""
        found, lines = round_here(round_id), [StatedLine(**line) for line in sent["lines"]]
        if found.state == "closed":
            change_needs(actor(), round_id, code, _amounts(code, round_id, lines))
        else:
            say_needs(actor(), round_id, code, lines)
        return nothing()


@programs.route(f"{API_ONE}/demand")
class DemandView(Endpoint):
    """What practices need in a round."""

    @permission("purchasing.read")
    @programs.response(200, schemas.DemandSchema)
    def get(self, round_id: int) -> Response:
        """The demand, collated: units converted where they can be, what looks like a slip named, and who has answered. Whoever
        may not read what each practice pays gets sums alone, and null where a sum says it."""
        prices = may(actor(), "purchasing.prices", round_here(round_id).whose)
        found = demand_of(round_id)
        return answer(
            {
                "items": [_item(one, prices) for one in found.items],
                "answered": [
                    {
                        "practice": one.practice.code,
                        "answered_at": iso(one.answered_at),
                        "lines": one.lines,
                    }
                    for one in found.answered
                ],
                "waiting": [one.practice.code for one in found.waiting],
            }
        )


def _amounts(code: str, round_id: int, lines: list[StatedLine]) -> dict[tuple[str, str], int]:
    """The amounts that a practice wants by item and unit: nothing of what it leaves out."""
    given = answer_of(round_id, practice_coded(code).id)
    left = {line[:2]: 0 for line in given.lines} if given else {}
    return left | {line[:2]: line.quantity for line in lines}


def _round(one: ShownRound, voted: int | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group_id,
        "title": one.title,
        "category": one.category,
        "items": [{"item": item, "unit": unit} for item, unit in one.items],
        "closes_at": iso(one.closes_at),
        "state": one.state,
        "answers": one.answers,
        "voted_version": voted,
    }


def _item(one: ItemDemand, prices: bool) -> dict[str, Any]:
    return {
        "item": one.item,
        "unit": one.unit,
        "base": one.base,
        "per_unit": one.per_unit,
        "quantity": one.quantity,
        "priced": one.priced,
        "spend_pence": one.spend_pence if prices or one.can_be_summed else None,
        "practices": [practice._asdict() for practice in one.practices] if prices else [],
        "odd": [odd._asdict() | {"words": ODD_WORDS[odd.what]} for odd in one.odd] if prices else [],
    }
