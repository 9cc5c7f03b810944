"""Where pages and endpoints for programs join workstreams."""

from flask import Blueprint, g

from federation.kernel.api import ID, Interface

NUMBER = "int(max=9007199254740991)"
"""A number of a row, in an address."""
GROUP = f"/groups/<{NUMBER}:group_id>"
ONE_GROUP = f"/groups/<{ID}:group_id>"
"""The address of a group, for programs."""

blueprint = Blueprint("workstreams", "federation.workstreams", url_prefix="/f/<federation>")
programs = Interface("api_workstreams", "federation.workstreams", "Where the work of groups stands.")


@blueprint.before_request
def _section() -> None:
    """Mark the section in which groups stand."""
    g.section = "our_federation"
