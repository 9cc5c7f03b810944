"""Neighbourhoods, whatever the federation calls them: made, named, filled by hand."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.web import actor, here, permission
from federation.kernel.words import plural
from federation.network.blueprint import NEIGHBOURHOODS, NUMBER, blueprint, number_given
from federation.network.place_words import place_word
from federation.network.practices.actions import neighbourhoods as actions
from federation.network.practices.actions import practices
from federation.network.practices.forms import MoveForm, NeighbourhoodNameForm, chosen_place, places_to_choose
from federation.network.practices.queries.neighbourhoods import neighbourhoods as all_neighbourhoods
from federation.network.practices.queries.neighbourhoods import practices_in
from federation.network.practices.queries.practices import practices_page
from federation.network.practices.queries.rearranging import changes_of_places
from federation.network.practices.views.practices import find_form, kept_query, wanted_by

_MOST = 500


@blueprint.route(f"{NEIGHBOURHOODS}/", methods=["GET", "POST"])
@permission("network.arrange")
def neighbourhoods() -> Any:
    """The neighbourhoods, and a form to add one."""
    form = NeighbourhoodNameForm()
    if form.does(lambda: actions.add_neighbourhood(actor(), form.name.data)):
        flash(f"{form.name.data} has been added.", "success")
        return redirect(url_for(".neighbourhoods"), 303)
    return render_template(
        "network/neighbourhoods.html",
        form=form,
        places=all_neighbourhoods(_MOST),
        past=changes_of_places(),
        word=place_word(here().settings),
        practices=url_for(".practices"),
    )


@blueprint.route(f"{NEIGHBOURHOODS}/<{NUMBER}:neighbourhood_id>", methods=["GET", "POST"])
@permission("network.arrange")
def rename_neighbourhood(neighbourhood_id: int) -> Any:
    """Give a neighbourhood another name."""
    names = dict(all_neighbourhoods())
    if neighbourhood_id not in names:
        raise NotFound()
    form = NeighbourhoodNameForm(data={"name": names[neighbourhood_id]})
    if form.does(lambda: actions.rename_neighbourhood(actor(), neighbourhood_id, form.name.data)):
        flash("The name has been saved.", "success")
        return redirect(url_for(".neighbourhoods"), 303)
    return render_template(
        "network/rename.html", form=form, name=names[neighbourhood_id], word=place_word(here().settings)
    )


@blueprint.get(f"{NEIGHBOURHOODS}/<{NUMBER}:neighbourhood_id>/delete")
@permission("network.arrange")
def delete_neighbourhood(neighbourhood_id: int) -> str:
    """Ask before a neighbourhood is deleted."""
    names = dict(all_neighbourhoods())
    if neighbourhood_id not in names:
        raise NotFound()
    return render_template(
        "network/delete_place.html",
        id=neighbourhood_id,
        name=names[neighbourhood_id],
        practices=practices_in(neighbourhood_id),
        word=place_word(here().settings),
    )


@blueprint.post(f"{NEIGHBOURHOODS}/<{NUMBER}:neighbourhood_id>/delete")
@permission("network.arrange")
def delete_neighbourhood_now(neighbourhood_id: int) -> Response:
    """Delete a neighbourhood."""
    moved = actions.delete_neighbourhood(actor(), neighbourhood_id)
    word = place_word(here().settings).one
    flash(f"The {word} is deleted. {plural(moved, 'practice')} now in no {word}.", "success")
    return redirect(url_for(".neighbourhoods"), 303)


@blueprint.route(f"{NEIGHBOURHOODS}/place", methods=["GET", "POST"])
@permission("network.arrange")
def place_practices() -> Any:
    """Put many practices into a neighbourhood: filter, tick, choose."""
    word = place_word(here().settings)
    find = find_form()
    for field in find:
        field.id = f"find-{field.name}"
    wanted = wanted_by(find)
    page = practices_page(wanted, number_given("after"), number_given("before"))
    form = MoveForm(places_to_choose(), word.one)
    ticked = _ticked()
    if form.validate_on_submit():
        try:
            return _place(form, ticked, word.one)
        except Invalid as invalid:
            form.refuse(invalid.words, invalid.field)
    base, kept = url_for(".place_practices"), kept_query()
    place = {name: request.args[name] for name in ("after", "before") if request.args.get(name)}
    return render_template(
        "network/place.html",
        form=form,
        find=find,
        wanted=wanted,
        rows=page.rows,
        ticked=ticked,
        word=word,
        base=base,
        kept=urlencode({**kept, **place}),
        previous_url=f"{base}?{urlencode({**kept, 'before': page.before})}" if page.before else None,
        next_url=f"{base}?{urlencode({**kept, 'after': page.after})}" if page.after else None,
    )


def _ticked() -> set[int]:
    sent = request.form.getlist("practice")
    return {int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 16}


def _place(form: MoveForm, ticked: set[int], word: str) -> Response:
    if not ticked:
        raise Invalid("Tick at least one practice", "practice")
    place = chosen_place(form, word)
    moved = practices.place_practices(actor(), dict.fromkeys(ticked, place))
    words = f"{plural(moved, 'practice')} moved." if moved else "They are there already: nothing has changed."
    flash(words, "success")
    return redirect(f"{url_for('.place_practices')}?{urlencode(kept_query())}", 303)
