"""The pages of a bidder, who comes by a link and has no account: what is asked, the draft, handing in, the receipt. Whoever asked
the bidder knows the link too, so that every form here is guarded as those of members are."""

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.web import actor, permission
from federation.network.guests.actions import mail_guest_code, with_guest_code
from federation.network.guests.queries import guest
from federation.tendering.bidding.actions import asking, drafting, inviting, submitting
from federation.tendering.bidding.actions.lateness import noting_late
from federation.tendering.bidding.desk import is_desk_open, open_desk
from federation.tendering.bidding.forms import (
    BidCodeForm,
    BidFileForm,
    BidQuestionForm,
    HandInForm,
    draft_form,
)
from federation.tendering.bidding.queries.bidders import (
    KnownBidder,
    bidder_of,
    opened_at,
    questions_of,
    receipts_of,
)
from federation.tendering.bidding.queries.bids import file_words
from federation.tendering.bidding.queries.drafts import KeptDraft, draft_of
from federation.tendering.bidding.rules import bid_problems
from federation.tendering.blueprint import NUMBER, blueprint
from federation.tendering.preparing.queries.tenders import ShownTender, tender_here
from federation.tendering.preparing.rules.content import TenderContent

BID: Final = "/bids/<plain:token>"


@blueprint.get(BID)
@permission("tendering.bid")
def bid(token: str) -> str:
    """What is asked, how bids are judged, questions, and how one's own bid stands."""
    return _page(token)


@blueprint.post(f"{BID}/desk")
@permission("tendering.bid")
def bid_desk(token: str) -> Any:
    """Have a code sent, or open the draft with it."""
    form = BidCodeForm()
    if "send_code" in request.form:
        if form.tries(lambda: mail_guest_code(unseen=True)):
            flash(f"We have sent a code to {guest().actor.email}. It lasts 15 minutes.", "info")
    elif form.does(lambda: open_desk(form.code.data)):
        return _back(token)
    return _page(token, code=form)


@blueprint.route(f"{BID}/draft", methods=["GET", "POST"])
@permission("tendering.bid")
def bid_draft(token: str) -> Any:
    """Price and answers, which are kept without being handed in."""
    if not is_desk_open():
        return _back(token)
    tender, bidder = _mine()
    form = draft_form(tender.content.criteria, draft_of(bidder.id).content)
    if form.does(lambda: drafting.save_draft(actor(), form.price_pence.data, form.answers)):
        flash("What you wrote is kept. Only what you hand in counts.", "success")
        return _back(token)
    return render_template("tendering/bid_draft.html", form=form, tender=tender, token=token, bidder=bidder)


@blueprint.post(f"{BID}/files")
@permission("tendering.bid")
def bid_files(token: str) -> Any:
    """Add a file to the draft."""
    if not is_desk_open():
        return _back(token)
    form = BidFileForm()
    if form.does(lambda: drafting.add_file(actor(), form.file.sent[0])):
        flash(
            "The file is sealed and added. Nobody reads it before bids are opened, not even you.", "success"
        )
        return _back(token)
    return _page(token, file=form)


@blueprint.post(f"{BID}/files/<{NUMBER}:file_id>/remove")
@permission("tendering.bid")
def remove_bid_file(token: str, file_id: int) -> Response:
    """Take a file out of the draft."""
    if is_desk_open():
        drafting.remove_file(actor(), file_id)
        flash("The file is removed from what you hand in next.", "success")
    return _back(token)


@blueprint.post(f"{BID}/questions")
@permission("tendering.bid")
def ask_about_tender(token: str) -> Any:
    """Ask something, for all bidders to read."""
    form = BidQuestionForm()
    if form.does(lambda: asking.ask(actor(), form.text.data)):
        flash("Your question is sent. All bidders read it, and nobody sees who asked.", "success")
        return _back(token)
    return _page(token, question=form)


