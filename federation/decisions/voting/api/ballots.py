"""Casting, and reading who voted how."""

from typing import Any

from flask import Response

from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.permissions import ForPractice
from federation.decisions.seen import practice_id_of, seen
from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.api.opening import _holders
from federation.decisions.voting.api.rows import ballot_row, own_ballot, part_of, points_of, roll_row
from federation.decisions.voting.queries import votes
from federation.decisions.voting.queries.ballots import OwnEntry, own_entries, past_ballots
from federation.decisions.voting.queries.holders import holding_in
from federation.decisions.voting.queries.owed import votes_owed
from federation.decisions.voting.queries.receipts import check_code
from federation.decisions.voting.queries.results import shows_results
from federation.decisions.voting.receipts import code_in
from federation.decisions.voting.schemas.ballots import (
    BallotRowSchema,
    BallotSentSchema,
    BallotsSchema,
    InterestSchema,
    PastBallotsSchema,
    ReceiptFoundSchema,
    ReceiptSchema,
    RollSchema,
    VotesOwedSchema,
)
from federation.decisions.voting.schemas.votes import ReasonSchema
from federation.kernel.api import Endpoint, PartQuerySchema, answer
from federation.kernel.api_fields import iso
from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound, NotYours
from federation.kernel.web import actor, permission

_BALLOT = f"{ONE_DECISION}/ballots/<plain:code>"


@programs.route(f"{ONE_DECISION}/ballots")
class BallotsView(Endpoint):
    """How practices voted."""

    @permission("decisions.read")
    @programs.arguments(PartQuerySchema, location="query")
    @programs.response(200, BallotsSchema)
    def get(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Who voted how, in order of code: everybody once you may see it, else your own practices alone."""
        view = seen(decision_id, actor()).view
        own = own_entries(decision_id, actor())
        if not shows_results(view, own):
            return answer({"everybody": False, "items": [_own(entry) for entry in own], "next": None})
        rows = votes.roll_rows(decision_id, True, sent["after"], sent["limit"] + 1, view.counted)
        return answer({"everybody": True, **part_of([ballot_row(row) for row in rows], sent["limit"])})


@programs.route(f"{ONE_DECISION}/roll")
class RollView(Endpoint):
    """Who may vote."""

    @permission("decisions.read")
    @programs.arguments(PartQuerySchema, location="query")
    @programs.response(200, RollSchema)
    def get(self, sent: dict[str, Any], decision_id: int) -> Response:
        """The practices that may vote and those that stood aside, in order of code; and who holds the votes of several."""
        decision = seen(decision_id, actor()).view.decision
        rows = votes.roll_rows(decision_id, False, sent["after"], sent["limit"] + 1)
        part = part_of([roll_row(row) for row in rows], sent["limit"])
        holders = _holders(holding_in(decision)) if decision.opened_at else None
        return answer(part | {"holders": holders})


@programs.route(_BALLOT)
class BallotView(Endpoint):
    """A practice's ballot, by its code; or in a group's vote one's own, by the word `me`."""

    @permission("decisions.read")
    @programs.response(200, PastBallotsSchema)
    def get(self, decision_id: int, code: str) -> Response:
        """All that one of your own practices, or you yourself, cast in a decision, the newest first."""
        decision = seen(decision_id, actor()).view.decision
        practice = practice_id_of(actor(), code)
        if practice is not None and not actor().as_of(decision.opened_at).belongs_to(practice):
            raise NotYours("Only the people of a practice read what it cast.")
        found = past_ballots(decision_id, practice, actor().person_id)
        items = [
            one._asdict() | {"cast_at": iso(one.cast_at), "choice": points_of(one.choice)} for one in found
        ]
        return answer({"items": items})

    @permission("decisions.cast")
    @programs.arguments(BallotSentSchema)
    @programs.response(201, ReceiptSchema)
    @programs.alt_response(200, schema=ReceiptSchema, description="The ballot was changed", success=True)
    def put(self, sent: dict[str, Any], decision_id: int, code: str) -> Response:
        """Cast the practice's ballot, or your own (201), or change it (200), until the close."""
        practice = practice_id_of(actor(), code)
        said = (sent["stance"], sent["reason"])
        receipt = voting.cast(actor(), decision_id, practice, *said, by_program=True, choice=sent["choice"])
        taken = {
            "receipt": receipt.code,
            "stance": receipt.stance,
            "choice": points_of(receipt.choice),
            "reason": receipt.reason,
            "cast_at": iso(receipt.cast_at),
        }
        return answer(taken, 201 if receipt.first else 200)


@programs.route(f"{_BALLOT}/stand-aside")
class StandAsideView(Endpoint):
    """Declaring an interest."""

    @permission("decisions.cast")
    @programs.arguments(ReasonSchema)
    @programs.response(200, InterestSchema)
    def post(self, sent: dict[str, Any], decision_id: int, code: str) -> Response:
        """Declare a practice's interest, or your own: it leaves every number, with its reason for all to read."""
        practice = practice_id_of(actor(), code)
        authorize(actor(), "decisions.cast", ForPractice(practice))
        seen(decision_id, actor())
        stand_aside(actor(), decision_id, practice, sent["reason"])
        return answer({"practice": code, "reason": sent["reason"].strip()})


@programs.route("/receipts/<plain:code>")
class ReceiptView(Endpoint):
    """Finding a ballot by its receipt."""

    @permission("decisions.read")
    @programs.response(200, ReceiptFoundSchema)
    def get(self, code: str) -> Response:
        """The ballot that a receipt code belongs to, and where the record holds it, once you may know that."""
        found = check_code(code_in(code), actor())
        if found is None:
            raise NotFound()
        decision, ballot, entry = found.decision, found.ballot, found.entry
        return answer(
            {
                "withheld": found.withheld or None,
                "decision_id": decision.id if decision else None,
                "number": decision.number if decision else None,
                "title": decision.title if decision else None,
                "counts": found.counts,
                "cast_at": iso(ballot.cast_at) if ballot else None,
                "entry": {"seq": entry[0], "at": iso(entry[1]), "hash": entry[2]} if entry else None,
                "practice": ballot.practice if ballot else None,
                "stance": ballot.stance if ballot else None,
                "choice": points_of(ballot.choice) if ballot else None,
            }
        )


def _own(entry: OwnEntry) -> dict[str, Any]:
    whole = own_ballot(entry)
    return {name: whole[name] for name in BallotRowSchema._declared_fields}


@programs.route("/votes-owed")
class VotesOwedView(Endpoint):
    """What your practices, and you in groups, still owe."""

    @permission("decisions.read")
    @programs.response(200, VotesOwedSchema)
    def get(self) -> Response:
        """Open votes in which a practice that you represent, or you yourself in a group, have no ballot yet, by deadline."""
        codes = {seat.practice_id: seat.code for seat in actor().representing}
        return answer(
            {
                "items": [
                    {
                        "decision_id": one.decision_id,
                        "title": one.title,
                        "closes_at": iso(one.closes_at),
                        "practice": codes[one.practice_id] if one.practice_id else None,
                    }
                    for one in votes_owed(actor(), actor().representing)
                ]
            }
        )
