"""The kinds of matter that a proposal may be about, with the rule suggested for each."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint
from federation.decisions.permissions import ProposingIn
from federation.decisions.proposals.texts import kinds_of, retired_kinds_of
from federation.decisions.rulebook.actions import kinds as act
from federation.decisions.rulebook.forms.kinds import KindForm
from federation.decisions.rulebook.queries.rulebook import suggestions
from federation.kernel.policy import may
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, here, permission

_KIND = "/decisions/kinds/<key>"


@blueprint.get("/decisions/kinds")
@permission("decisions.read")
def our_kinds() -> str:
    """All kinds, and those that were retired."""
    return render_template(
        "decisions/kinds.html",
        kinds=suggestions(kinds_of(here().settings)),
        retired=[title for _, title in retired_kinds_of(here().settings)],
        may_keep=may(actor(), "decisions.kinds"),
        may_propose=may(actor(), "decisions.propose", ProposingIn(None)),
    )


@blueprint.route("/decisions/kinds/add", methods=["GET", "POST"])
@permission("decisions.kinds")
def add_kind() -> str | Response:
    """Add a kind, or bring one back that was retired."""
    form = KindForm()
    if form.does(lambda: act.add_kind(actor(), form.title.data)):
        return _done(f"“{form.title.data}” is added.")
    return render_template("decisions/kind_form.html", form=form, before="")


@blueprint.route(_KIND, methods=["GET", "POST"])
@permission("decisions.kinds")
def rename_kind(key: str) -> str | Response:
    """Say what a kind is called."""
    before = _title(key)
    form = KindForm(data={"title": before})
    if form.does(lambda: act.rename_kind(actor(), key, form.title.data)):
        return _done(f"“{before}” is now called “{form.title.data}”.")
    return render_template("decisions/kind_form.html", form=form, before=before)


@blueprint.get(f"{_KIND}/retire")
@permission("decisions.kinds")
def retire_kind(key: str) -> str:
    """Ask before a kind is offered no more."""
    return render_template("decisions/kind_retire.html", title=_title(key))


@blueprint.post(f"{_KIND}/retire")
@permission("decisions.kinds")
def retire_kind_now(key: str) -> Response:
    """Offer a kind no more."""
    title = _title(key)
    act.retire_kind(actor(), key)
    return _done(f"“{title}” is retired.")


def _title(key: str) -> str:
    title = dict(kinds_of(here().settings)).get(key)
    if title is None:
        raise NotFound()
    return title


def _done(words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("decisions.our_kinds"), 303)
