"""Where pages and endpoints for programs join meetings."""

from flask import Blueprint, g

from federation.kernel.api import ID, Interface

NUMBER = "int(max=9007199254740991)"
"""A number of a row, in an address."""
ONE = f"/meetings/<{NUMBER}:meeting_id>"
ITEM = f"{ONE}/items/<{NUMBER}:item_id>"
API_ONE = f"/meetings/<{ID}:meeting_id>"
API_ITEM = f"{API_ONE}/items/<{ID}:item_id>"
"""The addresses of a meeting and of an item of its agenda, for programs."""

blueprint = Blueprint("meetings", "federation.meetings", url_prefix="/f/<federation>")
programs = Interface(
    "api_meetings", "federation.meetings", "Meetings of groups and of all members, and their minutes."
)


@blueprint.before_request
def _section() -> None:
    """Mark the section in which meetings stand."""
    g.section = "our_federation"
