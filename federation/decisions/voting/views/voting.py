"""Putting to the vote in three steps, casting, receipts, standing aside, closing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from federation.decisions import rules
from federation.decisions.blueprint import blueprint
from federation.decisions.held import matter_of
from federation.decisions.permissions import Matter
from federation.decisions.proposals.queries.proposals import text_of
from federation.decisions.proposals.queries.replacing import rival_of
from federation.decisions.rulebook.forms.choices import REASONS
from federation.decisions.rulebook.queries.rulebook import rule_choices, rules_for
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.decisions.seen import DecisionView, decision_view, options_of
from federation.decisions.voting import forms
from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.actions import closing, objections, opening, planning, scheduling
from federation.decisions.voting.letters.asking import who_is_told
from federation.decisions.voting.links import Opened, are_on
from federation.decisions.voting.queries import votes
from federation.decisions.voting.queries.holders import holding_in, holding_today
from federation.decisions.voting.queries.owed import votes_owed
from federation.decisions.voting.queries.receipts import check_code
from federation.decisions.voting.queries.roll import other_representatives, turnout_today
from federation.decisions.voting.queries.undecided import OLDEST, undecided_votes
from federation.decisions.voting.receipts import code_in, in_groups
from federation.decisions.words import VERDICT_TAGS, stances_with
from federation.kernel.form_keys import is_taken_up
from federation.kernel.forms import Choice
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.second_factor import DEMANDED_OF, asked_of_opener, fresh, unasked
from federation.kernel.web import actor, here, permission, remember_page, repeatable
from federation.kernel.words import moment, paragraphs
from federation.network.members.queries.votes import Votes, connect_votes
from federation.people.views.frame import mail_leaves
from federation.people.views.proof import ask_for_code, prove

BACK = 303
_ROLL_PAGE = 20
_REASON_WORDS = {
    "optional": "optional",
    "required": "required",
    "required_against": "required if you vote against",
}
_PLAN = "a plan that binds nobody: the page that puts to the vote asks"


@blueprint.record_once
def _tell_network(state: BlueprintSetupState) -> None:
    """The network asks which votes are not decided."""
    app: Any = state.app
    connect_votes(app, Votes(undecided_votes, OLDEST))


def _go(endpoint: str, **values: Any) -> Response:
    return redirect(url_for(f"decisions.{endpoint}", **values), BACK)


def _to_be_put(decision_id: int) -> DecisionView:
    """The proposal that is being put to the vote, for those who may."""
    view = decision_view(decision_id)
    matter = matter_of(view.decision)
    if not _may_see(matter):
        raise NotFound()
    authorize(actor(), "decisions.put_to_vote", matter)
    if view.decision.state not in rules.BEFORE_VOTING:
        raise Refusal("This proposal has been put to the vote already.")
    if view.due:
        raise Refusal(opening.IN_A_MOMENT)
    return view


def _may_see(matter: Matter) -> bool:
    return may(actor(), "decisions.read", matter)


@blueprint.route("/decisions/<int:decision_id>/rule", methods=["GET", "POST"])
@permission("decisions.put_to_vote")
@unasked(_PLAN)
def choose_rule(decision_id: int) -> str | Response:
    """Step 1: choose the rule, with the numbers of today's roll."""
    view = _to_be_put(decision_id)
    practices = practices_that_may_vote()
    has_options = bool(options_of(view.decision))
    found = rule_choices(view.decision.kind, [(p.code, p.name, p.list_size) for p in practices])
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
        return _go("choose_when", decision_id=decision_id)
    needs_app = _needs_app()
    return render_template(
        "decisions/vote_rule.html",
        view=view,
        form=form,
        first=sum(choice.common for choice in choices),
        left_out=sum(has_options or one.rule.how.options != "must" for one in found) - len(choices),
        practices=len(practices),
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
        return _go("choose_rule", decision_id=decision_id)
    rule = planning.planned_rule(plan)
    form = forms.WhenForm()
    form.reasons.choices = [choice for choice in REASONS if choice.value in rule.how.reasons]
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
        return _go("check_vote", decision_id=decision_id)
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
        return _go("choose_rule", decision_id=decision_id)
    rule = planning.planned_rule(plan)
    options = options_of(view.decision)
    aside = votes.interests(decision_id)
    out = {practice for practice, *_ in aside}
    voters = practices_that_may_vote()
    roll = [
        rules.RollEntry(entry.code, entry.name, entry.patients, entry.weight, by_id in out)
        for entry, by_id in zip(
            rules.weigh(rule, [(p.code, p.name, p.list_size) for p in voters]),
            [p.id for p in voters],
            strict=True,
        )
    ]
    turnout = turnout_today(rule, roll, options)
    form, needs_app = forms.CheckForm(), _needs_app()
    ask_for_code(form, asked_of_opener())
    if not turnout.warns:
        del form.anyway
    if form.validate_on_submit():
        if needs_app:
            return redirect(url_for("people.second_factor"), BACK)
        try:
            prove(form)
            done = _put_to_the_vote(decision_id, rule, opens_at, closes_at)
        except Refusal as no:
            form.refuse(no.words, no.field)
        else:
            flash(done, "success")
            return _go("show", decision_id=decision_id)
    summary = rules.summarize(roll)
    return render_template(
        "decisions/vote_check.html",
        leaves=mail_leaves(),
        tags=VERDICT_TAGS,
        view=view,
        rule=rule,
        opens_at=opens_at,
        closes_at=closes_at,
        roll=[e for e in roll if not e.recused][: votes.SHOWN_ON_PAGE],
        summary=summary,
        tests=rules.tests_of(rule, summary, options),
        explanations=rules.explain(rule),
        examples=rules.worked_examples(rule, roll, options) if summary.practices else (),
        aside=aside,
        form=form,
        by_link=are_on(here().settings) and not plan.get("full_sign_in"),
        needs_app=needs_app,
        turnout=turnout,
        holding=holding_today(decision_id, summary.practices),
        rival=rival_of(view.decision),
        may_invite=may(actor(), "network.people"),
        mails=who_is_told({p.id for p in voters} - out),
        unknown=[p.name for p in voters if p.list_size is None][:20]
        if planning.counts_patients(rule)
        else [],
    )


def _put_to_the_vote(
    decision_id: int, rule: rules.Rule, opens_at: datetime | None, closes_at: datetime
) -> str:
    """Open voting, or set the time at which it opens; what was done, in words."""
    if opens_at is None:
        opening.open_vote(actor(), decision_id, rule, closes_at)
        return "Voting is open. The representatives get an email."
    scheduling.schedule_vote(actor(), decision_id, rule, opens_at, closes_at)
    return f"Voting opens {moment(opens_at)}. The representatives then get an email."


@blueprint.post("/decisions/<int:decision_id>/call-off")
@permission("decisions.put_to_vote")
@fresh(DEMANDED_OF)
def call_off(decision_id: int) -> Response:
    """Take back the time at which voting opens."""
    scheduling.call_off(actor(), decision_id)
    flash("The vote is called off. The proposal is in discussion again.", "success")
    return _go("show", decision_id=decision_id)


def _own_entry(decision_id: int, practice_id: int) -> votes.OwnEntry:
    for entry in votes.own_entries(decision_id, actor()):
        if entry.practice_id == practice_id and actor().represents(practice_id):
            return entry
    raise NotFound()


@blueprint.route("/decisions/<int:decision_id>/vote/<int:practice_id>", methods=["GET", "POST"])
@permission("decisions.cast")
@repeatable
def cast_vote(decision_id: int, practice_id: int) -> str | Response:
    """Cast or change a practice's vote. A vote that is taken costs no more than the act itself: the page is only
    read again where something is wrong."""
    if not actor().represents(practice_id):
        raise NotFound()
    form = forms.BallotForm()
    problem: Refusal | None = None
    if request.method == "POST" and not is_taken_up() and form.reason.validate(form):
        try:
            receipt = voting.cast(
                actor(), decision_id, practice_id, request.form.get("stance", ""), form.reason.data or ""
            )
        except Refusal as no:
            if no.field is None:
                raise
            problem = no
        else:
            return _go("receipt", decision_id=decision_id, code=receipt.code)
    return ballot_page(decision_id, practice_id, form, problem)


def ballot_page(
    decision_id: int,
    practice_id: int,
    form: forms.BallotForm,
    problem: Refusal | None,
    link: Opened | None = None,
) -> str:
    """The text and the form; ``link`` is what somebody came by who has not signed in."""
    view = decision_view(decision_id)
    if view.decision.state == "draft":
        raise NotFound()
    if view.decision.opens_at and view.decision.state == "scheduled":
        raise Refusal(
            "Voting opens in a moment. Load this page again then."
            if view.due
            else f"Voting has not opened yet. It opens {moment(view.decision.opens_at)}."
        )
    entry = _own_entry(decision_id, practice_id)
    if not view.voting:
        raise Refusal("Voting has closed, so this vote can no longer be cast or changed.")
    if entry.recused_at:
        raise Refusal(f"{entry.name} has stood aside, so it has no vote in this decision.")
    rule = rules.Rule.from_dict(view.decision.rule or {})
    text = text_of(decision_id, view.decision.version)
    form.stance.label.text = f"How does {entry.name} vote?"
    form.stance.choices = stance_choices(
        rule,
        tuple(rules.Option(option["id"], option["title"]) for option in text.options),
        {option["id"]: option["text"] for option in text.options},
    )
    form.reason.label.text = f"Your practice’s reason ({reason_words(rule)})"
    if request.method == "GET":
        form.stance.data, form.reason.data = entry.stance, entry.reason or ""
    elif problem:
        form.refuse(
            f"Select how {entry.name} votes" if problem.field == "stance" else problem.words, problem.field
        )
    return render_template(
        "decisions/vote_cast.html",
        view=view,
        form=form,
        entry=entry,
        rule=rule,
        text=text,
        others=other_representatives(practice_id, actor().person_id),
        link=link,
    )


def stance_choices(
    rule: rules.Rule, options: tuple[rules.Option, ...], texts: Mapping[str, str]
) -> list[Choice]:
    """What a practice may say, with what it means: of an option, its text."""
    known = stances_with(options, texts)
    stances = rule.stances([option.id for option in options])
    return [Choice(stance, known[stance].offered, _hint(known[stance].means)) for stance in stances]


def _hint(words: str) -> str:
    """Several paragraphs stay apart."""
    return paragraphs(words) if "\n" in words else words


def reason_words(rule: rules.Rule) -> str:
    """Whether a reason is needed, in the label's words."""
    own = rule.how.reason_words.get(rule.reasons)
    return own[1] if own else _REASON_WORDS[rule.reasons]


@blueprint.get("/decisions/<int:decision_id>/receipt/<code>")
@permission("decisions.cast")
def receipt(decision_id: int, code: str) -> str:
    """The receipt of a vote, and the next vote owed."""
    view = decision_view(decision_id)
    entry = next(
        (e for e in votes.own_entries(decision_id, actor()) if e.receipt and e.receipt == code_in(code)), None
    )
    if entry is None:
        raise NotFound()
    rule = rules.Rule.from_dict(view.decision.rule or {})
    options = options_of(view.decision) if rule.how.options != "never" else ()
    return render_template(
        "decisions/vote_receipt.html",
        view=view,
        entry=entry,
        said=stances_with(options)[entry.stance].word if entry.stance else "",
        code=in_groups(entry.receipt or ""),
        rule=rule,
        owed=votes_owed(actor(), actor().representing),
        others=other_representatives(entry.practice_id, actor().person_id),
    )


@blueprint.get("/decisions/receipt")
@permission("decisions.read")
def check_receipt() -> str:
    """Find the ballot of a receipt code in the record."""
    code = code_in(request.args.get("code", ""))
    return render_template(
        "decisions/receipt_check.html", code=in_groups(code), found=check_code(code, actor())
    )


@blueprint.route("/decisions/<int:decision_id>/stand-aside/<int:practice_id>", methods=["GET", "POST"])
@permission("decisions.cast")
def stand_aside(decision_id: int, practice_id: int) -> str | Response:
    """Declare a practice's interest: it cannot be taken back, so the page says what follows."""
    view = decision_view(decision_id)
    seat = next((seat for seat in actor().representing if seat.practice_id == practice_id), None)
    if view.decision.state == "draft" or seat is None:
        raise NotFound()
    form = forms.ReasonForm()
    if form.does(lambda: voting.stand_aside(actor(), decision_id, practice_id, form.reason.data or "")):
        flash(f"{seat.name} stands aside in this decision.", "success")
        return _go("show", decision_id=decision_id)
    return render_template("decisions/stand_aside.html", view=view, form=form, practice=seat.name)


@blueprint.route("/decisions/<int:decision_id>/close", methods=["GET", "POST"])
@permission("decisions.close_early")
@fresh()
def close_early(decision_id: int) -> str | Response:
    """Close a vote before its time, with a reason that every member reads."""
    view = decision_view(decision_id)
    if view.decision.state == "draft":
        raise NotFound()
    if not view.voting:
        raise Refusal("Voting is not open, so it cannot be closed.")
    form = forms.ReasonForm()
    if form.does(lambda: closing.close_early(actor(), decision_id, form.reason.data or "")):
        flash("Voting has closed. The result goes to all members.", "success")
        return _go("show", decision_id=decision_id)
    rule = rules.Rule.from_dict(view.decision.rule or {})
    return render_template(
        "decisions/close_early.html",
        too_early=closing.why_too_early(view.decision, view.now),
        view=view,
        form=form,
        summary=votes.votes_of(view.decision),
        still=rules.still_needed(rule, votes.votes_of(view.decision), view.decision.voted),
    )


@blueprint.route("/decisions/<int:decision_id>/casting-vote", methods=["GET", "POST"])
@permission("decisions.casting_vote")
@fresh()
def casting_vote(decision_id: int) -> str | Response:
    """The chair decides a tie."""
    view = decision_view(decision_id)
    if view.decision.state == "draft":
        raise NotFound()
    if view.decision.verdict != "tied":
        raise Refusal("There is no tie to decide.")
    rule = rules.Rule.from_dict(view.decision.rule or {})
    form = forms.CastingVoteForm()
    text = text_of(decision_id, view.decision.version)
    options = tuple(rules.Option(option["id"], option["title"]) for option in text.options)
    texts = {option["id"]: option["text"] for option in text.options}
    form.stance.choices = [
        choice for choice in stance_choices(rule, options, texts) if choice.value != "abstain"
    ]
    if form.does(lambda: closing.give_casting_vote(actor(), decision_id, form.stance.data, form.reason.data)):
        flash("Your casting vote decides the tie.", "success")
        return _go("show", decision_id=decision_id)
    return render_template("decisions/casting_vote.html", view=view, form=form)


@blueprint.route("/decisions/<int:decision_id>/objections/<int:practice_id>", methods=["GET", "POST"])
@permission("decisions.resolve")
def answer_objection(decision_id: int, practice_id: int) -> str | Response:
    """Answer a practice's objection."""
    view = decision_view(decision_id)
    matter = matter_of(view.decision)
    if not _may_see(matter):
        raise NotFound()
    authorize(actor(), "decisions.resolve", matter)
    row = next((row for row in votes.objections(decision_id) if row.practice_id == practice_id), None)
    if row is None:
        raise NotFound()
    form = forms.AnswerForm(data={"words": row.answer or ""})
    if form.validate_on_submit():
        objections.answer_objection(actor(), decision_id, practice_id, form.words.data)
        flash(f"Your answer is saved. {row.name} decides whether it resolves the objection.", "success")
        return _go("show", decision_id=decision_id)
    return render_template("decisions/objection_answer.html", view=view, form=form, row=row)


@blueprint.post("/decisions/<int:decision_id>/objections/<int:practice_id>/accept")
@permission("decisions.cast")
def accept_resolution(decision_id: int, practice_id: int) -> Response:
    """The objecting practice accepts the answer."""
    objections.accept_resolution(actor(), decision_id, practice_id)
    flash("The objection is resolved. It counts as consent.", "success")
    return _go("show", decision_id=decision_id)


@blueprint.get("/decisions/<int:decision_id>/roll")
@permission("decisions.read")
def roll(decision_id: int) -> str:
    """The practices that may vote, with how they voted once that is shown."""
    view = decision_view(decision_id)
    if not _may_see(matter_of(view.decision)) or not view.decision.opened_at:
        raise NotFound()
    results = votes.shows_results(view, votes.own_entries(decision_id, actor()))
    after = request.args.get("after", "")
    rows = votes.roll_rows(decision_id, results, after, _ROLL_PAGE + 1, view.counted)
    more = rows[_ROLL_PAGE - 1].code if len(rows) > _ROLL_PAGE else None
    return render_template(
        "decisions/roll.html",
        view=view,
        rows=rows[:_ROLL_PAGE],
        results=results,
        more=more,
        after=after,
        holding=holding_in(view.decision),
        said=stances_with(options_of(view.decision)),
    )
