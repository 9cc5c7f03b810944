"""Where pages and endpoints for programs join tenders."""

from flask import Blueprint, g

from federation.kernel.api import ID, Interface, InterfaceByLink

NUMBER = "int(max=9007199254740991)"
"""A number of a row, in an address."""
TENDERS = "/tendering/tenders"
ONE = f"{TENDERS}/<{NUMBER}:tender_id>"
API_ONE = f"{TENDERS}/<{ID}:tender_id>"
"""The address of a tender, for programs."""

blueprint = Blueprint("tendering", "federation.tendering", url_prefix="/f/<federation>")
programs = Interface(
    "api_tendering", "federation.tendering", "Tenders: what is asked, bid, awarded and shared."
)
bidders = InterfaceByLink(
    "api_bids",
    "federation.tendering",
    "Bids: what the program of a supplier does with the secret of its link, and without a token.",
)


@blueprint.before_request
def _section() -> None:
    """Mark the section in which tenders stand."""
    g.section = "shared_work"
