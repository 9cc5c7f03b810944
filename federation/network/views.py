"""stub"""
from flask import Blueprint
from federation.kernel.web import permission
blueprint = Blueprint("network", __name__, url_prefix="/f/<federation>/network")
for _n in ("practices","our_federation","administration","help_page","record"):
    blueprint.add_url_rule(f"/{_n}", _n, permission("network.read")(lambda: "x"))
