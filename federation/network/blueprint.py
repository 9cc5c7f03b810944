"""Where pages and endpoints for programs join the network: the rooms add theirs, and nothing of theirs is imported here."""

from flask import Blueprint, g, request

from federation.kernel.api import Interface

NUMBER = "int(max=9007199254740991)"
"""A number of a row, in an address."""
_HERE = "/f/<federation>"
PRACTICES = f"{_HERE}/practices"
NEIGHBOURHOODS = f"{PRACTICES}/neighbourhoods"
OURS = f"{_HERE}/our-federation"
ADMIN = f"{_HERE}/admin"
GROUPS = f"{_HERE}/groups"

blueprint = Blueprint("network", "federation.network")
people_blueprint = Blueprint("network_people", "federation.network", url_prefix=f"{_HERE}/people")
programs = Interface(
    "api_network", "federation.network", "The federation, its aims, practices, people and record."
)


@blueprint.before_request
def _section() -> None:
    """Mark the section that the address lies in."""
    rule = request.url_rule.rule if request.url_rule else ""
    if rule.startswith(PRACTICES):
        g.section = "practices"
    elif rule.startswith(f"{_HERE}/shared-work"):
        g.section = "shared_work"
    elif rule.startswith((OURS, GROUPS)):
        g.section = "our_federation"


@people_blueprint.before_request
def _among_practices() -> None:
    g.section = "practices"


def number_given(name: str) -> int | None:
    """A row's number from the query string; anything else is none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
