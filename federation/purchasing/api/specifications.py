"""What is to be bought and the vote on it, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, address, answer
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.purchasing import schemas
from federation.purchasing.actions.specifications import propose_version, write_version
from federation.purchasing.blueprint import API_ONE, programs
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.queries.specifications import versions_of, voted_of
from federation.purchasing.rules import missing_evidence


@programs.route(f"{API_ONE}/specification")
class SpecificationView(Endpoint):
    """What is to be bought."""

    @permission("purchasing.read")
    @programs.response(200, schemas.SpecsSchema)
    def get(self, round_id: int) -> Response:
        """The versions, the newest first, and which of them the members have voted."""
        round_here(round_id)
        voted = voted_of(round_id)
        return answer(
            {
                "items": [
                    {
                        "version": one.number,
                        "text": one.text,
                        "items": [{"item": item, "unit": unit} for item, unit in one.items],
                        "basis": one.basis,
                        "evidence": dict(one.evidence),
                        "missing": missing_evidence(one.evidence),
                        "fingerprint": one.fingerprint,
                        "written_at": iso(one.written_at),
                        "voted": voted is not None and voted.number == one.number,
                    }
                    for one in versions_of(round_id)
                ]
            }
        )

    @permission("purchasing.run")
    @programs.arguments(schemas.SpecSent)
    @programs.response(201, schemas.SpecMade)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Write the next version. The version that was voted stays the voted one; this one needs a vote of its own."""
        items = [(one["item"], one["unit"]) for one in sent["items"]]
        number = write_version(actor(), round_id, sent["text"], sent["evidence"], sent["basis"], items)
        return answer({"version": number}, 201)


@programs.route(f"{API_ONE}/propose")
class SpecProposalView(Endpoint):
    """Putting what is to be bought to the members."""

    @permission("purchasing.run")
    @programs.arguments(schemas.SpecProposal)
    @programs.response(201, schemas.SpecProposed)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Make the newest version a proposal once the round has closed: members read how many of its items are needed, its
        fingerprint and how complete its evidence is."""
        made = propose_version(actor(), round_id, sent["reasons"])
        return answer({"decision": made}, 201, address(f"decisions/{made}"))
