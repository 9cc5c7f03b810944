"""Talking about a proposal."""

from itertools import pairwise

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint
from federation.decisions.discussion import actions as discussion
from federation.decisions.discussion.forms import CommentChangeForm
from federation.decisions.proposals.forms import ConfirmForm
from federation.decisions.proposals.queries.heads import ProposalHead
from federation.decisions.proposals.texts import difference, paragraphs_of
from federation.decisions.proposals.views.heads import read_head
from federation.decisions.subjects import TALK
from federation.kernel.forms import CommentForm
from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.web import actor, permission
from federation.network.threads.queries.talk import THREADS, ShownComment, comment_of, history

ENDED = "The discussion has ended, so nothing can be added or changed."


@blueprint.route("/decisions/<int:decision_id>/comments", methods=["POST"])
@permission("decisions.discuss")
def comment(decision_id: int) -> str | Response:
    """Add a comment."""
    return _say(read_head(decision_id), None)


@blueprint.route("/decisions/<int:decision_id>/comments/<int:comment_id>/answer", methods=["GET", "POST"])
@permission("decisions.discuss")
def answer(decision_id: int, comment_id: int) -> str | Response:
    """Answer a comment."""
    head = read_head(decision_id)
    found = comment_of(TALK, decision_id, actor(), comment_id)
    if found is None:
        raise NotFound()
    return _say(head, found)


def _say(head: ProposalHead, answered: ShownComment | None) -> str | Response:
    authorize(actor(), "decisions.discuss", head.matter)
    form = CommentForm()
    form.words.label.text = "Your answer" if answered else "Add a comment"
    if done := form.does(
        lambda: discussion.comment(
            actor(),
            head.id,
            form.words.data,
            answered.id if answered else None,
            session.get("practice"),
            form.file.sent,
        )
    ):
        flash("Your comment is added.", "success")
        return redirect(
            _place(head, done.answer if answered is None else answered.parent_id or answered.id), 303
        )
    if request.method == "GET" and not head.is_discussed:
        raise Refusal(ENDED)
    return render_template(
        "decisions/comment_edit.html", head=head, form=form, answered=answered, found=None, back=_place(head)
    )


@blueprint.route("/decisions/<int:decision_id>/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@permission("decisions.edit_comment")
def edit_comment(decision_id: int, comment_id: int) -> str | Response:
    """Change one's own comment."""
    head, found = _own(decision_id, comment_id)
    form = CommentChangeForm(found.files)
    form.words.label.text = "Your comment"
    if request.method == "GET":
        form.words.data = found.body
    elif form.does(
        lambda: discussion.edit_comment(
            actor(), comment_id, form.words.data, form.file.sent, [int(one) for one in form.removed.data]
        )
    ):
        flash("Your comment is changed. What it said before stays readable.", "success")
        return redirect(_place(head, found.parent_id or found.id), 303)
    return render_template(
        "decisions/comment_edit.html", head=head, form=form, answered=None, found=found, back=_place(head)
    )


@blueprint.route("/decisions/<int:decision_id>/comments/<int:comment_id>/withdraw", methods=["GET", "POST"])
@permission("decisions.edit_comment")
def withdraw_comment(decision_id: int, comment_id: int) -> str | Response:
    """Take one's own comment back."""
    head, found = _own(decision_id, comment_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        discussion.withdraw_comment(actor(), comment_id)
        flash("Your comment is withdrawn.", "success")
        return redirect(_place(head, found.parent_id or found.id), 303)
    return render_template(
        "decisions/comment_withdraw.html", head=head, form=form, found=found, back=_place(head)
    )


@blueprint.get("/decisions/<int:decision_id>/comments/<int:comment_id>/changes")
@permission("decisions.read")
def comment_history(decision_id: int, comment_id: int) -> str:
    """Show the earlier wordings of a comment."""
    head = read_head(decision_id)
    found = comment_of(TALK, decision_id, actor(), comment_id)
    if found is None or found.withdrawn:
        raise NotFound()
    said = history(found)
    steps = [
        (after.at, paragraphs_of(difference(before.whole, after.whole))) for after, before in pairwise(said)
    ]
    return render_template(
        "decisions/comment_history.html",
        head=head,
        found=found,
        steps=steps,
        first=said[-1],
        back=_place(head),
    )


def _own(decision_id: int, comment_id: int) -> tuple[ProposalHead, ShownComment]:
    head = read_head(decision_id)
    found = comment_of(TALK, decision_id, actor(), comment_id)
    if found is None:
        raise NotFound()
    authorize(actor(), "decisions.edit_comment", found.person_id)
    if not head.is_discussed:
        raise Refusal(ENDED)
    if found.withdrawn:
        raise Refusal("This comment was withdrawn.")
    return head, found


def _place(head: ProposalHead, comment_id: int | None = None) -> str:
    """The discussion on the decision's page, at a comment."""
    anchor = f"comment-{comment_id}" if comment_id else "discussion"
    if head.comment_count >= THREADS and comment_id:
        return url_for("decisions.proposal", decision_id=head.id, after=comment_id - 1, _anchor=anchor)
    return url_for("decisions.show", decision_id=head.id, _anchor=anchor)
