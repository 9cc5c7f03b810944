"""Where pages and endpoints for programs join shared purchasing."""

from flask import Blueprint, g

from federation.kernel.api import ID, Interface

NUMBER = "int(max=9007199254740991)"
"""A number of a row, in an address."""
ROUNDS = "/purchasing/rounds"
ONE = f"{ROUNDS}/<{NUMBER}:round_id>"
API_ONE = f"{ROUNDS}/<{ID}:round_id>"
"""The address of a round, for programs."""

blueprint = Blueprint("purchasing", "federation.purchasing", url_prefix="/f/<federation>")
programs = Interface("api_purchasing", "federation.purchasing", "What practices need and buy together.")


@blueprint.before_request
def _section() -> None:
    """Mark the section in which buying together stands."""
    g.section = "shared_work"
