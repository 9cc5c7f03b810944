"""Casting by the link of a letter: the decision with the form, and the receipt. Nothing else opens to the link."""

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.decisions import rules
from federation.decisions.blueprint import blueprint
from federation.decisions.seen import decision_view, options_of
from federation.decisions.voting.forms import BallotForm
from federation.decisions.voting.links import OpenedBallot
from federation.decisions.voting.queries.ballots import own_entries
from federation.decisions.voting.receipts import in_groups
from federation.decisions.voting.views.casting import ballot_cast, ballot_page
from federation.decisions.words import stances_with
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission, repeatable


def _link() -> OpenedBallot:
    found: OpenedBallot = g.by_secret
    return found


@blueprint.route("/ballot/<token>", methods=["GET", "POST"])
@permission("decisions.cast_by_link")
@repeatable
def cast_by_link(token: str) -> str | Response:
    """Read the decision and cast the practice's vote. Only the button casts."""
    link, form = _link(), BallotForm()
    if receipt := ballot_cast(form, link.decision_id, link.practice_id):
        if not decision_view(link.decision_id).voting:
            return _receipt(link, receipt.code)
        return redirect(url_for(".receipt_by_link", token=token, code=receipt.code), 303)
    return ballot_page(link.decision_id, link.practice_id, form, link)


@blueprint.get("/ballot/<token>/receipt/<code>")
@permission("decisions.cast_by_link")
def receipt_by_link(token: str, code: str) -> str:
    """The receipt of the vote that was cast."""
    return _receipt(_link(), code)


def _receipt(link: OpenedBallot, code: str) -> str:
    """Shown at once where this ballot closed the vote, and the link with it."""
    view = decision_view(link.decision_id)
    entry = next((one for one in own_entries(link.decision_id, actor()) if one.receipt == code), None)
    if entry is None:
        raise NotFound()
    rule = rules.Rule.from_dict(view.decision.rule or {})
    options = options_of(view.decision) if rule.how.options != "never" else ()
    return render_template(
        "decisions/receipt_by_link.html",
        view=view,
        entry=entry,
        code=in_groups(entry.receipt or ""),
        rule=rule,
        said=stances_with(options).of(entry).word if entry.stance else "",
        link=link,
    )
