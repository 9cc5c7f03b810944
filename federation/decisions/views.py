"""stub"""
from flask import Blueprint, render_template
from federation.kernel.web import permission
blueprint = Blueprint("decisions", __name__, url_prefix="/f/<federation>/decisions")
for _n in ("home","register","search"):
    blueprint.add_url_rule(f"/{_n}", _n, permission("decisions.read")(lambda: render_template("errors/404.html", words=None)))
