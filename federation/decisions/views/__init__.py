"""The pages of decisions. Each module adds its pages to the one blueprint."""

from typing import Any

from flask import Blueprint, g, request
from flask.blueprints import BlueprintSetupState

from federation.decisions.queries.undecided import OLDEST, undecided_votes
from federation.network.people.votes import Votes, connect_votes

blueprint = Blueprint("decisions", "federation.decisions", url_prefix="/f/<federation>")


@blueprint.record_once
def _tell_network(state: BlueprintSetupState) -> None:
    app: Any = state.app
    connect_votes(app, Votes(undecided_votes, OLDEST))


@blueprint.before_request
def _section() -> None:
    """Mark the section that the address lies in, whether or not there is something to show there."""
    rule = request.url_rule.rule if request.url_rule else ""
    if rule.startswith(
        (
            "/f/<federation>/decisions/rules",
            "/f/<federation>/decisions/kinds",
            "/f/<federation>/decisions/floors",
        )
    ):
        g.section = "our_federation"
    elif rule.startswith("/f/<federation>/decisions"):
        g.section = "decisions"


from federation.decisions.views import (  # noqa: E402, F401
    by_link,
    discussion,
    floors,
    kinds,
    outcomes,
    plugins,
    proposals,
    register,
    replacing,
    rules,
    show,
    versions,
    voting,
    withdrawing,
)
