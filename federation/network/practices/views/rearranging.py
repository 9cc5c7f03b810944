"""Splitting and merging neighbourhoods: what it means is shown before anything is done."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.web import actor, here, permission
from federation.network.blueprint import NEIGHBOURHOODS, NUMBER, blueprint
from federation.network.place_words import place_word
from federation.network.practices.actions.rearranging import merge_plan, planned, rearrange
from federation.network.practices.forms import MergePlacesForm, SplitPlaceForm
from federation.network.practices.queries.neighbourhoods import neighbourhoods
from federation.network.practices.queries.rearranging import (
    PracticeToPlace,
    places_named,
    practices_to_place,
)


@blueprint.route(f"{NEIGHBOURHOODS}/<{NUMBER}:neighbourhood_id>/split", methods=["GET", "POST"])
@permission("network.arrange")
def split_neighbourhood(neighbourhood_id: int) -> Any:
    """Split a neighbourhood: name the parts, say where each practice goes, look at the sums, do it."""
    name = places_named([neighbourhood_id])[neighbourhood_id]
    form, plan = SplitPlaceForm(), None
    names = form.parts()
    rows = practices_to_place([neighbourhood_id])[neighbourhood_id]
    chosen = _chosen(rows, names)
    goes = {number: names[part] for number, part in chosen.items()}
    if names and any(f"part-{row.id}" in request.form for row in rows):
        if form.goes_on(
            lambda: planned([neighbourhood_id], names, goes),
            lambda seen: rearrange(actor(), [neighbourhood_id], names, goes, seen),
        ):
            return _done("is split")
        plan = form.plan
    return render_template(
        "network/split_place.html",
        form=form,
        names=names,
        name=name,
        rows=rows,
        chosen=chosen,
        plan=plan,
        word=place_word(here().settings),
    )


@blueprint.route(f"{NEIGHBOURHOODS}/merge", methods=["GET", "POST"])
@permission("network.arrange")
def merge_neighbourhoods() -> Any:
    """Merge neighbourhoods: tick them, name what they become, look at the sums, do it."""
    form, plan = MergePlacesForm(neighbourhoods(200)), None
    if form.validate_on_submit():
        ids = form.places.data
        names, goes = merge_plan(ids, form.names.data)
        if form.goes_on(
            lambda: planned(ids, names, goes), lambda seen: rearrange(actor(), ids, names, goes, seen)
        ):
            return _done("are merged")
        plan = form.plan
    return render_template(
        "network/merge_places.html", form=form, plan=plan, word=place_word(here().settings)
    )


def _chosen(rows: Sequence[PracticeToPlace], names: Sequence[str]) -> dict[int, int]:
    """The part that was chosen for each practice, counted from 0; those for which none was are left out."""
    sent = {row.id: request.form.get(f"part-{row.id}", "") for row in rows}
    return {
        number: int(text)
        for number, text in sent.items()
        if text.isascii() and text.isdigit() and len(text) < 3 and int(text) < len(names)
    }


def _done(what: str) -> Response:
    word = place_word(here().settings)
    flash(
        f"The {word.one if what == 'is split' else word.many} {what}. Everybody at a practice that moved gets a letter.",
        "success",
    )
    return redirect(url_for(".neighbourhoods"), 303)
