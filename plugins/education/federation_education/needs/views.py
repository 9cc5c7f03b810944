"""What practices are asked, what they answered, and the gaps of all together."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from federation.toolkit import Invalid, actor, csv_response, forms, may, permission, today

from ..blueprint import blueprint
from ..figures import one_place
from . import queries as needs
from .actions import asking as act
from .actions.ranking import MOST_RANKED, propose_ranking
from .forms import NeedForm, RankingForm, answer_form
from .libraries import LIBRARIES


@blueprint.route("/needs/new", methods=["GET", "POST"])
@permission("education.ask")
def ask() -> Any:
    """Ask practices about a role; a library fills in tasks to begin with."""
    form, library = NeedForm(), LIBRARIES.get(request.args.get("library", ""))
    if request.method == "GET" and library:
        role, tasks = library
        form.title.data, form.role.data, form.tasks.data = f"{role}: what we need to learn", role, list(tasks)
    asked = act.NeedAsked(form.title.data, form.role.data, form.tasks.data or (), form.closes_on.data)
    if done := form.does(lambda: act.ask(actor(), asked)):
        flash("Practices are asked. It stands on the Home of everybody who can answer.", "success")
        return redirect(url_for(".need", need_id=done.answer), 303)
    return render_template("education/needs/need_form.html", form=form, libraries=LIBRARIES)


@blueprint.get("/needs/<int:need_id>")
@permission("education.read")
def need(need_id: int) -> str:
    """The gaps of one role, and who has answered."""
    found, person = needs.gaps_of(need_id), actor()
    mine = {seat.practice_id for seat in person.seats}
    return render_template(
        "education/needs/need.html",
        found=found,
        points=needs.points_given(),
        may_answer=may(person, "education.answer") and found.need.closes_on >= today() and bool(mine),
        has_answered=any(one.id in mine for one in found.answered),
        one_place=one_place,
        is_open=found.need.closes_on >= today(),
    )


@blueprint.get("/needs/<int:need_id>.csv")
@permission("education.read")
def need_csv(need_id: int) -> Response:
    """The gaps of one role, as a spreadsheet."""
    found = needs.gaps_of(need_id)
    rows = [
        (
            one.task.words,
            one_place(one.importance),
            one_place(one.performance),
            one_place(one.gap),
            one.answered,
            "" if one.people is None else one.people,
        )
        for one in found.gaps
    ]
    heads = ("Task", "Importance", "How well we do it", "Gap", "Practices that rated it", "People")
    return csv_response(f"needs-{need_id}.csv", heads, rows)


@blueprint.route("/needs/<int:need_id>/answer", methods=["GET", "POST"])
@permission("education.answer")
def answer(need_id: int) -> Any:
    """Answer for one's practice, on a phone."""
    found = needs.need_here(need_id)
    form, person = answer_form(found), actor()
    if request.method == "GET" and person.practice:
        form.show(needs.reply_of(need_id, person.practice.practice_id))
    if form.does(lambda: _answer(need_id, form)):
        flash("Thank you. You can change it until the last day.", "success")
        return redirect(url_for(".need", need_id=need_id), 303)
    return render_template("education/needs/answer.html", form=form, need=found)


@blueprint.get("/needs")
@permission("education.read")
def ranking() -> str:
    """The gaps of all roles, the largest first, with the points that members gave."""
    return render_template(
        "education/needs/ranking.html",
        ranked=needs.ranked_gaps(),
        points=needs.points_given(),
        one_place=one_place,
        may_propose=may(actor(), "education.propose"),
    )


@blueprint.get("/needs.csv")
@permission("education.read")
def ranking_csv() -> Response:
    """The gaps of all roles with the points that members gave, as a spreadsheet."""
    points, rows = needs.points_given(), []
    for place, one in enumerate(needs.ranked_gaps(), 1):
        given, found = points.get(one.key), one.found
        rows.append(
            (
                one.title,
                place,
                one_place(found.importance),
                one_place(found.performance),
                one_place(found.gap),
                "" if found.reach is None else one_place(found.reach),
                found.answered,
                given.points if given else "",
                given.of if given else "",
            )
        )
    heads = (
        "Need",
        "Place",
        "Importance",
        "How well",
        "Gap",
        "Gap times people",
        "Practices",
        "Points",
        "Of points",
    )
    return csv_response("needs.csv", heads, rows)


@blueprint.route("/needs/rank", methods=["GET", "POST"])
@permission("education.propose")
def rank() -> Any:
    """Propose that members spread points over needs."""
    form, ranked = RankingForm(), needs.ranked_gaps()
    form.needs.choices = [forms.Choice(one.key, one.title, one.figures) for one in ranked]
    if request.method == "GET":
        form.needs.data = [one.key for one in ranked[:MOST_RANKED]]
    if done := form.does(lambda: propose_ranking(actor(), form.needs.data or ())):
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("education/needs/rank.html", form=form, ranked=ranked)


def _answer(need_id: int, form: Any) -> None:
    if form.practice.data is None:
        raise Invalid("Select your practice", "practice")
    act.answer(actor(), need_id, form.practice.data, form.ratings, form.people.data)
