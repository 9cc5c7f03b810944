"""The steps that imports share: taking a file in, saying why it is refused, the page after saving."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.network.blueprint import NUMBER, PRACTICES, blueprint
from federation.network.imports.actions.saving import FileImport, SavedImport, save_file
from federation.network.imports.actions.uploads import keep_upload
from federation.network.imports.forms import SaveForm, UploadForm
from federation.network.imports.queries.checks import MOST_BY_NAME, ImportSource
from federation.network.imports.queries.uploads import KeptUpload, upload_of
from federation.network.record.queries.record import entry_numbered
from federation.network.record_words import read_data
from federation.network.rules.reading import FileRefused

_Read = TypeVar("_Read")
IMPORTS = {
    "practices.imported": "practices",
    "list_sizes.imported": "list_sizes",
    "neighbourhoods.imported": "neighbourhoods",
}


def take_in(form: UploadForm, kind: str, read: Callable[[bytes], Any]) -> int | None:
    """Keep the file that was chosen if it can be read, and return its number; else the field says why not."""
    if not form.validate_on_submit():
        return None
    content, name = _content(form)
    try:
        read(content)
    except FileRefused as refused:
        form.refuse(f"{refused.message} {refused.what_to_do}", "file")
        return None
    return keep_upload(actor(), kind, name, content)


def _content(form: UploadForm) -> tuple[bytes, str]:
    file = form.file.data
    if file is None:
        return b"", ""
    with file.stream:
        return file.stream.read(), file.filename or ""


def saved_file(form: SaveForm, kept: KeptUpload, imported: FileImport[Any]) -> SavedImport:
    """Save the file with the answers of the form."""
    return save_file(
        actor(),
        imported,
        ImportSource.of(kept.name, kept.content, kept.id),
        seen=form.seen.data,
        leave_out=form.leave.data,
        accept_older=form.older.data,
    )


def kept_file(upload_id: int, kind: str) -> KeptUpload:
    """The person's own file; :class:`NotFound` after a day, and for everybody else."""
    return upload_of(actor(), upload_id, kind)


def after_saving(seq: int, kind: str) -> Response:
    """To the page that says what was saved."""
    return redirect(url_for(".saved", seq=seq) if seq else url_for(".nothing_saved", kind=kind), 303)


def first(items: list[Any]) -> list[Any]:
    """As many as a preview lists."""
    return items[:MOST_BY_NAME]


@blueprint.get(f"{PRACTICES}/import/saved/<{NUMBER}:seq>")
@permission("network.administer")
def saved(seq: int) -> str:
    """Show what an import has saved, from the record."""
    entry = entry_numbered(seq)
    if entry is None or entry.action not in IMPORTS:
        raise NotFound()
    return render_template(
        "network/saved.html",
        entry=entry,
        kind=IMPORTS[entry.action],
        counts=read_data(entry.data),
        base=url_for(".practices"),
    )


@blueprint.get(f"{PRACTICES}/import/nothing/<any(practices, list_sizes, neighbourhoods):kind>")
@permission("network.administer")
def nothing_saved(kind: str) -> str:
    """The file says what the federation has already."""
    return render_template("network/nothing_saved.html", kind=kind, base=url_for(".practices"))
