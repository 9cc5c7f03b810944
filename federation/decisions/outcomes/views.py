"""What follows from a decision: its outcome, its actions, and the list of all actions."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from federation.decisions.blueprint import blueprint
from federation.decisions.held import matter_of
from federation.decisions.outcomes import actions as act
from federation.decisions.outcomes.forms import ActionForm, OutcomeForm, OwnerForm, ProgressForm
from federation.decisions.outcomes.queries import actions as queries
from federation.decisions.outcomes.queries.people import (
    MOST_FOUND,
    ActionOwner,
    owner_of,
    owners_listed,
    people_found,
)
from federation.decisions.permissions import OwnedTask
from federation.decisions.seen import DecisionFacts, decision_view
from federation.decisions.words import ACTION_STATES
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, permission
from federation.network.ledger.queries import minutes_under
from federation.network.ledger.words import hours

BACK = 303
_DECISION = "/decisions/<int(max=9007199254740991):decision_id>"
_ACTION = "/decisions/actions/<int(max=9007199254740991):action_id>"
LISTS: tuple[tuple[queries.Which, str], ...] = (
    ("open", "Not done yet"),
    ("overdue", "Late"),
    ("done", "Done"),
)
HEADINGS = ("Action", "Owner", "Practice", "Due", "State", "Note", "Decision", "Title of the decision")


def _to_follow_up(decision_id: int) -> DecisionFacts:
    """A closed decision whose outcome the person may write."""
    view = decision_view(decision_id)
    matter = matter_of(view.decision)
    if not may(actor(), "decisions.read", matter):
        raise NotFound()
    authorize(actor(), "decisions.outcome", matter)
    if not view.counted:
        raise Refusal("There is no outcome before voting has closed.")
    return view


@blueprint.route(f"{_DECISION}/outcome", methods=["GET", "POST"])
@permission("decisions.outcome")
def outcome(decision_id: int) -> str | Answer:
    """Write or change what happens now."""
    view = _to_follow_up(decision_id)
    form = OutcomeForm()
    found = _people_meant(form)
    decision = view.decision
    if request.method == "GET":
        form.words.data, form.review_on.data = decision.outcome or "", decision.review_on
        form.owner.data = _words_of(decision.owner_id)
    elif form.does(
        lambda: act.write_outcome(
            actor(),
            decision_id,
            form.words.data,
            _owner(form, found) if form.owner.data else None,
            form.review_on.data,
        )
    ):
        flash("The outcome is written. Every member can read it.", "success")
        return redirect(url_for("decisions.show", decision_id=decision_id), BACK)
    return render_template("decisions/outcome_form.html", view=view, form=form, people=owners_listed())


@blueprint.route(f"{_DECISION}/actions/new", methods=["GET", "POST"])
@permission("decisions.outcome")
def new_action(decision_id: int) -> str | Answer:
    """Add something to be done."""
    view = _to_follow_up(decision_id)
    form = ActionForm()
    found = _people_meant(form)
    if form.does(
        lambda: act.add_action(
            actor(),
            decision_id,
            form.title.data,
            _owner(form, found),
            form.due_on.data,
            act.practice_called(form.practice.data),
        )
    ):
        flash("The action is added.", "success")
        return redirect(url_for("decisions.show", decision_id=decision_id) + "#outcome", BACK)
    return _action_page(view, form, None)


@blueprint.route(f"{_ACTION}/change", methods=["GET", "POST"])
@permission("decisions.outcome")
def change_action(action_id: int) -> str | Answer:
    """Change what is to be done, by whom or until when."""
    row = queries.action(action_id)
    view = _to_follow_up(row.decision_id)
    form = ActionForm()
    found = _people_meant(form)
    if request.method == "GET":
        form.title.data, form.due_on.data, form.practice.data = row.title, row.due_on, row.practice or ""
        form.owner.data = _words_of(row.owner_id)
    elif form.does(
        lambda: act.change_action(
            actor(),
            action_id,
            form.title.data,
            _owner(form, found),
            form.due_on.data,
            act.practice_called(form.practice.data),
        )
    ):
        flash("The action is changed.", "success")
        return redirect(url_for("decisions.action", action_id=action_id), BACK)
    return _action_page(view, form, row)


@blueprint.route(_ACTION, methods=["GET"])
@permission("decisions.read")
def action(action_id: int) -> str:
    """One action: what, who, by when, how far; its owner reports here."""
    return _shown(queries.action(action_id), ProgressForm())


@blueprint.post(_ACTION)
@permission("decisions.act")
def report(action_id: int) -> str | Answer:
    """Say how far an action has come."""
    row, form = queries.action(action_id), ProgressForm()
    authorize(actor(), "decisions.act", OwnedTask(row.owner_id))
    if form.does(
        lambda: act.report_progress(actor(), action_id, form.state.data, form.note.data, form.hours.data or 0)
    ):
        flash("Saved. Every member can see how far it has come.", "success")
        return redirect(url_for("decisions.action", action_id=action_id), BACK)
    return _shown(row, form)


@blueprint.get("/decisions/actions")
@permission("decisions.read")
def actions() -> str:
    """All actions: not done yet, late, or done; everybody's, or those of the person and their practices."""
    which, mine, owners = _asked()
    page = queries.actions(which, request.args.get("after", ""), owners)
    return render_template(
        "decisions/actions.html",
        rows=page.rows,
        after=page.after,
        which=which,
        mine=mine,
        lists=LISTS,
        begun="after" in request.args,
    )


