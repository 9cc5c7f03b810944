"""Rules for votes: the presets and our own, with today's numbers; and which is suggested for what."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.decisions import rules
from federation.decisions.blueprint import blueprint
from federation.decisions.permissions import ProposingIn
from federation.decisions.proposals.texts import kinds_of
from federation.decisions.rulebook.actions import rules as act
from federation.decisions.rulebook.forms.rules import OwnRuleForm, SuggestionForm
from federation.decisions.rulebook.queries.rulebook import (
    OfferedRule,
    offered_rules,
    own_rule,
    own_rules,
    preset_rules,
    rule_named,
    suggestions,
)
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.decisions.words import STATUS
from federation.kernel.forms import Choice
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, here, permission

BACK = 303
_EXAMPLE_OPTIONS = (
    rules.VoteOption("a", "Option A"),
    rules.VoteOption("b", "Option B"),
    rules.VoteOption("c", "Option C"),
)


class RuleShown(NamedTuple):
    """A rule as the page shows it. ``own``: the federation's."""

    key: str
    title: str
    summary: str
    hint: str
    tests: tuple[str, ...]
    explanations: tuple[str, ...]
    own: bool


@blueprint.get("/decisions/rules")
@permission("decisions.read")
def our_rules() -> str:
    """All rules, with the numbers of the practices that may vote today."""
    practices = [(one.code, one.name, one.list_size) for one in practices_that_may_vote()]
    own, presets = own_rules(), preset_rules()
    return render_template(
        "decisions/rules.html",
        own=[_shown(one, practices, own=True) for one in own],
        presets=[_shown(one, practices, own=False) for one in presets],
        practices=len(practices),
        suggestions=suggestions(kinds_of(here().settings)),
        may_keep=may(actor(), "decisions.rules"),
        may_propose=may(actor(), "decisions.propose", ProposingIn(None)),
    )


@blueprint.route("/decisions/rules/new", methods=["GET", "POST"])
@permission("decisions.rules")
@fresh(button="save")
def new_rule() -> str | Response:
    """Keep a rule of our own; ``like`` names the one to begin with."""
    form = OwnRuleForm()
    if request.method == "GET":
        form.fill(_named(request.args.get("like", "simple_majority")))
    return _worked(form, None)


@blueprint.route("/decisions/rules/<key>", methods=["GET", "POST"])
@permission("decisions.rules")
@fresh(button="save")
def change_rule(key: str) -> str | Response:
    """Change a rule of our own."""
    own = own_rule(key)
    form = OwnRuleForm()
    if request.method == "GET":
        form.fill(own.rule)
        form.title.data, form.summary.data = own.title, own.summary
    return _worked(form, key)


@blueprint.route("/decisions/rules/<key>/retire", methods=["GET", "POST"])
@permission("decisions.rules")
@fresh()
def retire_rule(key: str) -> str | Response:
    """Offer a rule no more; asks first."""
    title = own_rule(key).title
    problem = ""
    if request.method == "POST":
        try:
            act.retire_rule(actor(), key)
        except Refusal as no:
            problem = no.words
        else:
            flash(f"“{title}” is no longer offered.", "success")
            return redirect(url_for("decisions.our_rules"), BACK)
    return render_template("decisions/rule_retire.html", title=title, problem=problem)


@blueprint.route("/decisions/rules/suggest", methods=["GET", "POST"])
@permission("decisions.propose")
def propose_rule() -> str | Response:
    """Begin a proposal about the rule that is suggested for a kind of matter."""
    authorize(actor(), "decisions.propose", ProposingIn(None))
    form = SuggestionForm()
    form.kind.choices = [Choice(key, title) for key, title in kinds_of(here().settings)]
    form.rule.choices = [Choice(one.key, one.title) for one in offered_rules()]
    if request.method == "GET":
        asked = request.args.get("kind")
        form.kind.data = asked if asked in [choice.value for choice in form.kind.choices] else None
    elif done := form.does(lambda: act.propose_suggestion(actor(), form.kind.data, form.rule.data)):
        decision_id = done.answer
        flash("Your draft is begun. Only you can see it until you show it to the members.", "success")
        return redirect(url_for("decisions.show", decision_id=decision_id), BACK)
    return render_template("decisions/rule_suggest.html", form=form)


def _worked(form: OwnRuleForm, key: str | None) -> str | Response:
    """The form; once it can be a rule, what the rule means today; then the button that keeps it."""
    preview = None
    if made := form.does(form.rule):
        rule = made.answer
        if "save" in request.form and form.tries(
            lambda: act.keep_rule(actor(), rule, form.title.data, form.summary.data, key)
        ):
            flash(
                f"“{form.title.data}” is kept. It is offered whenever a proposal is put to the vote.",
                "success",
            )
            return redirect(url_for("decisions.our_rules"), BACK)
        preview = _preview(rule)
    return render_template("decisions/rule_form.html", form=form, key=key, preview=preview, words=STATUS)


def _preview(rule: rules.Rule) -> dict[str, object]:
    """A rule with the numbers of today's practices, and examples of what carries and what does not."""
    roll = rules.weigh(rule, [(one.code, one.name, one.list_size) for one in practices_that_may_vote()])
    options = _EXAMPLE_OPTIONS if rule.how.options == "must" else ()
    summary = rules.summarize(roll)
    return {
        "practices": summary.practices,
        "tests": [test.words for test in rules.tests_of(rule, summary, options)],
        "explanations": rules.explain(rule),
        "examples": rules.worked_examples(rule, roll, options),
        "hint": rules.hint(rule, summary, roll),
    }


def _shown(one: OfferedRule, practices: list[tuple[str, str, int | None]], own: bool) -> RuleShown:
    roll = rules.weigh(one.rule, practices)
    numbers = rules.summarize(roll)
    return RuleShown(
        one.key,
        one.title,
        one.summary,
        rules.hint(one.rule, numbers, roll),
        tuple(test.words for test in rules.tests_of(one.rule, numbers)),
        rules.explain(one.rule),
        own,
    )


def _named(key: str) -> rules.Rule:
    try:
        return rule_named(key)
    except Invalid:
        raise NotFound() from None
