"""Where pages and endpoints for programs join mandates."""

from flask import Blueprint, g

from federation.kernel.api import ID, Interface
from federation.kernel.refusals import Invalid

NUMBER = "int(max=9007199254740991)"
"""A number of a row, in an address."""
GROUP = f"/groups/<{NUMBER}:group_id>"
ONE_GROUP = f"/groups/<{ID}:group_id>"
"""The address of a group, for programs."""

blueprint = Blueprint("mandates", "federation.mandates", url_prefix="/f/<federation>")
programs = Interface(
    "api_mandates", "federation.mandates", "What groups may do in the members' name, and what they do."
)


def place_sent(after: str) -> int | None:
    """Where a list goes on, as a program sends it. Raises ``Invalid``."""
    if after and not (after.isascii() and after.isdigit() and len(after) < 16):
        raise Invalid("Send what an earlier part gave as next", "after")
    return int(after) if after else None


@blueprint.before_request
def _section() -> None:
    """Mark the section in which groups stand."""
    g.section = "our_federation"
