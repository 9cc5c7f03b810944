"""Answering a survey: one page for each dimension, comments, a check, and sending."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.toolkit import Invalid, actor, forms, permission, settings_of

from ..actions import answering as act
from ..actions.closing import close_due
from ..forms.answering import PART_FORMS, CommentsForm, PracticeForm, SendForm
from ..queries import surveys as queries
from ..rules.questionnaire import DIMENSION_KEYS, DIMENSIONS, PROMPTS
from . import blueprint
from .answer_words import after, checked, next_url, next_words, part_url, practice

_ANSWER = "/surveys/<int:survey_id>/answer"
_PART = f"<any({', '.join(DIMENSION_KEYS)}):part>"
NOTHING_SAVED: dict[str, Any] = {"items": {}, "year_ago": {}, "comments": {}, "seen": []}


@blueprint.get(_ANSWER)
@permission("diagnostics.read")
def answer(survey_id: int) -> str:
    """Before the first page; or why there is nothing to answer."""
    return _start(queries.with_draft(survey_id, actor().person_id), PracticeForm())


@blueprint.post(_ANSWER)
@permission("diagnostics.answer")
def choose_practice(survey_id: int) -> str | Response:
    """Choose the practice, and begin."""
    facts = _facts(survey_id)
    form = _with_choices(PracticeForm(), facts)
    if facts.to_answer:
        if form.does(lambda: act.choose_practice(actor(), survey_id, form.practice.data)):
            return redirect(next_url(facts), 303)
        if _is_out_of_date(form):
            return _back(survey_id)
    return _start(facts, form)


@blueprint.route(f"{_ANSWER}/{_PART}", methods=["GET", "POST"])
@permission("diagnostics.answer")
def answer_part(survey_id: int, part: str) -> str | Response:
    """Three statements, and whether it was better a year ago."""
    form = PART_FORMS[part]()

    def save() -> None:
        act.save_part(actor(), survey_id, part, form.items, form.year_ago.data)

    return _page(survey_id, part, form, save)


@blueprint.route(f"{_ANSWER}/comments", methods=["GET", "POST"])
@permission("diagnostics.answer")
def answer_comments(survey_id: int) -> str | Response:
    """Three questions to answer in one's own words."""
    form = CommentsForm()

    def save() -> None:
        act.save_part(actor(), survey_id, act.COMMENTS, comments=form.comments)

    return _page(survey_id, act.COMMENTS, form, save)


@blueprint.route(f"{_ANSWER}/check", methods=["GET", "POST"])
@permission("diagnostics.answer")
def check_answers(survey_id: int) -> str | Response:
    """Everything once more, then send."""
    facts = _facts(survey_id)
    if not facts.to_answer:
        return _back(survey_id)
    form = SendForm()
    if form.does(lambda: act.send(actor(), survey_id)) or _is_out_of_date(form):
        return _back(survey_id)
    saved = facts.draft or NOTHING_SAVED
    return render_template(
        "diagnostics/answer_check.html",
        form=form,
        survey=facts,
        practice=practice(facts),
        checked=[checked(survey_id, dimension, saved) for dimension in DIMENSIONS],
        comments=[(prompt.words, saved["comments"].get(prompt.key, "")) for prompt in PROMPTS],
        left_out=sum(item.key not in saved["items"] for one in DIMENSIONS for item in one.items),
    )


def _page(survey_id: int, part: str, form: Any, save: Any) -> str | Response:
    """One page of the survey: shown with what was saved, or saved and left for the next."""
    facts = _facts(survey_id)
    if not facts.to_answer:
        return _back(survey_id)
    if request.method == "POST":
        if form.does(save):
            return redirect(after(survey_id, part, request.args.get("then", "")), 303)
        if _is_out_of_date(form):
            return _back(survey_id)
    elif facts.draft:
        form.show(facts.draft)
    at = act.PARTS.index(part)
    return render_template(
        "diagnostics/answer_comments.html" if part == act.COMMENTS else "diagnostics/answer_part.html",
        form=form,
        survey=facts,
        number=at + 1,
        many=len(DIMENSIONS),
        back_url=part_url(survey_id, act.PARTS[at - 1]) if at else url_for(".answer", survey_id=survey_id),
    )


def _facts(survey_id: int) -> queries.SurveyFacts:
    """How the survey and the person stand. The first post after its time makes the results; reading never does."""
    facts = queries.with_draft(survey_id, actor().person_id)
    if request.method == "POST" and facts.state == "counting":
        close_due()
    return facts


def _start(facts: queries.SurveyFacts, form: PracticeForm) -> str:
    return render_template(
        "diagnostics/answer_start.html",
        form=_with_choices(form, facts),
        survey=facts,
        introduction=settings_of("diagnostics").get("introduction", ""),
        practice=practice(facts),
        several=len(facts.choices or ()) > 1,
        next_url=next_url(facts),
        next_words=next_words(facts),
    )


def _with_choices(form: PracticeForm, facts: queries.SurveyFacts) -> PracticeForm:
    names = {practice_id: name for practice_id, _, name in facts.practices}
    form.practice.choices = [forms.Choice(one, names[one]) for one in facts.choices or ()]
    if facts.draft and not form.practice.given:
        form.practice.data = facts.practice_id
    return form


def _is_out_of_date(form: forms.Form) -> bool:
    """Whether the survey or the person stand otherwise than the page thought: then another page says how."""
    return form.refused is not None and not isinstance(form.refused, Invalid)


def _back(survey_id: int) -> Response:
    """To the page that says how things stand."""
    return redirect(url_for(".answer", survey_id=survey_id), 303)
