"""Closing a vote early, and deciding a tie."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from federation.decisions import rules
from federation.decisions.blueprint import blueprint, to_page
from federation.decisions.held import matter_of
from federation.decisions.proposals.queries.texts import text_of
from federation.decisions.seen import decision_view
from federation.decisions.voting import forms
from federation.decisions.voting.actions import closing
from federation.decisions.voting.queries.results import votes_of
from federation.decisions.voting.views.casting import stance_choices
from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, permission


@blueprint.route("/decisions/<int:decision_id>/close", methods=["GET", "POST"])
@permission("decisions.close_early")
@fresh()
def close_early(decision_id: int) -> str | Response:
    """Close a vote before its time, with a reason that every member reads."""
    view = decision_view(decision_id)
    if view.decision.state == "draft":
        raise NotFound()
    authorize(actor(), "decisions.close_early", matter_of(view.decision))
    if not view.voting:
        raise Refusal("Voting is not open, so it cannot be closed.")
    form = forms.ReasonForm()
    if form.does(lambda: closing.close_early(actor(), decision_id, form.reason.data or "")):
        flash(view.voters.worded("Voting has closed. The result goes to {readers}."), "success")
        return to_page("show", decision_id=decision_id)
    rule = rules.Rule.from_dict(view.decision.rule or {})
    return render_template(
        "decisions/close_early.html",
        too_early=closing.why_too_early(view.decision, view.now),
        view=view,
        form=form,
        summary=votes_of(view.decision),
        still=rules.still_needed(rule, votes_of(view.decision), view.decision.voted),
    )


@blueprint.route("/decisions/<int:decision_id>/casting-vote", methods=["GET", "POST"])
@permission("decisions.casting_vote")
@fresh()
def casting_vote(decision_id: int) -> str | Response:
    """The chair decides a tie."""
    view = decision_view(decision_id)
    if view.decision.state == "draft":
        raise NotFound()
    authorize(actor(), "decisions.casting_vote", matter_of(view.decision))
    if view.decision.verdict != "tied":
        raise Refusal("There is no tie to decide.")
    rule = rules.Rule.from_dict(view.decision.rule or {})
    form = forms.CastingVoteForm()
    text = text_of(decision_id, view.decision.version)
    options = tuple(rules.VoteOption(option["id"], option["title"]) for option in text.options)
    texts = {option["id"]: option["text"] for option in text.options}
    form.stance.choices = [
        choice for choice in stance_choices(rule, options, texts, view.voters) if choice.value != "abstain"
    ]
    if form.does(lambda: closing.give_casting_vote(actor(), decision_id, form.stance.data, form.reason.data)):
        flash("Your casting vote decides the tie.", "success")
        return to_page("show", decision_id=decision_id)
    return render_template("decisions/casting_vote.html", view=view, form=form)
