"""The pages of decisions. Each module adds its pages to the one blueprint."""

from flask import Blueprint, g, request

blueprint = Blueprint("decisions", "federation.decisions", url_prefix="/f/<federation>")


@blueprint.before_request
def _section() -> None:
    """Mark the section that the address lies in, whether or not there is something to show there."""
    rule = request.url_rule.rule if request.url_rule else ""
    if rule.startswith(("/f/<federation>/decisions/rules", "/f/<federation>/decisions/kinds")):
        g.section = "our_federation"
    elif rule.startswith("/f/<federation>/decisions"):
        g.section = "decisions"


from federation.decisions.views import (  # noqa: E402, F401
    discussion,
    home,
    kinds,
    outcomes,
    plugins,
    proposals,
    register,
    rules,
    show,
    versions,
    voting,
)
