"""The page on which somebody says what became of what was not finished."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.web import actor, permission
from federation.mandates.actions.finishing import finish
from federation.mandates.blueprint import GROUP, blueprint
from federation.mandates.forms.finishing import UnfinishedForm
from federation.mandates.queries.recalls import pending_of
from federation.mandates.queries.standing import mandate_of
from federation.network.groups.queries import group_here


@blueprint.route(f"{GROUP}/unfinished", methods=["GET", "POST"])
@permission("mandates.finish")
def unfinished(group_id: int) -> Any:
    """What somebody saw to under a mandate that was taken back, and what became of it."""
    group, mandate, form = group_here(group_id), mandate_of(group_id), UnfinishedForm()
    if form.does(lambda: finish(actor(), group_id, form.words.data)):
        flash("It is written down.", "success")
        return redirect(url_for("network.group", group_id=group_id), 303)
    stopped = mandate is not None and mandate.state == "withdrawn"
    things = pending_of(mandate).get(actor().person_id, []) if mandate and stopped else []
    return render_template("mandates/unfinished.html", form=form, group=group, things=things)
