"""What the members have agreed, and proposing another value."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint
from federation.decisions.permissions import ProposingIn
from federation.decisions.rulebook.actions.agreed_proposals import propose_agreed as propose
from federation.decisions.rulebook.forms.agreed import AgreedForm
from federation.decisions.rulebook.queries.agreed import (
    agreed_changes,
    agreed_under_way,
    every_setting,
    held_in,
    setting_keyed,
    settings_here,
)
from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, here, permission


@blueprint.get("/decisions/agreed")
@permission("decisions.read")
def agreed() -> str:
    """Show what holds, what is proposed, and the decisions that changed it."""
    known = every_setting()
    return render_template(
        "decisions/agreed.html",
        settings=[
            (one, one.sentence_now(held_in(here().settings, one))) for one in settings_here(here().plugins)
        ],
        under_way=agreed_under_way(),
        changes=[
            (change, known[change.setting].title, known[change.setting].sentence_of(change.value))
            for change in agreed_changes()
            if change.setting in known
        ],
        may_propose=may(actor(), "decisions.propose", ProposingIn(None)),
    )


@blueprint.route("/decisions/agreed/<plain:setting_key>/propose", methods=["GET", "POST"])
@permission("decisions.propose")
def propose_agreed(setting_key: str) -> str | Response:
    """Begin a proposal: the value becomes its text."""
    one = setting_keyed(setting_key, here().plugins)
    authorize(actor(), "decisions.propose", ProposingIn(None))
    form = AgreedForm.about(one)
    now = held_in(here().settings, one)
    if request.method == "GET":
        form.value.data = one.delivered if now is None else now
    elif done := form.does(lambda: propose(actor(), one, form.value.data)):
        flash("Your draft is begun. Only you can see it until you show it to the members.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("decisions/agreed_propose.html", form=form, one=one, now=one.sentence_now(now))
