"""The pages of the areas of work."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.policy import may
from federation.kernel.web import actor, here, permission
from federation.network.areas.actions import add_area
from federation.network.areas.forms import AreaForm
from federation.network.areas.words import AREAS, areas_of
from federation.network.blueprint import OURS, blueprint


@blueprint.get(f"{OURS}/areas")
@permission("network.read")
def areas() -> str:
    """All areas."""
    found = areas_of(here().settings)
    return render_template(
        "network/areas/list.html",
        areas=[(title, key not in AREAS) for key, title in found.items()],
        may_add=may(actor(), "network.describe"),
    )


@blueprint.route(f"{OURS}/areas/new", methods=["GET", "POST"])
@permission("network.describe")
def new_area() -> Any:
    """Add an area of the federation's own."""
    form = AreaForm()
    if form.does(lambda: add_area(actor(), form.title.data)):
        flash(f"“{form.title.data}” is added.", "success")
        return redirect(url_for(".areas"), 303)
    return render_template("network/areas/form.html", form=form)
