"""The pages of imports that features declare: lines typed or from a file, what they would change, saving all of it or nothing."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import ADMINISTER, policy
from federation.kernel.refusals import Invalid
from federation.kernel.second_factor import fresh
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.kernel.words import plural
from federation.network.imports.actions.saving import SavedImport, save_file
from federation.network.imports.actions.sheets import SheetImport
from federation.network.imports.forms import SheetForm
from federation.network.imports.queries.checks import ImportSource
from federation.network.imports.queries.sheets import SheetCheck, sheet_of
from federation.network.imports.views.sheet_tables import sheet_tables
from federation.network.imports.words import sheet_changes
from federation.network.rules.reading import FileRefused, decode
from federation.plugin.door import door, load
from federation.plugin.imports import ImportKind


def init_imports(app: Flask) -> None:
    """Give each feature the pages of the imports that it declares, with the permission of each."""
    for feature in door(app).features.values():
        for kind in feature.imports:
            name = f"{load(feature.blueprints[0]).name}.import_{kind.key.replace('-', '_')}"
            address = f"/f/<federation>/{feature.name}/import/{kind.key}"
            example = f"{name}_example"
            page = permission(kind.permission)(_page_of(kind, example))
            if policy.scope_of(kind.permission) == ADMINISTER:
                page = fresh(button="save")(page)
            app.add_url_rule(address, name, page, methods=["GET", "POST"])
            app.add_url_rule(f"{address}.csv", example, permission(kind.permission)(_example_of(kind)))


def _example_of(kind: ImportKind) -> Callable[[], Response]:
    def example() -> Response:
        """A spreadsheet to fill in: the headings, and a line that shows what goes where."""
        columns = sheet_of(kind, actor()).columns
        rows = [[column.example for column in columns]]
        return csv_response(f"{here().slug}-{kind.key}.csv", [column.words for column in columns], rows)

    return example


def _page_of(kind: ImportKind, example: str) -> Callable[[], Any]:
    def page() -> Any:
        """Type lines or choose a file, see what would change, then save."""
        form = SheetForm()
        ready = form.validate_on_submit()
        if ready and "save" in request.form and (done := form.tries(lambda: _save(kind, form))):
            flash(f"Saved: {sheet_changes(kind, done.answer.counts)}.", "success")
            return redirect(url_for(kind.endpoint), 303)
        check = _check(kind, form) if ready else None
        if check is not None and "problems" in request.form:
            name = f"{here().slug}-{kind.key}-problems.csv"
            return csv_response(name, ("line", "column", "problem"), check.found.lines.flaws)
        sheet = sheet_of(kind, actor())
        return render_template(
            "network/sheet.html",
            form=form,
            kind=kind,
            columns=sheet.columns,
            most=sheet.most,
            example_url=url_for(example),
            check=check,
            saves=check.found.changes.total if check and not check.found.lines.flaws else 0,
            words=sheet_changes(kind, check.found.counts) if check else "",
            tables=sheet_tables(kind, check) if check else (),
        )

    return page


def _import_of(kind: ImportKind, text: str) -> SheetImport:
    return SheetImport(partial(sheet_of, kind, actor()), text, kind.permission)


def _save(kind: ImportKind, form: SheetForm) -> SavedImport:
    text = form.lines.data
    source = ImportSource.of("", text.encode())
    saved = save_file(actor(), _import_of(kind, text), source, seen=form.seen.data)
    if not any(saved.counts[sort] for sort in ("new", "changed", "gone")):
        raise Invalid("The file says what is there already. Nothing was saved", "lines")
    return saved


def _check(kind: ImportKind, form: SheetForm) -> SheetCheck | None:
    """What the lines would change; they stay in the form, from where they can be put right and saved."""
    try:
        text = decode(form.take_in())
        form.lines.data = form.lines.typed = text.strip("\n")
        check = _import_of(kind, form.lines.data).check()
    except FileRefused as refused:
        form.refuse(f"{refused.message} {refused.what_to_do}", "lines")
        return None
    form.seen.data = form.seen.typed = check.digest
    if "save" not in request.form and (flaws := check.found.lines.flaws):
        lines = plural(len({one.line for one in flaws}), "line")
        form.refuse(
            f"{lines} cannot be used: the list says which and why. Put them right here, and check again",
            "lines",
        )
    return check
