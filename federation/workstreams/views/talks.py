"""The pages on which people talk about the work of a group and about what is brought to it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for

from federation.kernel.policy import authorize, may
from federation.kernel.refusals import Refusal
from federation.kernel.web import actor, permission
from federation.network.threads.queries.talk import ShownComment, ThreadsPage, thread_of
from federation.workstreams.actions.talking import say_about, say_otherwise, unsay
from federation.workstreams.blueprint import GROUP, NUMBER, blueprint
from federation.workstreams.forms.talks import RemarkBackForm, RemarkChangeForm, RemarkForm
from federation.workstreams.queries.reading import work_of
from federation.workstreams.queries.talks import WorkTalk, talk_of, talk_of_group, talk_of_item

_SAID = f"/said/<{NUMBER}:remark_id>"


@blueprint.get(f"{GROUP}/discussion")
@permission("workstreams.follow")
def discussion(group_id: int) -> Any:
    """What is said about the work of a group."""
    return _page(talk_of_group(actor(), group_id))


@blueprint.route(f"{GROUP}/discussion/new", methods=["GET", "POST"])
@permission("workstreams.talk")
def new_remark(group_id: int) -> Any:
    """Say something about the work of a group."""
    return _say(talk_of_group(actor(), group_id))


@blueprint.get(f"/work/<{NUMBER}:work_id>/discussion")
@permission("workstreams.follow")
def discussion_of_work(work_id: int) -> Any:
    """What is said about something that was brought to a group."""
    return _page(talk_of_item(actor(), work_id))


@blueprint.route(f"/work/<{NUMBER}:work_id>/discussion/new", methods=["GET", "POST"])
@permission("workstreams.talk")
def new_remark_on_work(work_id: int) -> Any:
    """Say something about what was brought to a group."""
    return _say(talk_of_item(actor(), work_id))


@blueprint.get(_SAID)
@permission("workstreams.follow")
def said(remark_id: int) -> Any:
    """The place of a comment in its discussion."""
    talk, found = talk_of(actor(), remark_id)
    return redirect(_place(talk, found))


@blueprint.route(f"{_SAID}/answer", methods=["GET", "POST"])
@permission("workstreams.talk")
def answer_remark(remark_id: int) -> Any:
    """Answer a comment."""
    return _say(*talk_of(actor(), remark_id))


@blueprint.route(f"{_SAID}/edit", methods=["GET", "POST"])
@permission("workstreams.retell")
def edit_remark(remark_id: int) -> Any:
    """Change one's own comment."""
    talk, found = _own(remark_id)
    form = RemarkChangeForm(found.files)
    form.words.label.text = "Your comment"
    if request.method == "GET":
        form.words.data = found.body
    elif form.does(
        lambda: say_otherwise(
            actor(), remark_id, form.words.data, form.file.sent, [int(one) for one in form.removed.data]
        )
    ):
        flash("Your comment is changed.", "success")
        return redirect(_place(talk, found), 303)
    return render_template(
        "workstreams/remark_form.html", form=form, talk=talk, found=found, answered=None, back=_place(talk)
    )


@blueprint.route(f"{_SAID}/withdraw", methods=["GET", "POST"])
@permission("workstreams.retell")
def withdraw_remark(remark_id: int) -> Any:
    """Take one's own comment back."""
    talk, found = _own(remark_id)
    form = RemarkBackForm()
    if form.does(lambda: unsay(actor(), remark_id)):
        flash("Your comment is withdrawn.", "success")
        return redirect(_place(talk), 303)
    return render_template(
        "workstreams/remark_back.html", form=form, talk=talk, found=found, back=_place(talk)
    )


def _page(talk: WorkTalk) -> str:
    after = request.args.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0
    speaks = talk.group.ended_at is None and may(actor(), "workstreams.talk", work_of(talk.group))
    found: ThreadsPage = thread_of(*talk.owner, actor(), speaks, start)
    links: dict[str, Callable[[int], str]] = {
        "answer": lambda number: url_for(".answer_remark", remark_id=number),
        "edit": lambda number: url_for(".edit_remark", remark_id=number),
    }
    return render_template(
        "workstreams/discussion.html",
        talk=talk,
        found=found,
        links=links if speaks else {},
        new_url=_new(talk) if speaks else "",
        more_url=url_for(**_whose(talk), after=found.more_after) if found.more_after else "",
    )


def _say(talk: WorkTalk, answered: ShownComment | None = None) -> Any:
    authorize(actor(), "workstreams.talk", work_of(talk.group))
    form = RemarkForm()
    form.words.label.text = "Your answer" if answered else "Add a comment"
    number = answered.id if answered else None
    if form.does(
        lambda: say_about(actor(), talk, form.words.data, number, form.file.sent, session.get("practice"))
    ):
        flash("Your comment is added.", "success")
        return redirect(_place(talk, answered), 303)
    return render_template(
        "workstreams/remark_form.html", form=form, talk=talk, found=None, answered=answered, back=_place(talk)
    )


def _own(remark_id: int) -> tuple[WorkTalk, ShownComment]:
    talk, found = talk_of(actor(), remark_id)
    authorize(actor(), "workstreams.retell", found.person_id)
    if found.withdrawn:
        raise Refusal("This comment was withdrawn.")
    return talk, found


def _whose(talk: WorkTalk) -> dict[str, Any]:
    if talk.item:
        return {"endpoint": "workstreams.discussion_of_work", "work_id": talk.item.id}
    return {"endpoint": "workstreams.discussion", "group_id": talk.group.id}


def _new(talk: WorkTalk) -> str:
    if talk.item:
        return url_for(".new_remark_on_work", work_id=talk.item.id)
    return url_for(".new_remark", group_id=talk.group.id)


def _place(talk: WorkTalk, found: ShownComment | None = None) -> str:
    if found is None:
        return url_for(**_whose(talk))
    first = found.parent_id or found.id
    return url_for(**_whose(talk), after=first - 1, _anchor=f"comment-{found.id}")
