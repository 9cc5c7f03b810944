"""The pages of those who ask for bids and open them: who was asked, what came in, questions, more time, opening, reading."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from federation.kernel.files.kinds import KINDS
from federation.kernel.files.sending import file_response
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotYours
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, permission
from federation.network.for_plugins import practices
from federation.tendering.bidding.actions.asking import reply
from federation.tendering.bidding.actions.extending import extend
from federation.tendering.bidding.actions.inviting import invite_bidder
from federation.tendering.bidding.actions.opening import check_opener, open_half
from federation.tendering.bidding.forms import InviteBidderForm, MoreTimeForm, OpenHalfForm, ReplyForm
from federation.tendering.bidding.queries import bidders as known
from federation.tendering.bidding.queries.bids import bids_of, file_of, file_words, refused_tries
from federation.tendering.blueprint import NUMBER, ONE, blueprint
from federation.tendering.preparing.queries.interests import parts_of
from federation.tendering.preparing.queries.tenders import ShownTender, clear_of_conflict, tender_here


@blueprint.get(f"{ONE}/bids")
@permission("tendering.read")
def tender_bids(tender_id: int) -> str:
    """Who was asked, what came in, and who opens it. What a bid says stands on its own page."""
    found = tender_here(tender_id)
    return render_template("tendering/bids.html", tender=found, **bids_panel(found))


def bids_panel(found: ShownTender) -> dict[str, Any]:
    """What the template of the bids of a tender shows, on their page and on that of the tender."""
    over = found.now >= found.closes_at
    return {
        "bidders": known.bidders_of(found.id),
        "bids": known.sealed_bids(found.id) if over else [],
        "late": known.late_tries(found.id) if over else [],
        "is_over": over,
        "halves": known.halves_of(found.id, "quality"),
        "opened": known.opened_at(found.id, "quality"),
        "prices_opened": known.opened_at(found.id, "price"),
        "parts_named": parts_of(found.id),
        "refused": refused_tries(found.id),
        "questions": known.questions_of(found.id),
        "may_run": _may_run(found),
        "may_open": over and _may_open(found),
        "is_clear": _is_clear(found),
    }


@blueprint.route(f"{ONE}/invitations", methods=["GET", "POST"])
@permission("tendering.run")
def invite_to_bid(tender_id: int) -> Any:
    """Ask somebody to bid."""
    found = _run(tender_id)
    form = InviteBidderForm(practices())
    if form.does(
        lambda: invite_bidder(
            actor(),
            tender_id,
            form.email.data,
            form.name.data,
            form.organisation.data,
            form.practice.data or "",
        )
    ):
        flash("They are asked to bid: the link is in the mail to them.", "success")
        return redirect(url_for(".tender_bids", tender_id=tender_id), 303)
    return render_template("tendering/bid_invite.html", form=form, tender=found)


@blueprint.route(f"{ONE}/more-time", methods=["GET", "POST"])
@permission("tendering.run")
def more_time(tender_id: int) -> Any:
    """Give all bidders more time."""
    found = _run(tender_id)
    form = MoreTimeForm(data={"closes_at": found.closes_at})
    if form.does(
        lambda: extend(actor(), tender_id, form.closes_at.data or found.closes_at, form.reason.data)
    ):
        flash("All bidders have more time, and are told why.", "success")
        return redirect(url_for(".tender_bids", tender_id=tender_id), 303)
    return render_template("tendering/bid_time.html", form=form, tender=found)


@blueprint.route(f"{ONE}/questions/<{NUMBER}:question_id>", methods=["GET", "POST"])
@permission("tendering.run")
def answer_question(tender_id: int, question_id: int) -> Any:
    """Answer a question, for all bidders alike."""
    question = known.question_of(tender_id, question_id)
    found = _run(tender_id)
    form = ReplyForm()
    if form.does(lambda: reply(actor(), tender_id, question_id, form.text.data)):
        flash("All bidders read the answer now.", "success")
        return redirect(url_for(".tender_bids", tender_id=tender_id), 303)
    return render_template("tendering/bid_answer.html", form=form, tender=found, question=question)


@blueprint.route(f"{ONE}/openings", methods=["GET", "POST"])
@permission("tendering.open")
@fresh()
def open_bids(tender_id: int) -> Any:
    """Open one's half of the bids."""
    found, form = tender_here(tender_id), OpenHalfForm()
    if request.method != "POST":
        check_opener(actor(), tender_id)
    if done := form.does(lambda: open_half(actor(), tender_id)):
        both = done.answer.openers > 1
        flash(
            "The bids are open." if both else "Your half is open. The other person opens theirs.", "success"
        )
        return redirect(url_for(".tender_bids", tender_id=tender_id), 303)
    return render_template("tendering/opening.html", form=form, tender=found, **bids_panel(found))


@blueprint.get(f"{ONE}/bids/read")
@permission("tendering.read")
def read_bids(tender_id: int) -> str:
    """The bids themselves, without prices, once they are open, for whoever is clear of any interest."""
    found = tender_here(tender_id)
    bids = bids_of(tender_id, actor())
    return render_template("tendering/bids_read.html", tender=found, bids=bids, file_words=file_words)


@blueprint.get(f"{ONE}/bids/<{NUMBER}:bid_id>/files/<{NUMBER}:file_id>")
@permission("tendering.read")
def read_bid_file(tender_id: int, bid_id: int, file_id: int) -> Response:
    """A file of a bid that was opened."""
    found = file_of(tender_id, actor(), bid_id, file_id)
    return file_response(found.name, KINDS[found.kind], found.content, found.sha256)


def _run(tender_id: int) -> ShownTender:
    found = tender_here(tender_id)
    authorize(actor(), "tendering.run", found.whose)
    clear_of_conflict(actor(), tender_id)
    return found


def _may_run(found: ShownTender) -> bool:
    return may(actor(), "tendering.run", found.whose) and _is_clear(found)


def _may_open(found: ShownTender) -> bool:
    try:
        check_opener(actor(), found.id)
    except NotYours:
        return False
    return actor().person_id not in {one.person_id for one in known.halves_of(found.id, "quality")}


def _is_clear(found: ShownTender) -> bool:
    try:
        clear_of_conflict(actor(), found.id)
    except NotYours:
        return False
    return True
