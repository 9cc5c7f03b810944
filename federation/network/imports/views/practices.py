"""Bringing practices in from the file that the NHS publishes: choose, pick, check, save."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.refusals import Invalid
from federation.kernel.second_factor import fresh
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.kernel.words import plural
from federation.network.blueprint import NUMBER, PRACTICES, blueprint
from federation.network.imports.actions.practices import PracticesImport
from federation.network.imports.actions.uploads import pick_from_upload
from federation.network.imports.forms import PickForm, SavePracticesForm, UploadForm, selection_of
from federation.network.imports.queries.checks import (
    MOST_BY_NAME,
    MOST_WITH_TICKS,
    JoiningPlan,
    PracticesCheck,
    check_practices,
    practices_age,
)
from federation.network.imports.queries.uploads import KeptUpload, places_of
from federation.network.imports.rules import PracticesFile, read_practices
from federation.network.imports.views.check_rows import CHECK_HEADINGS, practices_check_rows
from federation.network.imports.views.check_tables import practice_tables
from federation.network.imports.views.saving import after_saving, kept_file, saved_file, take_in
from federation.network.imports.words import boards_changed, consequences
from federation.network.place_words import place_word
from federation.network.practices.forms import chosen_place, places_to_choose
from federation.network.practices.queries.admission import admitted_by
from federation.network.practices.words import AS_OF, board_name, board_words

KIND = PracticesImport.key
_UPLOAD = f"{PRACTICES}/import/<{NUMBER}:upload_id>"


@blueprint.route(f"{PRACTICES}/import", methods=["GET", "POST"])
@permission("network.arrange")
def import_practices() -> Any:
    """Step 1: choose the file."""
    form = UploadForm()
    upload_id = take_in(form, KIND, read_practices)
    if upload_id is not None:
        return redirect(url_for(".pick_practices", upload_id=upload_id), 303)
    return render_template("network/import_file.html", form=form)


@blueprint.route(f"{_UPLOAD}/pick", methods=["GET", "POST"])
@permission("network.arrange")
def pick_practices(upload_id: int) -> Any:
    """Step 2: pick practices of the file."""
    kept = kept_file(upload_id, KIND)
    if kept.saved_as is not None:
        return after_saving(kept.saved_as, KIND)
    found = places_of(kept)
    form = PickForm(found, lambda code: board_name(code, here().settings), data=kept.choice)
    if form.validate_on_submit():
        pick_from_upload(actor(), upload_id, form.choice)
        return redirect(url_for(".check_practice_import", upload_id=upload_id), 303)
    return render_template(
        "network/import_pick.html", form=form, upload=kept, found=found, boards_as_of=AS_OF
    )


@blueprint.route(f"{_UPLOAD}/check", methods=["GET", "POST"])
@permission("network.administer")
@fresh()
def check_practice_import(upload_id: int) -> Any:
    """Step 3: see what would change, then save all of it or nothing."""
    kept = kept_file(upload_id, KIND)
    if kept.saved_as is not None:
        return after_saving(kept.saved_as, KIND)
    if not kept.choice:
        return redirect(url_for(".pick_practices", upload_id=upload_id), 303)
    file = read_practices(kept.content)
    only = "associate" if admitted_by(here().settings) else None
    form = SavePracticesForm(places_to_choose(), place_word(here().settings).title, only)
    own = _own_classes()
    if done := form.does(lambda: _save(kept, file, form, own)):
        return done.answer
    return _preview(kept, file, form, own)


def _own_classes() -> dict[str, str]:
    """The classes chosen for single new practices, by code."""
    return {
        name.removeprefix("own-"): value
        for name, value in request.form.items()
        if name.startswith("own-") and value in ("full", "associate")
    }


def _save(kept: KeptUpload, file: PracticesFile, form: SavePracticesForm, own: dict[str, str]) -> Response:
    place = chosen_place(form, place_word(here().settings).one)
    joining = JoiningPlan(form.membership.data, own, place, _unticked())
    imported = PracticesImport(file, selection_of(kept.choice), joining, kept.name)
    saved = saved_file(form, kept, imported)
    return after_saving(saved.seq, KIND)


def _unticked() -> frozenset[str]:
    """New practices that the page offered with a tick, and that came back without one."""
    return frozenset(request.form.getlist("offered")) - frozenset(request.form.getlist("take"))


def _preview(kept: KeptUpload, file: PracticesFile, form: SavePracticesForm, own: dict[str, str]) -> str:
    check = check_practices(file, selection_of(kept.choice))
    form.seen.data = form.seen.typed = check.digest
    form.says_lines(len(check.comparison.unreadable))
    return render_template(
        "network/import_check.html",
        form=form,
        upload=kept,
        file=file,
        check=check,
        found=check.comparison,
        consequences=consequences(check.comparison),
        joins=_joins(check),
        picked_words=_picked_words(kept.choice),
        own=own,
        offers_votes=admitted_by(here().settings) is None,
        unticked=_unticked(),
        age=practices_age(file, kept.name),
        moved=boards_changed(check.comparison),
        tables=practice_tables(check.comparison, lambda code: board_words(code, here().settings)),
        most=MOST_BY_NAME,
        most_ticks=MOST_WITH_TICKS,
        word=place_word(here().settings),
        upload_id=kept.id,
    )


def _joins(check: PracticesCheck) -> str:
    """``1 joins, 1 closed``, or nothing."""
    found = check.comparison
    parts = (
        (len(found.added), "joins" if len(found.added) == 1 else "join"),
        (len(found.closed), "closed"),
        (len(found.reopened), "open again"),
    )
    return ", ".join(f"{count:,} {words}" for count, words in parts if count)


def _picked_words(choice: dict[str, Any]) -> str:
    """How the practices were picked: ``a pasted list of 13 ODS codes``."""
    selection = selection_of(choice)
    parts = [
        " and ".join(board_words(code, here().settings) for code in sorted(selection.icbs))
        if len(selection.icbs) <= 5
        else f"{len(selection.icbs):,} integrated care boards",
        _one_or_many(sorted(selection.sub_icbs), "sub-ICB location"),
        _one_or_many(sorted(selection.postcode_areas), "postcode area"),
        f"a pasted list of {plural(len(selection.codes), 'ODS code')}" if selection.codes else "",
    ]
    return " and ".join(part for part in parts if part) or "every open GP practice in the file"


def _one_or_many(codes: list[str], title: str) -> str:
    if len(codes) > 5:
        return f"{len(codes):,} {title}s"
    return f"{title if len(codes) == 1 else title + 's'} {', '.join(codes)}" if codes else ""


@blueprint.get(f"{_UPLOAD}/check.csv")
@permission("network.administer")
def check_practice_import_csv(upload_id: int) -> Response:
    """The whole check as a table."""
    kept = kept_file(upload_id, KIND)
    if not kept.choice:
        raise Invalid("Pick the practices first.")
    check = check_practices(read_practices(kept.content), selection_of(kept.choice))
    rows = list(practices_check_rows(check))
    return csv_response(f"{here().slug}-check.csv", CHECK_HEADINGS, rows)
