"""Bringing neighbourhoods in from a column of a file: choose, check, save."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.tables import csv_response
from federation.kernel.web import here, permission
from federation.network.blueprint import NEIGHBOURHOODS, NUMBER, blueprint
from federation.network.imports.actions.neighbourhoods import NeighbourhoodsImport
from federation.network.imports.forms import ColumnsForm, SavePlacesForm, UploadForm
from federation.network.imports.queries.checks import (
    MOST_BY_NAME,
    PlacesCheck,
    check_neighbourhoods,
)
from federation.network.imports.queries.uploads import KeptUpload
from federation.network.imports.rules import NeighbourhoodColumn, read_neighbourhood_column
from federation.network.imports.views.check_rows import CHECK_HEADINGS, places_check_rows
from federation.network.imports.views.check_tables import place_tables
from federation.network.imports.views.saving import after_saving, kept_file, saved_file, take_in
from federation.network.place_words import place_word
from federation.network.rules.reading import FileRefused

KIND = NeighbourhoodsImport.key
_UPLOAD = f"{NEIGHBOURHOODS}/import/<{NUMBER}:upload_id>"


@blueprint.route(f"{NEIGHBOURHOODS}/import", methods=["GET", "POST"])
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
    if problem is None and (done := form.does(lambda: saved_file(form, kept, NeighbourhoodsImport(column)))):
        return after_saving(done.answer.seq, KIND)
    return _preview(kept, column, form, problem)


def _read(kept: KeptUpload, form: SavePlacesForm) -> tuple[NeighbourhoodColumn, str | None]:
    """The columns chosen, or guessed; with the words why those that were chosen cannot be used."""
    given = form if request.method == "POST" else None
    code = given.code_column.data if given else request.args.get("code_column", "")
    name = given.name_column.data if given else request.args.get("name_column", "")
    try:
        return read_neighbourhood_column(kept.content, code or None, name or None), None
    except FileRefused as refused:
        return read_neighbourhood_column(kept.content), f"{refused.message} {refused.what_to_do}"


def _preview(kept: KeptUpload, column: NeighbourhoodColumn, form: SavePlacesForm, problem: str | None) -> str:
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
        upload_id=kept.id,
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