@blueprint.get("/decisions/actions.csv")
@permission("decisions.read")
def actions_csv() -> Response:
    """The list of actions as a spreadsheet."""
    which, _, owners = _asked()
    rows = (
        (
            row.title,
            row.owner,
            row.practice,
            row.due_on.isoformat(),
            ACTION_STATES[row.state].word,
            row.note,
            row.number,
            row.decision,
        )
        for row in queries.every_action(which, owners)
    )
    return csv_response("actions.csv", HEADINGS, rows)


def _asked() -> tuple[queries.Which, bool, tuple[int, list[int]] | None]:
    which: queries.Which = next((name for name, _ in LISTS if name == request.args.get("list")), "open")
    mine = request.args.get("whose") == "ours"
    who = actor()
    return which, mine, (who.person_id, [seat.practice_id for seat in who.seats]) if mine else None


def _shown(row: queries.ActionRow, form: ProgressForm) -> str:
    minutes = minutes_under("decisions", f"action:{row.id}")
    if request.method == "GET":
        form.state.data, form.note.data = row.state, row.note
        form.hours.data = minutes // 60 if minutes else None
    matter = matter_of(decision_view(row.decision_id).decision)
    return render_template(
        "decisions/action.html",
        row=row,
        hours=hours(minutes) if minutes else "",
        form=form,
        may_report=may(actor(), "decisions.act", OwnedTask(row.owner_id)),
        may_change=may(actor(), "decisions.outcome", matter),
    )


def _action_page(view: DecisionFacts, form: ActionForm, row: queries.ActionRow | None) -> str:
    return render_template(
        "decisions/action_form.html",
        view=view,
        form=form,
        row=row,
        people=owners_listed(),
    )


def _words_of(person_id: int | None) -> str:
    owner = owner_of(person_id)
    return owner.words if owner else ""


def _people_meant(form: OwnerForm) -> list[ActionOwner]:
    """Whom the words may mean; where they are several, the form offers them."""
    found = people_found(form.owner.data) if request.method == "POST" and form.owner.data else []
    form.offer([(one.id, one.words) for one in found] if 1 < len(found) <= MOST_FOUND else [])
    return found


def _owner(form: OwnerForm, found: list[ActionOwner]) -> int:
    """The person who is meant, among those whom the words may mean."""
    if not found:
        raise Invalid(
            "Nobody in this federation matches. Type part of a name, or of the name of a practice", "owner"
        )
    if len(found) > MOST_FOUND:
        raise Invalid(f"More than {MOST_FOUND} people match. Type more of the name", "owner")
    if len(found) == 1:
        return found[0].id
    if form.which.data is None:
        raise Invalid(f"{len(found)} people match. Select one of them", "which")
    return int(form.which.data)
