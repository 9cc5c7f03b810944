"""Where pages and endpoints for programs join elections."""

from flask import Blueprint, g

from federation.kernel.api import ID, Interface

NUMBER = "int(max=9007199254740991)"
"""A number of a row, in an address."""
OF_GROUP = f"/groups/<{NUMBER}:group_id>/elections"
ELECTION = f"/elections/<{NUMBER}:election_id>"
ONE_GROUP = f"/groups/<{ID}:group_id>/elections"
ONE_ELECTION = f"/elections/<{ID}:election_id>"
"""The address of an election, for programs."""

blueprint = Blueprint("electing", "federation.electing", url_prefix="/f/<federation>")
programs = Interface("api_electing", "federation.electing", "Who sits in a group, chosen by the members.")


@blueprint.before_request
def _section() -> None:
    """Mark the section in which groups stand."""
    g.section = "our_federation"
