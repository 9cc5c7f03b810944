"""Briefs: what providers are asked, whom, and what they ask for it; and the page of a provider."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from federation.toolkit import (
    Invalid,
    NotFound,
    NotYours,
    actor,
    csv_response,
    guest,
    mail_guest_code,
    may,
    permission,
    with_guest_code,
)

from ..blueprint import blueprint
from . import actions as act
from . import queries as briefs
from .forms import BriefConfirmForm, BriefForm, ProviderForm, QuoteForm
from .rules import PRINCIPLES, may_be_judged, principles_met

BRIEF = "/briefs/<int:brief_id>"


@blueprint.route("/briefs/new", methods=["GET", "POST"])
@permission("education.buy")
def new_brief() -> Any:
    """Write a brief for providers."""
    form = BriefForm()
    form.offer_choices()
    if done := form.does(lambda: act.write_brief(actor(), _wanted(form))):
        flash("The brief is written. Invite providers to it.", "success")
        return redirect(url_for(".brief", brief_id=done.answer), 303)
    return render_template("education/briefs/brief_form.html", form=form, limit=briefs.tender_limit())


@blueprint.get(BRIEF)
@permission("education.read")
def brief(brief_id: int) -> str:
    """A brief, who was asked, and the quotes once their time is over."""
    found, person = briefs.brief_here(brief_id), actor()
    may_buy = may(person, "education.buy")
    may_compare = may(person, "education.compare")
    return render_template(
        "education/briefs/brief.html",
        brief=found,
        principles=PRINCIPLES,
        met=principles_met(found.brief),
        may_be_judged=may_be_judged(found.brief),
        is_closed=briefs.is_closed(found),
        providers=briefs.providers_of(brief_id),
        lines=briefs.quote_lines(found) if may_compare else [],
        limit=briefs.tender_limit(),
        bought=briefs.bought_for(brief_id),
        may_compare=may_compare,
        may_buy=may_buy,
    )


@blueprint.get(f"{BRIEF}.csv")
@permission("education.compare")
def brief_csv(brief_id: int) -> Response:
    """The quotes side by side, as a spreadsheet."""
    rows = [
        (
            one.provider,
            one.quote.pence,
            one.side.a_place,
            one.side.above_lowest,
            "yes" if one.side.needs_tender else "no",
            one.quote.teachers,
            one.quote.words,
        )
        for one in briefs.quote_lines(briefs.brief_here(brief_id))
    ]
    heads = (
        "Provider",
        "In all (pence)",
        "A place (pence)",
        "Above the lowest (pence)",
        "Needs a tender",
        "Who teaches",
        "How",
    )
    return csv_response(f"quotes-{brief_id}.csv", heads, rows)


@blueprint.route(f"{BRIEF}/invite", methods=["GET", "POST"])
@permission("education.buy")
def invite_provider(brief_id: int) -> Any:
    """Invite a provider."""
    found, form = briefs.brief_here(brief_id), ProviderForm()
    if form.does(lambda: act.invite_provider(actor(), brief_id, form.name.data, form.email.data)):
        flash("We send them a link to the brief.", "success")
        return redirect(url_for(".brief", brief_id=brief_id), 303)
    return render_template(
        "education/briefs/provider_form.html", form=form, brief=found, is_closed=briefs.is_closed(found)
    )


@blueprint.route(f"{BRIEF}/providers/<int:guest_number>/end", methods=["GET", "POST"])
@permission("education.buy")
def end_provider(brief_id: int, guest_number: int) -> Any:
    """End the link of a provider, after a page that says what follows."""
    found, form = briefs.brief_here(brief_id), BriefConfirmForm()
    named = next((one for one in briefs.providers_of(brief_id) if one.id == guest_number), None)
    if named is None:
        raise NotFound()
    if form.does(lambda: act.end_provider(actor(), brief_id, guest_number)):
        flash("Their link opens nothing any more.", "success")
        return redirect(url_for(".brief", brief_id=brief_id), 303)
    return render_template("education/briefs/provider_end.html", form=form, brief=found, provider=named)


@blueprint.route(f"{BRIEF}/nothing", methods=["GET", "POST"])
@permission("education.buy")
def drop_brief(brief_id: int) -> Any:
    """Say that nothing is bought for a brief."""
    found, form = briefs.brief_here(brief_id), BriefConfirmForm()
    if form.does(lambda: act.drop_brief(actor(), brief_id)):
        flash("Nothing is bought for this brief.", "success")
        return redirect(url_for(".brief", brief_id=brief_id), 303)
    return render_template("education/briefs/brief_drop.html", form=form, brief=found)


@blueprint.route("/quote/<token>", methods=["GET", "POST"])
@permission("education.quote")
def quote(token: str) -> Any:
    """What we look for, as a provider reads it, and the form for a quote, which asks for a code."""
    form, me, found = QuoteForm(), guest(), _brief_of_guest()
    if "send_code" in request.form:
        if form.tries(mail_guest_code):
            flash(f"We have sent a code to {me.actor.email}. It lasts 15 minutes.", "info")
    elif form.does(lambda: with_guest_code(form.code.data, lambda: _give(form))):
        return redirect(url_for(".quote_given", token=token), 303)
    return render_template(
        "education/briefs/quote.html",
        form=form,
        brief=found,
        principles=PRINCIPLES,
        me=me,
        given=briefs.own_quote(found.id, me.actor.person_id),
    )


@blueprint.get("/quote/<token>/given")
@permission("education.quote")
def quote_given(token: str) -> str:
    """What a provider has said, and until when it can be changed."""
    found = _brief_of_guest()
    given = briefs.own_quote(found.id, actor().person_id)
    if given is None:
        raise NotFound()
    return render_template("education/briefs/quote_given.html", brief=found, given=given, token=token)


def _brief_of_guest() -> Any:
    only = actor().only
    if only is None or only.kind != briefs.KIND:
        raise NotYours()
    return briefs.brief_here(only.number)


def _give(form: QuoteForm) -> int:
    return act.give_quote(actor(), form.pence.data, form.teachers.data, form.words.data)


def _wanted(form: BriefForm) -> act.BriefWanted:
    if form.closes_at.data is None:
        raise Invalid("Enter until when quotes come", "closes_at")
    return act.BriefWanted(
        form.title.data,
        form.brief,
        form.places.data or 0,
        form.closes_at.data,
        form.programme.data or None,
        form.need.data or None,
    )
