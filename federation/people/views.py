"""stub"""
from flask import Blueprint
from federation.kernel.web import permission
blueprint = Blueprint("people", __name__)
for _n in ("sign_in","switch","sign_out","accessibility","privacy"):
    blueprint.add_url_rule(f"/{_n}", _n, permission("public")(lambda: "x"))
