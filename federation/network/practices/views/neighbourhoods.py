"""Neighbourhoods, whatever the federation calls them: made, named, filled by hand or from a file."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.kernel.words import plural
from federation.network import actions
from federation.network.blueprint import NUMBER, PRACTICES, blueprint, number_given
from federation.network.imports.forms import ColumnsForm, SavePlacesForm, UploadForm
from federation.network.imports.queries.checks import (
    CHECK_HEADINGS,
    MOST_BY_NAME,
    PlacesCheck,
    Source,
    check_neighbourhoods,
    places_check_rows,
)
from federation.network.imports.queries.uploads import Kept
from federation.network.imports.rules import FileRefused, NeighbourhoodColumn, read_neighbourhood_column
from federation.network.imports.views.check_tables import place_tables
from federation.network.imports.views.saving import after_saving, kept_file, take_in
from federation.network.place_words import place_word
from federation.network.practices.forms import MoveForm, NameForm
from federation.network.practices.queries.practices import neighbourhoods as all_neighbourhoods
from federation.network.practices.queries.practices import practices_in, practices_page
from federation.network.practices.views.choosing import chosen_place, places_to_choose
from federation.network.practices.views.practices import find_form, kept_query, wanted_by

KIND = "neighbourhoods"
_START = f"{PRACTICES}/neighbourhoods"
_UPLOAD = f"{_START}/import/<{NUMBER}:upload_id>"
_MOST = 500


@blueprint.route(f"{_START}/", methods=["GET", "POST"])
@permission("network.arrange")
def neighbourhoods() -> Any:
    """The neighbourhoods, and a form to add one."""
    form = NameForm()
    if form.validate_on_submit():
        try:
            actions.add_neighbourhood(actor(), form.name.data)
        except Invalid as invalid:
            form.refuse(invalid.words, invalid.field)
        else:
            flash(f"{form.name.data} has been added.", "success")
            return redirect(url_for(".neighbourhoods"), 303)
    return render_template(
        "network/neighbourhoods.html",
        form=form,
        places=all_neighbourhoods(_MOST),
        word=place_word(here().settings),
        base=url_for(".neighbourhoods"),
        practices=url_for(".practices"),
    )


@blueprint.route(f"{_START}/<{NUMBER}:neighbourhood_id>", methods=["GET", "POST"])
@permission("network.arrange")
def rename_neighbourhood(neighbourhood_id: int) -> Any:
    """Give a neighbourhood another name."""
    names = dict(all_neighbourhoods())
    if neighbourhood_id not in names:
        raise NotFound()
    form = NameForm(data={"name": names[neighbourhood_id]})
    if form.validate_on_submit():
        try:
            actions.rename_neighbourhood(actor(), neighbourhood_id, form.name.data)
        except Invalid as invalid:
            form.refuse(invalid.words, invalid.field)
        else:
            flash("The name has been saved.", "success")
            return redirect(url_for(".neighbourhoods"), 303)
    return render_template(
        "network/rename.html", form=form, name=names[neighbourhood_id], word=place_word(here().settings)
    )


@blueprint.get(f"{_START}/<{NUMBER}:neighbourhood_id>/delete")
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


@blueprint.post(f"{_START}/<{NUMBER}:neighbourhood_id>/delete")
@permission("network.arrange")
def delete_neighbourhood_now(neighbourhood_id: int) -> Response:
    """Delete a neighbourhood."""
    moved = actions.delete_neighbourhood(actor(), neighbourhood_id)
    word = place_word(here().settings).one
    flash(f"The {word} is deleted. {plural(moved, 'practice')} now in no {word}.", "success")
    return redirect(url_for(".neighbourhoods"), 303)


@blueprint.route(f"{_START}/place", methods=["GET", "POST"])
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
    moved = actions.place_practices(actor(), dict.fromkeys(ticked, place))
    words = f"{plural(moved, 'practice')} moved." if moved else "They are there already: nothing has changed."
    flash(words, "success")
    return redirect(f"{url_for('.place_practices')}?{urlencode(kept_query())}", 303)


@blueprint.route(f"{_START}/import", methods=["GET", "POST"])
@permission("network.arrange")
def import_neighbourhoods() -> Any:
    """Step 1: choose a file with a column of codes and one of names."""
    form = UploadForm()
    upload_id = take_in(form, KIND, read_neighbourhood_column)
    if upload_id is not None:
        return redirect(url_for(".check_neighbourhood_import", upload_id=upload_id), 303)
    return render_template("network/places_file.html", form=form, word=place_word(here().settings))


@blueprint.route(f"{_UPLOAD}/check", methods=["GET", "POST"])
@permission("network.arrange")
def check_neighbourhood_import(upload_id: int) -> Any:
    """Step 2: choose the columns, see what would change, then save."""
    kept = kept_file(upload_id, KIND)
    if kept.saved_as is not None:
        return after_saving(kept.saved_as, KIND)
    form = SavePlacesForm()
    column, problem = _read(kept, form)
    if problem is None and form.validate_on_submit():
        try:
            saved = actions.save_neighbourhoods(
                actor(),
                column,
                Source.of(kept.name, kept.content, kept.id),
                seen=form.seen.data,
                leave_out=form.leave.data,
            )
        except Refusal as refusal:
            form.refuse(refusal.words, refusal.field)
        else:
            return after_saving(saved.seq, KIND)
    return _preview(kept, column, form, problem)


def _read(kept: Kept, form: SavePlacesForm) -> tuple[NeighbourhoodColumn, str | None]:
    """The columns chosen, or guessed; with the words why those that were chosen cannot be used."""
    given = form if request.method == "POST" else None
    code = given.code_column.data if given else request.args.get("code_column", "")
    name = given.name_column.data if given else request.args.get("name_column", "")
    try:
        return read_neighbourhood_column(kept.content, code or None, name or None), None
    except FileRefused as refused:
        return read_neighbourhood_column(kept.content), f"{refused.message} {refused.what_to_do}"


def _preview(kept: Kept, column: NeighbourhoodColumn, form: SavePlacesForm, problem: str | None) -> str:
    ready = column.code_header is not None and column.name_header is not None and problem is None
    columns = ColumnsForm(column.headers, column.code_header, column.name_header)
    if problem:
        columns.refuse(problem, "name_column")
    check: PlacesCheck | None = check_neighbourhoods(column) if ready else None
    if check is not None:
        form.seen.data = form.seen.typed = check.digest
        form.code_column.data = form.code_column.typed = column.code_header or ""
        form.name_column.data = form.name_column.typed = column.name_header or ""
        form.says_lines(len(check.comparison.unreadable))
    return render_template(
        "network/places_check.html",
        form=columns if problem else form,
        save=form,
        columns=columns,
        upload=kept,
        column=column,
        found=check.comparison if check else None,
        names=check.names if check else {},
        tables=place_tables(check.comparison, check.names) if check else {},
        most=MOST_BY_NAME,
        word=place_word(here().settings),
        base=url_for(".check_neighbourhood_import", upload_id=kept.id).removesuffix("/check"),
    )


@blueprint.get(f"{_UPLOAD}/check.csv")
@permission("network.arrange")
def check_neighbourhood_import_csv(upload_id: int) -> Response:
    """The whole check as a table."""
    kept = kept_file(upload_id, KIND)
    if kept.saved_as is not None:
        raise NotFound()
    try:
        column = read_neighbourhood_column(
            kept.content, request.args.get("code_column") or None, request.args.get("name_column") or None
        )
    except FileRefused as refused:
        raise Invalid(f"{refused.message} {refused.what_to_do}") from None
    rows = list(places_check_rows(check_neighbourhoods(column)))
    return csv_response(f"{here().slug}-check.csv", CHECK_HEADINGS, rows)
