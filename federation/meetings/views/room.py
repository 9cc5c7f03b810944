"""The pages on which a proposal is put on an agenda, and put to the vote in the meeting."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.rulebook.queries.rulebook import RuleChoice, rule_choices, rule_named, rules_for
from federation.decisions.rulebook.queries.voters import possible_voters
from federation.decisions.seen import DecisionFacts, decision_view, options_of
from federation.decisions.voting.actions.planning import planned_rule
from federation.kernel.forms import Choice
from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound
from federation.kernel.second_factor import asked_of_opener, fresh
from federation.kernel.web import actor, permission, remember_page
from federation.meetings.actions.room import put_on_agenda, vote_in_room
from federation.meetings.blueprint import ITEM, ONE, blueprint
from federation.meetings.forms.room import AgendaProposalForm, RoomVoteForm
from federation.meetings.queries.agenda import item_of
from federation.meetings.queries.invited import asked, quorum_of
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.votes import proposals_for
from federation.people.views.proof import ask_for_code, prove


@blueprint.route(f"{ONE}/proposals/new", methods=["GET", "POST"])
@permission("meetings.speak")
def new_proposal(meeting_id: int) -> Any:
    """Put a proposal on the agenda, to be voted on in the meeting."""
    found = meeting_here(meeting_id)
    authorize(actor(), "meetings.speak", found.whose)
    form = AgendaProposalForm(proposals_for(found))
    if form.does(lambda: put_on_agenda(actor(), meeting_id, int(form.decision.data))):
        flash("It stands on the agenda. Everybody who is asked gets a letter.", "success")
        return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor="agenda"), 303)
    return render_template("meetings/proposal_form.html", form=form, meeting=found)


@blueprint.route(f"{ITEM}/vote", methods=["GET", "POST"])
@permission("decisions.put_to_vote")
@fresh(in_form=True)
def vote(meeting_id: int, item_id: int) -> Any:
    """Put a proposal to the vote in the meeting."""
    found, (_, item) = meeting_here(meeting_id), item_of(meeting_id, item_id)
    if item.vote is None:
        raise NotFound()
    authorize(actor(), "decisions.put_to_vote", item.vote.matter)
    view, form = decision_view(item.vote.decision_id), RoomVoteForm()
    form.rule.choices = [
        Choice(one.key, one.title, " ".join(filter(None, (one.summary, one.hint)))) for one in _rules(view)
    ]
    plan = view.decision.plan or {}
    form.rule.data = form.rule.data or plan.get("rule")
    asks = asked_of_opener()
    ask_for_code(form, asks)
    if asks == "app":
        remember_page()
    elif form.does(lambda: _open(form, meeting_id, item_id, view.decision)):
        flash("Voting is open, for those who are here and for those who are not.", "success")
        return redirect(url_for(".meeting", meeting_id=meeting_id, _anchor=f"item-{item_id}"), 303)
    return render_template(
        "meetings/vote.html",
        form=form,
        meeting=found,
        item=item,
        view=view,
        quorum=quorum_of(found, people := asked(found)),
        here=[one for one in people if one.counts],
        needs_app=asks == "app",
    )


def _open(form: RoomVoteForm, meeting_id: int, item_id: int, decision: Decision) -> None:
    prove(form)
    vote_in_room(actor(), meeting_id, item_id, rule_for(decision, form.rule.data))


def rule_for(decision: Decision, key: str) -> rules.Rule:
    """The rule of this key, as it was planned for this proposal where it was. Raises ``Invalid``."""
    plan = decision.plan or {}
    if plan.get("rule") == key:
        return planned_rule(plan)
    return rule_named(key)


def _rules(view: DecisionFacts) -> list[RuleChoice]:
    """The rules that the proposal can be put to the vote under, with the numbers of today's roll."""
    decision = view.decision
    voters = [(one.code, one.name, one.list_size) for one in possible_voters(decision.group_id)]
    return rules_for(decision, rule_choices(decision.kind, voters, view.voters), bool(options_of(decision)))
