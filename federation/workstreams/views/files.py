"""The page of the files of a group's work."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, permission
from federation.network.files.queries import files_of
from federation.workstreams.actions.talking import add_files, delete_file
from federation.workstreams.blueprint import GROUP, NUMBER, blueprint
from federation.workstreams.forms.talks import RemarkBackForm, WorkFilesForm
from federation.workstreams.models import GROUP_TALK
from federation.workstreams.queries.reading import work_of
from federation.workstreams.queries.talks import file_of_group
from federation.workstreams.queries.tasks import group_followed


@blueprint.get(f"{GROUP}/files")
@permission("workstreams.follow")
def files(group_id: int) -> Any:
    """The files of the work of a group."""
    return _page(group_id, WorkFilesForm(formdata=None))


@blueprint.route(f"{GROUP}/files/new", methods=["GET", "POST"])
@permission("workstreams.file")
def new_files(group_id: int) -> Any:
    """Add files to the work of a group."""
    group = group_followed(actor(), group_id)
    authorize(actor(), "workstreams.file", work_of(group))
    form = WorkFilesForm()
    if done := form.does(lambda: add_files(actor(), group_id, form.file.sent)):
        flash(f"Added: {', '.join(one.name for one in done.answer)}.", "success")
        return redirect(url_for(".files", group_id=group_id), 303)
    return _page(group_id, form)


@blueprint.route(f"{GROUP}/files/<{NUMBER}:attached_id>/delete", methods=["GET", "POST"])
@permission("workstreams.unfile")
def drop_work_file(group_id: int, attached_id: int) -> Any:
    """Delete a file of the work of a group."""
    group, found = file_of_group(actor(), group_id, attached_id)
    authorize(actor(), "workstreams.unfile", work_of(group))
    form = RemarkBackForm()
    if form.does(lambda: delete_file(actor(), group_id, attached_id)):
        flash(f"Deleted: {found.name}.", "success")
        return redirect(url_for(".files", group_id=group_id), 303)
    return render_template("workstreams/file_drop.html", form=form, group=group, found=found)


def _page(group_id: int, form: WorkFilesForm) -> str:
    group = group_followed(actor(), group_id)
    stands = group.ended_at is None
    return render_template(
        "workstreams/files.html",
        form=form,
        group=group,
        found=files_of(GROUP_TALK, group_id),
        may_add=stands and may(actor(), "workstreams.file", work_of(group)),
        may_drop=stands and may(actor(), "workstreams.unfile", work_of(group)),
    )
