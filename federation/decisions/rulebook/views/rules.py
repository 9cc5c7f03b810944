"""Rules for votes: the presets and our own, with today's numbers; and which is suggested for what."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from federation.decisions import rules
from federation.decisions.blueprint import blueprint
from federation.decisions.models import OwnRule
from federation.decisions.proposals.texts import kinds_of
from federation.decisions.rulebook.actions import rules as act
from federation.decisions.rulebook.forms.rules import OwnRuleForm, SuggestionForm
from federation.decisions.rulebook.queries.rulebook import rule_named, suggestions
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.decisions.words import STATUS
from federation.kernel.db import db
from federation.kernel.forms import Choice
from federation.kernel.policy import may
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, here, permission

BACK = 303
_EXAMPLE_OPTIONS = (
    rules.Option("a", "Option A"),
    rules.Option("b", "Option B"),
    rules.Option("c", "Option C"),
)


class Shown(NamedTuple):
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
    own = db.session.execute(
        select(OwnRule.key, OwnRule.title, OwnRule.summary, OwnRule.rule)
        .where(OwnRule.retired_at.is_(None))
        .order_by(OwnRule.title)
    ).all()
    shown = [
        _shown(row.key, row.title, row.summary, rules.Rule.from_dict(row.rule), practices, own=True)
        for row in own
    ]
    presets = [
        _shown(one.name, one.title, one.summary, one.rule, practices, own=False)
        for one in rules.PRESETS.values()
    ]
    return render_template(
        "decisions/rules.html",
        own=shown,
        presets=presets,
        practices=len(practices),
        suggestions=suggestions(kinds_of(here().settings)),
        may_keep=may(actor(), "decisions.rules"),
        may_propose=may(actor(), "decisions.propose"),
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
    own = db.session.execute(
        select(OwnRule.title, OwnRule.summary, OwnRule.rule).where(
            OwnRule.key == key, OwnRule.retired_at.is_(None)
        )
    ).first()
    if own is None:
        raise NotFound()
    form = OwnRuleForm()
    if request.method == "GET":
        form.fill(rules.Rule.from_dict(own.rule))
        form.title.data, form.summary.data = own.title, own.summary
    return _worked(form, key)


@blueprint.route("/decisions/rules/<key>/retire", methods=["GET", "POST"])
@permission("decisions.rules")
@fresh()
def retire_rule(key: str) -> str | Response:
    """Offer a rule no more; asks first."""
    title = db.session.scalar(select(OwnRule.title).where(OwnRule.key == key, OwnRule.retired_at.is_(None)))
    if title is None:
        raise NotFound()
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
    form = SuggestionForm()
    own = db.session.execute(
        select(OwnRule.key, OwnRule.title).where(OwnRule.retired_at.is_(None)).order_by(OwnRule.title)
    )
    form.kind.choices = [Choice(key, title) for key, title in kinds_of(here().settings)]
    form.rule.choices = [
        *(Choice(one.name, one.title) for one in rules.PRESETS.values()),
        *(Choice(key, title) for key, title in own),
    ]
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
    if request.method == "POST" and form.validate_on_submit() and (rule := form.rule()):
        if "save" in request.form:
            try:
                act.keep_rule(actor(), rule, form.title.data, form.summary.data, key)
            except Refusal as no:
                form.refuse(no.words, no.field)
            else:
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


def _shown(
    key: str,
    title: str,
    summary: str,
    rule: rules.Rule,
    practices: list[tuple[str, str, int | None]],
    own: bool,
) -> Shown:
    roll = rules.weigh(rule, practices)
    numbers = rules.summarize(roll)
    tests = tuple(test.words for test in rules.tests_of(rule, numbers))
    return Shown(key, title, summary, rules.hint(rule, numbers, roll), tests, rules.explain(rule), own)


def _named(key: str) -> rules.Rule:
    try:
        return rule_named(key)
    except Invalid:
        raise NotFound() from None
