"""The text of a proposal through time, and its table of what it means for each practice."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.actions.saving import StaleVersion
from federation.decisions.proposals.forms import EffectsForm, EffectsGrid, typed_table
from federation.decisions.proposals.queries.effects import (
    PAGE,
    effects_after,
    effects_in_words,
    effects_of,
    numeric_columns,
    practices_now,
    table_of,
)
from federation.decisions.proposals.queries.heads import ProposalHead
from federation.decisions.proposals.queries.heads import head as read_anew
from federation.decisions.proposals.queries.texts import text_of
from federation.decisions.proposals.queries.versions import parts_of
from federation.decisions.proposals.queries.versions import versions as saved_versions
from federation.decisions.proposals.texts import (
    Effects,
    TextChange,
    compare,
    difference,
    kind_titles,
    paragraphs_of,
    read_table,
)
from federation.decisions.proposals.views.heads import read_head, write_head
from federation.kernel.refusals import NotFound
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission

MOST_TYPED = 40
MOST_PRACTICES = 20_000


@blueprint.get("/decisions/<int:decision_id>/versions")
@permission("decisions.read")
def versions(decision_id: int) -> str:
    """All versions that the reader may see."""
    head = read_head(decision_id)
    oldest = head.oldest_for(actor().person_id)
    return render_template(
        "decisions/versions.html",
        head=head,
        saved=saved_versions(decision_id, oldest, head.version),
        oldest=oldest,
    )


@blueprint.get("/decisions/<int:decision_id>/versions/<int:number>")
@permission("decisions.read")
def version(decision_id: int, number: int) -> str:
    """One version, as it was read then."""
    head = _with_versions(decision_id, number)
    return render_template(
        "decisions/version.html",
        head=head,
        text=text_of(decision_id, number, actor()),
        papers_open=number >= (head.shown_from or head.version),
        kind=kind_titles(here().settings).get(head.kind, ""),
    )


@blueprint.get("/decisions/<int:decision_id>/difference", endpoint="difference")
@permission("decisions.read")
def difference_of_versions(decision_id: int) -> str:
    """Show the difference between the version ``old`` and the version ``new``."""
    newest = read_head(decision_id).version
    new = request.args.get("new", newest, type=int)
    old = request.args.get("old", max(new - 1, 1), type=int)
    old, new = min(old, new), max(old, new)
    head = _with_versions(decision_id, old, new)
    kinds = kind_titles(here().settings)
    before, after = text_of(decision_id, old), text_of(decision_id, new)
    changes, same = compare(parts_of(before, kinds), parts_of(after, kinds))
    table_before, table_after, more = effects_in_words(decision_id, old, new)
    if table_before != table_after:
        changes.append(
            TextChange(
                "What it means for each practice", paragraphs_of(difference(table_before, table_after))
            )
        )
    elif after.columns:
        same.append("What it means for each practice")
    return render_template(
        "decisions/difference.html",
        head=head,
        before=before,
        after=after,
        changes=changes,
        same=same,
        more=more,
        numbers=range(head.oldest_for(actor().person_id), head.version + 1),
    )


def _with_versions(decision_id: int, *numbers: int) -> ProposalHead:
    """The head, where the reader may see each of these versions."""
    head = read_head(decision_id)
    oldest = head.oldest_for(actor().person_id)
    if not all(oldest <= number <= head.version for number in numbers):
        raise NotFound()
    return head


@blueprint.get("/decisions/<int:decision_id>/effects")
@permission("decisions.read")
def effects(decision_id: int) -> str:
    """Show the effects on each practice, a page at a time in order of their codes."""
    head = read_head(decision_id)
    table = table_of(decision_id, head.version)
    if table is None:
        raise NotFound()
    after = request.args.get("after", "")[:12]
    rows = effects_after(decision_id, table.since, after, PAGE + 1)
    shown = rows[:PAGE]
    base = url_for("decisions.effects", decision_id=decision_id)
    return render_template(
        "decisions/effects.html",
        head=head,
        table=table,
        rows=shown,
        numeric=numeric_columns(len(table.columns), shown),
        first_url=base if after else None,
        next_url=url_for("decisions.effects", decision_id=decision_id, after=shown[-1].code)
        if len(rows) > len(shown)
        else None,
        csv_url=url_for("decisions.effects_csv", decision_id=decision_id),
    )


@blueprint.get("/decisions/<int:decision_id>/effects.csv")
@permission("decisions.read")
def effects_csv(decision_id: int) -> Response:
    """The same as a file."""
    head = read_head(decision_id)
    table = table_of(decision_id, head.version)
    if table is None:
        raise NotFound()
    rows = ([row.code, row.name, *row.cells] for row in effects_of(decision_id, table))
    return csv_response(f"effects-{decision_id}.csv", ["Code", "Practice", *table.columns], rows)


@blueprint.route("/decisions/<int:decision_id>/effects/edit", methods=["GET", "POST"])
@permission("decisions.edit")
def edit_effects(decision_id: int) -> str | Response:
    """Type or paste what it means for each practice."""
    head = write_head(decision_id)
    practices = practices_now(MOST_PRACTICES)
    listed = practices if len(practices) <= MOST_TYPED else []
    form = EffectsForm()
    form.pasted.label.text = "Or paste it" if listed else "Paste a table"
    if request.method == "GET":
        form.based_on.data = str(head.version)
        return _effects_page(head, form, _stored_grid(head, listed), listed)
    valid = form.validate_on_submit()
    grid, typed = typed_table(request.form, listed)
    act = request.form.get("act")
    found: Effects | None = typed
    if act == "remove":
        found = None
    elif act == "paste" or not listed:
        reading_of = read_table(form.pasted.data, practices)
        found = reading_of.effects
        if found is None:
            form.take(reading_of.flaws)
            valid = False
    if not valid:
        return _effects_page(head, form, grid, listed)
    return _save_effects(head, form, grid, listed, found)


def _save_effects(
    head: ProposalHead,
    form: EffectsForm,
    grid: EffectsGrid,
    listed: list[tuple[str, str]],
    found: Effects | None,
) -> str | Response:
    columns, rows = found or Effects((), {})
    done = form.tries(lambda: proposals.set_effects(actor(), head.id, columns, rows, form.version))
    if done is None:
        newest = 0
        if isinstance(form.refused, StaleVersion):
            newest = form.refused.version
            form.based_on.data, form.based_on.typed = str(newest), None
        return _effects_page(head, form, grid, listed, newest)
    if done.answer == head.version:
        flash("Nothing was changed, so there is no new version.", "info")
    elif found is None:
        flash("The table is taken away.", "success")
    else:
        flash(
            f"Saved: what it means for {len(rows):,} {'practice' if len(rows) == 1 else 'practices'}.",
            "success",
        )
    return redirect(url_for("decisions.show", decision_id=head.id), 303)


def _stored_grid(head: ProposalHead, listed: list[tuple[str, str]]) -> EffectsGrid:
    table = table_of(head.id, head.version) if listed else None
    if table is None:
        return EffectsGrid((), {}, listed)
    rows = {row.code: row.cells for row in effects_of(head.id, table)}
    return EffectsGrid(table.columns, rows, listed)


def _effects_page(
    head: ProposalHead, form: EffectsForm, grid: EffectsGrid, listed: list[tuple[str, str]], conflict: int = 0
) -> str:
    return render_template(
        "decisions/effects_form.html",
        head=head,
        form=form,
        grid=grid,
        listed=listed,
        theirs=_stored_grid(read_anew(head.id), listed) if conflict else None,
        table=table_of(head.id, conflict or head.version),
        base=url_for("decisions.show", decision_id=head.id),
    )
