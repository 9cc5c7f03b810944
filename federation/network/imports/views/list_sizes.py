"""Bringing list sizes in: choose, check, save."""

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.refusals import NotFound
from federation.kernel.second_factor import fresh
from federation.kernel.tables import csv_response
from federation.kernel.web import here, permission
from federation.network.blueprint import NUMBER, PRACTICES, blueprint
from federation.network.imports.actions.list_sizes import ListSizesImport
from federation.network.imports.forms import SaveForm, UploadForm
from federation.network.imports.queries.checks import check_list_sizes, sizes_age
from federation.network.imports.queries.uploads import KeptUpload
from federation.network.imports.rules import ListSizesFile, read_list_sizes
from federation.network.imports.views.check_rows import CHECK_HEADINGS, sizes_check_rows
from federation.network.imports.views.check_tables import size_tables
from federation.network.imports.views.saving import after_saving, kept_file, saved_file, take_in

KIND = ListSizesImport.key
_START = f"{PRACTICES}/list-sizes"
_UPLOAD = f"{_START}/<{NUMBER}:upload_id>"


@blueprint.route(_START, methods=["GET", "POST"])
@permission("network.arrange")
def import_list_sizes() -> Any:
    """Step 1: choose the file."""
    form = UploadForm()
    upload_id = take_in(form, KIND, read_list_sizes)
    if upload_id is not None:
        return redirect(url_for(".check_list_size_import", upload_id=upload_id), 303)
    return render_template("network/sizes_file.html", form=form)


@blueprint.route(f"{_UPLOAD}/check", methods=["GET", "POST"])
@permission("network.administer")
@fresh()
def check_list_size_import(upload_id: int) -> Any:
    """Step 2: see what would change, then save."""
    kept = kept_file(upload_id, KIND)
    if kept.saved_as is not None:
        return after_saving(kept.saved_as, KIND)
    file = read_list_sizes(kept.content)
    form = SaveForm()
    if done := form.does(lambda: saved_file(form, kept, ListSizesImport(file))):
        return after_saving(done.answer.seq, KIND)
    return _preview(kept, file, form)


def _preview(kept: KeptUpload, file: ListSizesFile, form: SaveForm) -> str:
    check = check_list_sizes(file)
    form.seen.data = form.seen.typed = check.digest
    form.says_lines(len(check.comparison.unreadable))
    return render_template(
        "network/sizes_check.html",
        form=form,
        upload=kept,
        file=file,
        found=check.comparison,
        members=len(check.names),
        age=sizes_age(check.comparison.extract_date, check.comparison.held_as_of),
        tables=size_tables(check.comparison, check.names),
        upload_id=kept.id,
    )


@blueprint.get(f"{_UPLOAD}/check.csv")
@permission("network.administer")
def check_list_size_import_csv(upload_id: int) -> Response:
    """The whole check as a table."""
    kept = kept_file(upload_id, KIND)
    if kept.saved_as is not None:
        raise NotFound()
    rows = list(sizes_check_rows(check_list_sizes(read_list_sizes(kept.content))))
    return csv_response(f"{here().slug}-check.csv", CHECK_HEADINGS, rows)
