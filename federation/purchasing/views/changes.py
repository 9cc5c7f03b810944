"""The pages on which practices change amounts after the close, leave, or join late with the word of the group."""

from fractions import Fraction
from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.decisions.rulebook.queries.agreed import agreed
from federation.kernel.policy import authorize
from federation.kernel.web import actor, permission
from federation.kernel.words import money
from federation.purchasing.actions.changing import ask_late, change_needs, settle_late
from federation.purchasing.agreed import TOLERANCE
from federation.purchasing.blueprint import NUMBER, ONE, blueprint
from federation.purchasing.forms.changes import ChangeNeedsForm, JoinLateForm, SecondWordForm
from federation.purchasing.queries.changes import change_here, key_of, said_at_close
from federation.purchasing.queries.needs import StatedLine, answer_of
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.rules import bounds
from federation.purchasing.views.needs import practice_answering
from federation.purchasing.words import amount_words


@blueprint.route(f"{ONE}/change", methods=["GET", "POST"])
@permission("purchasing.answer")
def change_amounts(round_id: int) -> Any:
    """Change what a practice needs, or leave, after the round has closed."""
    found, seat = round_here(round_id), practice_answering()
    given = answer_of(round_id, seat.practice_id)
    lines = given.lines if given else ()
    back = redirect(url_for(".purchase_round", round_id=round_id), 303)
    if found.state != "closed" or not lines:
        return back
    said, share, form = (
        said_at_close(round_id, seat.practice_id, lines),
        Fraction(agreed(TOLERANCE.name)),
        ChangeNeedsForm(),
    )
    form.show(lines, [bounds(said[key_of(line)], share) for line in lines])
    if form.does(lambda: change_needs(actor(), round_id, seat.code, form.wanted(lines), form.words.data)):
        flash(f"What {seat.name} needs is changed. Every member can see it.", "success")
        return back
    return render_template("purchasing/change_form.html", form=form, round=found, seat=seat)


@blueprint.route(f"{ONE}/late", methods=["GET", "POST"])
@permission("purchasing.answer")
def join_late(round_id: int) -> Any:
    """Ask the group to take in what a practice had not said."""
    found, seat, form = round_here(round_id), practice_answering(), JoinLateForm()
    if found.state != "closed":
        return redirect(url_for(".purchase_round", round_id=round_id), 303)
    if form.does(lambda: ask_late(actor(), round_id, seat.code, [form.line], form.words.data)):
        flash("The group is asked. What you need counts once somebody of it says yes.", "success")
        return redirect(url_for(".purchase_round", round_id=round_id), 303)
    return render_template("purchasing/late_form.html", form=form, round=found, seat=seat)


@blueprint.route(f"{ONE}/late/<{NUMBER}:change_id>", methods=["GET", "POST"])
@permission("purchasing.run")
def late_answer(round_id: int, change_id: int) -> Any:
    """Say for the group whether a practice can still join."""
    found, asked, form = round_here(round_id), change_here(round_id, change_id), SecondWordForm()
    authorize(actor(), "purchasing.run", found.whose)
    if form.does(lambda: settle_late(actor(), round_id, change_id, form.word.data == "agree")):
        flash("It is settled. Every member can see it.", "success")
        return redirect(url_for(".purchase_round", round_id=round_id), 303)
    return render_template(
        "purchasing/second_word.html",
        form=form,
        caption=found.title,
        heading=f"Can {asked.practice} still join?",
        back=url_for(".purchase_round", round_id=round_id),
        facts=[
            *[("It needs", _line(one)) for one in asked.added],
            ("Why it comes late", asked.words),
            ("Asked by", asked.person),
        ],
        mine=asked.asked_by == actor().person_id,
        settled=asked.state != "asked",
    )


def _line(one: StatedLine) -> str:
    words = f"{amount_words(one.quantity, one.unit)}, {one.item}"
    return words if one.pence is None else f"{words}, for which it pays {money(one.pence)} each now"
