"""The practices that may vote."""

from typing import Any

from flask import render_template, request
from flask.blueprints import BlueprintSetupState

from federation.decisions.blueprint import blueprint
from federation.decisions.held import matter_of
from federation.decisions.seen import decision_view, options_of
from federation.decisions.voting.queries import votes
from federation.decisions.voting.queries.ballots import own_entries
from federation.decisions.voting.queries.holders import holding_in
from federation.decisions.voting.queries.results import shows_results
from federation.decisions.voting.queries.undecided import OLDEST, undecided_votes
from federation.decisions.words import stances_with
from federation.kernel.policy import may
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.network.members.queries.votes import UndecidedVotes, connect_votes

_ROLL_PAGE = 20


@blueprint.record_once
def _tell_network(state: BlueprintSetupState) -> None:
    """The network asks which votes are not decided."""
    app: Any = state.app
    connect_votes(app, UndecidedVotes(undecided_votes, OLDEST))


@blueprint.get("/decisions/<int:decision_id>/roll")
@permission("decisions.read")
def roll(decision_id: int) -> str:
    """The practices that may vote, with how they voted once that is shown."""
    view = decision_view(decision_id)
    if not may(actor(), "decisions.read", matter_of(view.decision)) or not view.decision.opened_at:
        raise NotFound()
    results = shows_results(view, own_entries(decision_id, actor()))
    after = request.args.get("after", "")
    rows = votes.roll_rows(decision_id, results, after, _ROLL_PAGE + 1, view.counted)
    more = rows[_ROLL_PAGE - 1].code if len(rows) > _ROLL_PAGE else None
    return render_template(
        "decisions/roll.html",
        view=view,
        rows=rows[:_ROLL_PAGE],
        stays=bool(view.decision.group_id and not rows and not after),
        results=results,
        more=more,
        after=after,
        holding=holding_in(view.decision),
        said=stances_with(options_of(view.decision)),
    )