@blueprint.route(f"{BID}/submit", methods=["GET", "POST"])
@permission("tendering.bid")
def submit_bid(token: str) -> Any:
    """Check what is in the draft, sign it, and hand it in with a code."""
    if not is_desk_open():
        return _back(token)
    form, act = HandInForm(), lambda: submitting.hand_in(actor(), form.declared.data)
    if _sends_code(form):
        pass
    elif form.does(lambda: _with_code(form, "bid", act)):
        flash("Your bid is in. The receipt is below, and in your mail.", "success")
        return _back(token)
    tender, bidder = _mine()
    kept = draft_of(bidder.id)
    return render_template(
        "tendering/bid_submit.html",
        form=form,
        tender=tender,
        bidder=bidder,
        token=token,
        draft=kept.content,
        missing=_missing(tender.content, kept),
        file_words=file_words,
    )


@blueprint.route(f"{BID}/withdraw", methods=["GET", "POST"])
@permission("tendering.bid")
def withdraw_bid(token: str) -> Any:
    """Withdraw the bid that is in, with a code."""
    form = BidCodeForm()
    if _sends_code(form):
        pass
    elif form.does(lambda: _with_code(form, "withdrawal", lambda: submitting.withdraw(actor()))):
        flash("Your bid is withdrawn, and what was sealed of it is destroyed.", "success")
        return _back(token)
    tender, bidder = _mine()
    if not _live(bidder):
        return _back(token)
    return render_template(
        "tendering/bid_withdraw.html", form=form, tender=tender, bidder=bidder, token=token
    )


@blueprint.post(f"{BID}/decline")
@permission("tendering.bid")
def decline_to_bid(token: str) -> Response:
    """Say that one does not bid."""
    if is_desk_open():
        inviting.decline(actor())
        flash(
            "You have told us that you do not bid. You can still change your mind until the deadline.",
            "success",
        )
    return _back(token)


@blueprint.post(f"{BID}/link")
@permission("tendering.bid")
def renew_bid_link(token: str) -> str:
    """Have a new link mailed; this one opens nothing any more."""
    inviting.renew_link(actor())
    return render_template("tendering/bid_link.html", email=guest().actor.email)


def _sends_code(form: Any) -> bool:
    if "send_code" not in request.form:
        return False
    if form.tries(lambda: mail_guest_code(unseen=True)):
        flash(f"We have sent a code to {guest().actor.email}. It lasts 15 minutes.", "info")
    return True


def _with_code(form: Any, what: str, act: Any) -> Any:
    with noting_late(actor(), what):
        return with_guest_code(form.code.data, act, unseen=True)


def _mine() -> tuple[ShownTender, KnownBidder]:
    bidder = bidder_of(actor())
    return tender_here(bidder.tender_id), bidder


def _live(bidder: KnownBidder) -> bool:
    return any(not one.ended for one in receipts_of(bidder.id))


def _missing(content: TenderContent, kept: KeptDraft) -> list[str]:
    asked = [(one.key, one.title) for one in content.criteria]
    return [words for words, _field in bid_problems(kept.content, asked)]


def _page(token: str, **forms: Any) -> str:
    tender, bidder = _mine()
    receipts = receipts_of(bidder.id)
    live = next((one for one in receipts if not one.ended), None)
    desk = is_desk_open()
    kept = draft_of(bidder.id) if desk and tender.stage == "open" else None
    form = next(iter(forms.values()), None)
    return render_template(
        "tendering/bid.html",
        token=token,
        tender=tender,
        bidder=bidder,
        live=live,
        next_number=(receipts[-1].number if receipts else 0) + 1,
        desk=desk,
        draft=kept.content if kept else None,
        changed=bool(kept and kept.changed_at and (live is None or kept.changed_at > live.submitted_at)),
        missing=_missing(tender.content, kept) if kept else [],
        questions=questions_of(tender.id),
        asks=tender.content.questions_until is None or tender.now < tender.content.questions_until,
        opened=opened_at(tender.id, "quality"),
        file_words=file_words,
        **({"form": form} if form else {}),
        code_form=forms.get("code") or BidCodeForm(formdata=None),
        file_form=forms.get("file") or BidFileForm(formdata=None),
        question_form=forms.get("question") or BidQuestionForm(formdata=None),
    )


def _back(token: str) -> Response:
    return redirect(url_for(".bid", token=token), 303)
