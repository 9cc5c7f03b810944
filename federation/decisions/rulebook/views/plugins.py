"""Plugins as a matter of the members: beginning the proposal, for those who may write proposals."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint
from federation.decisions.permissions import ProposingIn
from federation.decisions.rulebook.actions import plugins as act
from federation.decisions.subjects import PLUGIN, PLUGINS_BY
from federation.kernel.policy import authorize
from federation.kernel.refusals import Refusal
from federation.kernel.web import actor, permission
from federation.network.plugins.proposals import SwitchProposals, connect_switch_proposals
from federation.network.plugins.queries.changes import about_switching_off, about_switching_on
from federation.network.plugins.queries.plugins import plugins_here
from federation.network.plugins.queries.state import members_decide


@blueprint.record_once
def _tell_network(state: BlueprintSetupState) -> None:
    """The network asks where members propose to switch plugins."""
    app: Any = state.app
    connect_switch_proposals(
        app,
        SwitchProposals("decisions.propose", "decisions.propose_plugin", "decisions.propose_plugins_by"),
    )


_WAY = "/decisions/plugins/<plugin>/<any(on, off):way>"
_BEGUN = "Your draft is begun. Only you can see it until you show it to the members."
_THERE = "This was proposed already: here it is."


@blueprint.get(_WAY)
@permission("decisions.propose")
def proposed_plugin(plugin: str, way: str) -> str:
    """Show what switching a plugin means, before it is proposed."""
    found = plugins_here()
    one = found.named(plugin)
    authorize(actor(), "decisions.propose", ProposingIn(None))
    if not members_decide():
        raise Refusal("In this federation administrators switch plugins, so there is nothing to propose.")
    about = about_switching_on(one, found) if way == "on" else about_switching_off(one, found)
    return render_template("decisions/plugin_propose.html", way=way, **about)


@blueprint.post(_WAY)
@permission("decisions.propose")
def propose_plugin(plugin: str, way: str) -> Response:
    """Begin the proposal, or go to the one that is under way."""
    plugins_here().named(plugin)
    authorize(actor(), "decisions.propose", ProposingIn(None))
    there = act.under_way(PLUGIN, plugin, way == "on")
    return _to(there, act.propose_switch(actor(), plugin, way == "on") if there is None else there)


@blueprint.post("/decisions/plugins/who-decides")
@permission("decisions.propose")
def propose_plugins_by() -> Response:
    """Begin the proposal to let administrators switch plugins, or go to the one that is under way."""
    authorize(actor(), "decisions.propose", ProposingIn(None))
    there = act.under_way(PLUGINS_BY)
    return _to(there, act.propose_administrators(actor()) if there is None else there)


def _to(there: int | None, decision_id: int) -> Response:
    flash(_BEGUN if there is None else _THERE, "success" if there is None else "info")
    return redirect(url_for("decisions.show", decision_id=decision_id), 303)
