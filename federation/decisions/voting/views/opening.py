"""Putting to the vote in three steps."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.decisions import rules
from federation.decisions.blueprint import BACK, blueprint, to_page
from federation.decisions.held import matter_of
from federation.decisions.proposals.queries.replacing import rival_of
from federation.decisions.rulebook.forms.choices import EARLY, REASONS
from federation.decisions.rulebook.queries.rulebook import rule_choices, rules_for
from federation.decisions.rulebook.queries.voters import PossibleVoter, possible_voters
from federation.decisions.seen import DecisionFacts, decision_view, options_of
from federation.decisions.voting import forms
from federation.decisions.voting.actions import opening, planning, scheduling
from federation.decisions.voting.letters.asking import who_is_told
from federation.decisions.voting.links import are_on
from federation.decisions.voting.queries import votes
from federation.decisions.voting.queries.holders import holding_today
from federation.decisions.voting.queries.roll import turnout_today
from federation.decisions.words import VERDICT_TAGS
from federation.kernel.forms import Choice
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.second_factor import DEMANDED_OF, asked_of_opener, fresh, unasked
from federation.kernel.web import actor, here, permission, remember_page
from federation.kernel.words import moment
from federation.people.views.frame import mail_leaves
from federation.people.views.proof import ask_for_code, prove

_PLAN = "a plan that binds nobody: the page that puts to the vote asks"


def _to_be_put(decision_id: int) -> DecisionFacts:
    """The proposal that is being put to the vote, for those who may."""
    view = decision_view(decision_id)
    matter = matter_of(view.decision)
    if not may(actor(), "decisions.read", matter):
        raise NotFound()
    authorize(actor(), "decisions.put_to_vote", matter)
    if view.decision.state not in rules.BEFORE_VOTING:
        raise Refusal("This proposal has been put to the vote already.")
    if view.due:
        raise Refusal(opening.IN_A_MOMENT)
    return view


@blueprint.route("/decisions/<int:decision_id>/rule", methods=["GET", "POST"])
@permission("decisions.put_to_vote")
@unasked(_PLAN)
def choose_rule(decision_id: int) -> str | Response:
    """Step 1: choose the rule, with the numbers of today's roll."""
    view = _to_be_put(decision_id)
    voters = possible_voters(view.decision.group_id)
    has_options = bool(options_of(view.decision))
    found = rule_choices(
        view.decision.kind, [(one.code, one.name, one.list_size) for one in voters], view.voters
    )
    choices = rules_for(view.decision, found, has_options)
    form = forms.RuleForm()
    form.rule.choices = [
        Choice(
            c.key,
            f"{c.title} (suggested)" if c.suggested else c.title,
            " ".join(filter(None, (c.summary, c.because, c.hint))),
        )
        for c in choices
    ]
    plan = view.decision.plan or {}
    if request.method == "GET":
        form.rule.data = plan.get("rule") or next((c.key for c in choices if c.suggested), None)
    elif form.does(lambda: planning.plan(actor(), decision_id, rule=form.rule.data)):
        return to_page("choose_when", decision_id=decision_id)
    needs_app = _needs_app()
    return render_template(
        "decisions/vote_rule.html",
        view=view,
        form=form,
        first=sum(choice.common for choice in choices),
        left_out=sum(has_options or one.rule.how.options != "must" for one in found) - len(choices),
        practices=len(voters),
        needs_app=needs_app,
        rival=rival_of(view.decision),
    )


def _needs_app() -> bool:
    """Whether the person has to set an authenticator app up before voting can be opened; they come back to this page."""
    if asked_of_opener() != "app":
        return False
    remember_page()
    return True


@blueprint.route("/decisions/<int:decision_id>/when", methods=["GET", "POST"])
@permission("decisions.put_to_vote")
@unasked(_PLAN)
def choose_when(decision_id: int) -> str | Response:
    """Step 2: until when, who sees results when, whether reasons are needed."""
    view = _to_be_put(decision_id)
    plan = view.decision.plan or {}
    if "rule" not in plan:
        return to_page("choose_rule", decision_id=decision_id)
    rule = planning.planned_rule(plan)
    form = forms.WhenForm()
    form.reasons.choices = [choice for choice in REASONS if choice.value in rule.how.reasons]
    if not rule.lead_may_close:
        form.early_close.choices = [
            choice._replace(hint="") if choice.value == "never" else choice for choice in EARLY
        ]
    if request.method == "GET":
        form.opens_at.data = planning.planned_opening(plan)
        form.closes_at.data = planning.planned_close(plan) or planning.usual_close(view.now)
        form.full_sign_in.data = bool(plan.get("full_sign_in"))
        form.early_close.data, form.visibility.data, form.reasons.data = (
            rule.early_close,
            rule.visibility,
            rule.reasons,
        )
    elif form.does(
        lambda: planning.plan(
            actor(),
            decision_id,
            opens_at=form.opens_at.data,
            closes_at=form.closes_at.data,
            early_close=form.early_close.data,
            visibility=form.visibility.data,
            reasons=form.reasons.data,
            full_sign_in=form.full_sign_in.data,
        )
    ):
        return to_page("check_vote", decision_id=decision_id)
    return render_template("decisions/vote_when.html", view=view, form=form, rule=rule)


