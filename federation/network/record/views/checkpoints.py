"""Checkpoints of the record: to look at, to take away, and who gets them by letter."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel import chain
from federation.kernel import checkpoints as kernel
from federation.kernel.policy import may
from federation.kernel.refusals import NotFound
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import OURS, blueprint, number_given
from federation.network.plugin_words import listed
from federation.network.record.actions import name_keepers
from federation.network.record.forms import KeepersForm
from federation.network.record.queries.checkpoints import (
    checkpoint_numbered,
    checkpoints_page,
    people_named,
    people_told,
)


@blueprint.get(f"{OURS}/record/checkpoints")
@permission("network.read")
def checkpoints() -> str:
    """The checkpoints, newest first, with the key that signs them and who gets them."""
    rows, older = checkpoints_page(number_given("before"))
    base, names = url_for(".checkpoints"), [person.name for person in people_told(here().settings)]
    return render_template(
        "network/checkpoints.html",
        rows=rows,
        key=kernel.public_key(),
        told=listed(names) if names else "",
        slug=here().slug,
        next_url=f"{base}?before={rows[-1].seq}" if older else None,
        may_name=may(actor(), "network.administer"),
    )


@blueprint.get(f"{OURS}/record/checkpoints/<int:seq>.json")
@permission("network.read")
def checkpoint(seq: int) -> Response:
    """One checkpoint as a file."""
    row = checkpoint_numbered(seq)
    if row is None:
        raise NotFound()
    answer = Response(kernel.as_text(row) + "\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{here().slug}-checkpoint-{seq}.json"'
    return answer


@blueprint.get(f"{OURS}/record/checkpoints/check.py")
@permission("network.read")
def checkpoint_script() -> Response:
    """The program of one file that checks an exported record against checkpoints on any machine."""
    with open(chain.__file__, encoding="utf-8") as file:
        answer = Response(file.read(), mimetype="text/x-python")
    answer.headers["Content-Disposition"] = 'attachment; filename="check_record.py"'
    return answer


@blueprint.route(f"{OURS}/record/checkpoints/people", methods=["GET", "POST"])
@permission("network.administer")
@fresh()
def checkpoints_to() -> Any:
    """Name who gets checkpoints besides the chair and the administrators."""
    form = KeepersForm(data={"addresses": "\n".join(one.email for one in people_named(here().settings))})
    if done := form.does(lambda: name_keepers(actor(), (form.addresses.data or "").split())):
        changed = done.answer
        flash(
            "Saved. Everybody who got checkpoints before, or gets them now, is told."
            if changed
            else "Nothing has changed.",
            "success",
        )
        return redirect(url_for(".checkpoints"), 303)
    return render_template("network/checkpoints_to.html", form=form, base=url_for(".checkpoints"))
