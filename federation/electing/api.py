"""Elections, for programs."""

from typing import Any

from flask import Response

from federation.electing import actions, schemas
from federation.electing.blueprint import ONE_ELECTION, ONE_GROUP, programs
from federation.electing.queries import ShownElection, candidates_of, election_here, elections_of
from federation.kernel.api import Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.network.groups.queries import group_here


@programs.route(ONE_GROUP)
class ElectionsView(Endpoint):
    """The elections to a group."""

    @permission("electing.read")
    @programs.response(200, schemas.ElectionsSchema)
    def get(self, group_id: int) -> Response:
        """The elections to a group, the newest first."""
        group_here(group_id)
        return answer({"items": [_election(one) for one in elections_of(group_id)]})

    @permission("electing.begin")
    @programs.arguments(schemas.ElectionSent)
    @programs.response(201, schemas.ElectionMade)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Begin an election. People put themselves forward, and then the members vote."""
        wanted = actions.ElectionWanted(
            sent["seats"], sent["lead"], sent["votes"], sent["replaces"], sent["words"], sent["until"]
        )
        made = actions.begin_election(actor(), group_id, wanted)
        return answer({"id": made}, 201, address(f"elections/{made}"))


@programs.route(ONE_ELECTION)
class ElectionView(Endpoint):
    """One election."""

    @permission("electing.read")
    @programs.response(200, schemas.ElectionSchema)
    def get(self, election_id: int) -> Response:
        """An election, and who stands."""
        standing = [
            {"person": one.person_id, "name": one.name, "practice": one.practice, "words": one.words}
            for one in candidates_of(election_id)
        ]
        return answer({**_election(election_here(election_id)), "standing": standing})


@programs.route(f"{ONE_ELECTION}/candidates")
class CandidatesView(Endpoint):
    """Putting oneself forward."""

    @permission("electing.stand")
    @programs.arguments(schemas.CandidateSent)
    @programs.response(201, schemas.ElectionMade)
    def post(self, sent: dict[str, Any], election_id: int) -> Response:
        """Put oneself forward. Nobody is put forward by somebody else."""
        return answer({"id": actions.stand(actor(), election_id, sent["words"])}, 201)

    @permission("electing.stand")
    @programs.response(204)
    def delete(self, election_id: int) -> Response:
        """Take back that one stands, until the vote opens."""
        actions.stand_down(actor(), election_id)
        return nothing()


@programs.route(f"{ONE_ELECTION}/vote")
class ElectionVoteView(Endpoint):
    """Opening the vote."""

    @permission("electing.begin")
    @programs.response(201, schemas.ElectionVote)
    def post(self, election_id: int) -> Response:
        """Open the vote of the members on those who stand, once the time for standing is over."""
        made = actions.let_vote(actor(), election_id)
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


def _election(one: ShownElection) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group_id,
        "state": one.state,
        "seats": one.seats,
        "lead": one.is_lead,
        "votes": one.has_vote,
        "replaces": one.replaces,
        "words": one.words,
        "until": iso(one.until),
        "candidates": one.candidates,
        "decision": one.decision_id,
    }