@blueprint.route("/decisions/<int:decision_id>/check", methods=["GET", "POST"])
@permission("decisions.put_to_vote")
@fresh(in_form=True)
def check_vote(decision_id: int) -> str | Response:
    """Step 3: what it means with the numbers of this roll, then open the vote."""
    view = _to_be_put(decision_id)
    plan = view.decision.plan or {}
    opens_at, closes_at = planning.planned_opening(plan), planning.planned_close(plan)
    if "rule" not in plan or closes_at is None:
        return to_page("choose_rule", decision_id=decision_id)
    rule = planning.planned_rule(plan)
    options = options_of(view.decision)
    aside = votes.interests(decision_id)
    out = {(one.practice_id, one.person_id) for one in aside}
    roll = _roll(rule, voters := possible_voters(view.decision.group_id), out)
    turnout = turnout_today(rule, roll, options)
    form, needs_app = forms.CheckForm(), _needs_app()
    ask_for_code(form, asked_of_opener())
    if not turnout.warns:
        del form.anyway
    if form.validate_on_submit():
        if needs_app:
            return redirect(url_for("people.second_factor"), BACK)
        if done := form.tries(lambda: _put_to_the_vote(form, decision_id, rule, opens_at, closes_at)):
            flash(done.answer, "success")
            return to_page("show", decision_id=decision_id)
    meaning = _meaning(rule, roll, options, view.voters)
    return render_template(
        "decisions/vote_check.html",
        leaves=mail_leaves(),
        tags=VERDICT_TAGS,
        view=view,
        rule=rule,
        opens_at=opens_at,
        closes_at=closes_at,
        roll=[e for e in roll if not e.recused][: votes.SHOWN_ON_PAGE],
        **meaning,
        aside=aside,
        form=form,
        by_link=are_on(here().settings) and not plan.get("full_sign_in"),
        needs_app=needs_app,
        turnout=turnout,
        holding=holding_today(decision_id, meaning["summary"].practices),
        rival=rival_of(view.decision),
        may_invite=may(actor(), "network.people"),
        mails=who_is_told([one for one in voters if (one.practice_id, one.person_id) not in out]),
        unknown=_of_unknown_size(voters) if planning.counts_patients(rule) else [],
    )


def _roll(
    rule: rules.Rule, voters: list[PossibleVoter], aside: set[tuple[int | None, int | None]]
) -> list[rules.RollVoter]:
    """Today's roll; ``aside`` are those who have declared an interest: practice, or person."""
    weighed = rules.weigh(rule, [(one.code, one.name, one.list_size) for one in voters])
    return [
        rules.RollVoter(
            entry.code,
            entry.name,
            entry.patients,
            entry.weight,
            (voter.practice_id, voter.person_id) in aside,
        )
        for entry, voter in zip(weighed, voters, strict=True)
    ]


def _of_unknown_size(voters: list[PossibleVoter]) -> list[str]:
    return [one.name for one in voters if one.list_size is None][:20]


def _meaning(
    rule: rules.Rule,
    roll: list[rules.RollVoter],
    options: tuple[rules.VoteOption, ...],
    voters: rules.VoterNoun,
) -> dict[str, Any]:
    """A rule worked out with the numbers of a roll."""
    summary = rules.summarize(roll, voters)
    return {
        "summary": summary,
        "tests": rules.tests_of(rule, summary, options),
        "explanations": rules.explain(rule, voters=voters),
        "examples": rules.worked_examples(rule, roll, options, voters=voters) if summary.practices else (),
    }


def _put_to_the_vote(
    form: forms.CheckForm,
    decision_id: int,
    rule: rules.Rule,
    opens_at: datetime | None,
    closes_at: datetime,
) -> str:
    """Open voting, or set the time at which it opens, once the form proves who it is; what was done, in words."""
    prove(form)
    if opens_at is None:
        opening.open_vote(actor(), decision_id, rule, closes_at)
        return f"Voting is open. {_told('')}"
    scheduling.schedule_vote(actor(), decision_id, rule, opens_at, closes_at)
    return f"Voting opens {moment(opens_at)}. {_told('then ')}"


def _told(then: str) -> str:
    """Whether those who may vote hear of it by letter, of all practices or of a group."""
    if mail_leaves():
        return f"Those who may vote {then}get an email."
    return f"No letter leaves, so {then}tell those who may vote yourself."


@blueprint.post("/decisions/<int:decision_id>/call-off")
@permission("decisions.put_to_vote")
@fresh(DEMANDED_OF)
def call_off(decision_id: int) -> Response:
    """Take back the time at which voting opens."""
    scheduling.call_off(actor(), decision_id)
    flash("The vote is called off. The proposal is in discussion again.", "success")
    return to_page("show", decision_id=decision_id)
