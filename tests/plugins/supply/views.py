"""Pages of buyers, and the page of a supplier."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from federation.toolkit import (
    NotFound,
    actor,
    forms,
    guest,
    guests_of,
    mail_guest_code,
    may,
    permission,
    session,
    with_guest_code,
)
from tests.plugins.supply import actions
from tests.plugins.supply.models import SupplyAnswer, SupplyQuestion

blueprint = Blueprint("supply", __name__, template_folder="templates", url_prefix="/f/<federation>/supply")


class SupplierForm(forms.Form):
    """Who is asked."""

    name = forms.TextField("What are they called?", required="Enter their name")
    email = forms.EmailField(required="Enter their email address")


class AnswerForm(forms.Form):
    """What a supplier answers."""

    words = forms.LongTextField("What do you offer?", required="Enter your answer")
    code = forms.TextField("Which code did we send you?")


@blueprint.get("/")
@permission("supply.read")
def index() -> str:
    """The questions."""
    questions = session.scalars(select(SupplyQuestion).order_by(SupplyQuestion.id)).all()
    return render_template("supply/index.html", questions=questions)


@blueprint.route("/<int:question_id>", methods=["GET", "POST"])
@permission("supply.read")
def show(question_id: int) -> str | Response:
    """A question, who was asked, and the answers once they are open."""
    found, form = session.get(SupplyQuestion, question_id), SupplierForm()
    if found is None:
        raise NotFound()
    if form.does(lambda: actions.invite(actor(), question_id, form.name.data, form.email.data)):
        return redirect(url_for(".show", question_id=question_id), 303)
    return render_template(
        "supply/show.html",
        question=found,
        guests=guests_of("supply", question_id),
        handed_in=len(actions.newest(question_id)),
        answers=actions.read(question_id).values(),
        form=form,
        may_ask=may(actor(), "supply.ask"),
    )


@blueprint.post("/<int:question_id>/open")
@permission("supply.ask")
def open_answers(question_id: int) -> Response:
    """Agree to open the answers."""
    actions.agree(actor(), question_id)
    return redirect(url_for(".show", question_id=question_id), 303)


@blueprint.route("/answer/<token>", methods=["GET", "POST"])
@permission("supply.answer")
def answer(token: str) -> str | Response:
    """The question as a supplier reads it, and the form for the answer, which asks for a code."""
    form, me = AnswerForm(), guest()
    if "send_code" in request.form:
        if form.tries(mail_guest_code):
            flash(f"We have sent a code to {me.actor.email}. It lasts 15 minutes.", "info")
    elif form.does(lambda: with_guest_code(form.code.data, lambda: actions.answer(actor(), form.words.data))):
        return redirect(url_for(".receipt", token=token), 303)
    assert me.actor.only is not None
    question = session.get(SupplyQuestion, me.actor.only.number)
    return render_template("supply/answer.html", question=question, form=form, me=me)


@blueprint.get("/answer/<token>/receipt")
@permission("supply.answer")
def receipt(token: str) -> str:
    """What a supplier has handed in, and when; not what it says."""
    only = actor().only
    assert only is not None
    numbers = actions.answers_of(only.number, actor().person_id)
    if not numbers:
        raise NotFound()
    return render_template("supply/receipt.html", found=session.get(SupplyAnswer, numbers[-1]), token=token)
