"""Where pages and endpoints for programs join membership."""

from flask import Blueprint, g

from federation.kernel.api import Interface

NUMBER = "int(max=9007199254740991)"
"""A number of a row, in an address."""
REGISTER = "/membership"

blueprint = Blueprint("belonging", "federation.belonging", url_prefix="/f/<federation>")
programs = Interface("api_belonging", "federation.belonging", "Which practices are members, and since when.")


@blueprint.before_request
def _section() -> None:
    """Mark the section in which the register stands."""
    g.section = "our_federation"
