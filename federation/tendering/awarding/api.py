"""Awards, how they are shared out, fairness and open data, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, address, answer
from federation.kernel.web import actor, permission
from federation.tendering.awarding import schemas
from federation.tendering.awarding.actions.awarding import propose_award
from federation.tendering.awarding.actions.concluding import answer_challenge, note_challenge, sign_contract
from federation.tendering.awarding.actions.reallocating import (
    WantedChange,
    ask_change,
    confirm_change,
    propose_change,
    take_back_change,
)
from federation.tendering.awarding.queries.awards import allocation_now, allocations_of, award_here, way_here
from federation.tendering.awarding.queries.ledger import fairness_ledger
from federation.tendering.awarding.queries.open_data import open_data_of, open_releases_of
from federation.tendering.blueprint import API_ONE, programs
from federation.tendering.preparing.queries.tenders import tender_here

_CHANGE = f"{API_ONE}/allocation/changes/<{ID}:number>"


@programs.route(f"{API_ONE}/award")
class AwardView(Endpoint):
    """The award."""

    @permission("tendering.run")
    @programs.arguments(schemas.AwardSent)
    @programs.response(201, schemas.DecisionMade)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Ask the members to award to a bid: a proposal whose terms hold the ranking and what each practice gets. A bid that is
        not the first needs a reason, which all of them read."""
        made = propose_award(actor(), tender_id, sent["bid"], sent["reason"])
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


@programs.route(f"{API_ONE}/allocation")
class AllocationView(Endpoint):
    """How an award is shared out."""

    @permission("tendering.read")
    @programs.response(200, schemas.AllocationAnswer)
    def get(self, tender_id: int) -> Response:
        """What each practice gets now: by the agreement of the members, or as it was changed since."""
        award, unit = award_here(tender_id), way_here(tender_here(tender_id)).unit
        found = allocation_now(award)
        waiting = [one.number for one in allocations_of(award) if one.waits]
        return answer(
            {
                "total": found.total,
                "unit": unit,
                "change": found.number,
                "kind": found.kind,
                "reason": found.reason,
                "waiting": waiting[0] if waiting else None,
                "rows": [
                    {"practice": one.code, "amount": one.amount, "pence": one.pence} for one in found.lines
                ],
            }
        )


@programs.route(f"{API_ONE}/allocation/changes")
class AllocationChangesView(Endpoint):
    """Sharing out anew."""

    @permission("tendering.share")
    @programs.arguments(schemas.ChangeSent)
    @programs.response(201, schemas.ChangeMade)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Ask for a change. It holds once a second person has confirmed it; what moves more than 5% away from what was agreed,
        or leaves a practice out that did not ask for it, is decided by the members."""
        number = ask_change(actor(), tender_id, WantedChange(**{**sent, "keep": tuple(sent["keep"])}))
        found = allocations_of(award_here(tender_id))[0]
        return answer({"change": number, "beyond": found.beyond}, 201)


@programs.route(f"{_CHANGE}/confirm")
class AllocationConfirmationView(Endpoint):
    """A second person's word."""

    @permission("tendering.share")
    @programs.response(204)
    def post(self, tender_id: int, number: int) -> Response:
        """Confirm what somebody else asked for."""
        confirm_change(actor(), tender_id, number)
        return Response(status=204)


@programs.route(_CHANGE)
class AllocationChangeView(Endpoint):
    """A change that waits."""

    @permission("tendering.run")
    @programs.response(204)
    def delete(self, tender_id: int, number: int) -> Response:
        """Take back a change that waits; not once the members vote on it."""
        take_back_change(actor(), tender_id, number)
        return Response(status=204)


@programs.route(f"{_CHANGE}/propose")
class AllocationProposalView(Endpoint):
    """What the members decide."""

    @permission("tendering.run")
    @programs.response(201, schemas.DecisionMade)
    def post(self, tender_id: int, number: int) -> Response:
        """Put a change to the members."""
        made = propose_change(actor(), tender_id, number)
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


@programs.route(f"{API_ONE}/challenges")
class ChallengesView(Endpoint):
    """What bidders ask."""

    @permission("tendering.run")
    @programs.arguments(schemas.ChallengeSent)
    @programs.response(201, schemas.ChallengeMade)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Write down what a bidder asks or objects to. No contract follows before it is answered."""
        return answer({"id": note_challenge(actor(), tender_id, sent["bid"], sent["words"])}, 201)


@programs.route(f"{API_ONE}/challenges/<{ID}:challenge_id>/answer")
class ChallengeAnswerView(Endpoint):
    """An answer to a bidder."""

    @permission("tendering.run")
    @programs.arguments(schemas.ChallengeAnswered)
    @programs.response(204)
    def post(self, sent: dict[str, Any], tender_id: int, challenge_id: int) -> Response:
        """Answer it: for somebody other than who wrote it down."""
        answer_challenge(actor(), tender_id, challenge_id, sent["answer"])
        return Response(status=204)


@programs.route(f"{API_ONE}/contract")
class TenderContractView(Endpoint):
    """The contract."""

    @permission("tendering.run")
    @programs.arguments(schemas.TenderContractSent)
    @programs.response(201, schemas.TenderContractKept)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Put the contract with the winner into the register, once the standstill is over and every bidder has an answer."""
        number = sign_contract(actor(), tender_id, sent["starts_on"], sent["ends_on"], sent["break_on"])
        return answer({"contract": number}, 201, address(f"purchasing/contracts/{number}"))


@programs.route(f"{API_ONE}/ocds.json")
class OcdsView(Endpoint):
    """Open data."""

    @permission("tendering.read")
    @programs.response(200)
    def get(self, tender_id: int) -> Response:
        """The tender as a record package of the Open Contracting Data Standard 1.1.5. The prefix of its identifier is a
        placeholder that is registered nowhere."""
        return answer(open_data_of(tender_id))


@programs.route(f"{API_ONE}/ocds-releases.json")
class OcdsReleasesView(Endpoint):
    """Open data, release by release."""

    @permission("tendering.read")
    @programs.response(200)
    def get(self, tender_id: int) -> Response:
        """The same as a release package: a release for each thing that has happened."""
        return answer(open_releases_of(tender_id))


@programs.route("/tendering/fairness")
class FairnessView(Endpoint):
    """Whether it is fair over time."""

    @permission("tendering.read")
    @programs.response(200, schemas.FairnessAnswer)
    def get(self) -> Response:
        """What each practice gets of all tenders together, against its share of patients."""
        found = fairness_ledger()
        ledger = found.ledger
        return answer(
            {
                "tenders": found.tenders,
                "pence": ledger.pence,
                "jain": None if ledger.jain is None else float(ledger.jain),
                "gini": None if ledger.gini is None else float(ledger.gini),
                "rows": [
                    {
                        "practice": row.code,
                        "patients": row.patients,
                        "pence": row.pence,
                        "times": None if row.times is None else float(row.times),
                        "over": row.over,
                        "reasons": list(row.reasons) if row.over else [],
                    }
                    for row in ledger.rows
                ],
            }
        )
