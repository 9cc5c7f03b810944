"""What the scribe of a group sees, on a phone or on one screen: eight dimensions, one page each, then the votes."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.toolkit import NotFound, actor, permission

from ..actions import workshop_entries as act
from ..forms.workshops import ALL_AGREED, EntryForm, VotesForm
from ..queries import workshops as queries
from ..rules.maturity import MATURITY
from ..rules.workshop import VOTES_EACH
from . import blueprint
from .workshop_words import levels_in_words, outcomes_of, time_of_day
from .workshops import BACK, DIMENSION, WORKSHOP, to_workshop

_GROUP = f"{WORKSHOP}/groups/<int:group>"
_BY_KEY = {one.key: one for one in MATURITY}


@blueprint.get(_GROUP)
@permission("diagnostics.take_part")
def workshop_group(workshop_id: int, group: int) -> str | Response:
    """What one group has entered and still has to enter."""
    found, own = _group(workshop_id, group)
    if found.state not in ("open", "locked"):
        return to_workshop(workshop_id)
    entries = {one.dimension: one for one in queries.entries_of(workshop_id) if one.group == group}
    votes = next((one for one in queries.votes_of(workshop_id) if one.group == group), None)
    return render_template(
        "diagnostics/workshop_group.html",
        workshop=found,
        group=own,
        dimensions=MATURITY,
        entries=entries,
        votes=votes,
        most=own.size * VOTES_EACH,
        levels_in_words=levels_in_words,
        time_of_day=time_of_day,
    )


@blueprint.route(f"{_GROUP}/{DIMENSION}", methods=["GET", "POST"])
@permission("diagnostics.take_part")
def workshop_entry(workshop_id: int, group: int, dimension: str) -> str | Response:
    """One dimension: its levels from the first upward, where the group is now and wants to be."""
    found, own = _group(workshop_id, group)
    asked, history = _BY_KEY[dimension], queries.history_of(workshop_id, group, dimension)
    form = EntryForm()
    form.ask_about(asked)
    if request.method == "GET":
        if found.state != "open":
            return to_workshop(workshop_id)
        if history:
            last = history[0]
            form.current.data, form.wanted.data, form.note.data = last.current, last.wanted, last.note
            form.highest.data = last.highest or ALL_AGREED
    elif done := form.does(lambda: act.enter(actor(), workshop_id, group, dimension, form.levels)):
        _say_saved(done.answer)
        return _onward(workshop_id, group, dimension)
    return render_template(
        "diagnostics/workshop_entry.html",
        workshop=found,
        group=own,
        asked=asked,
        form=form,
        history=history,
        place=MATURITY.index(asked) + 1,
        levels_in_words=levels_in_words,
        time_of_day=time_of_day,
    )


@blueprint.route(f"{_GROUP}/votes", methods=["GET", "POST"])
@permission("diagnostics.take_part")
def workshop_votes(workshop_id: int, group: int) -> str | Response:
    """How many votes each dimension had in the group."""
    found, own = _group(workshop_id, group)
    form, outcomes = VotesForm(), outcomes_of(queries.entries_of(workshop_id), ())
    form.ask_about({one.dimension for one in outcomes})
    last = next((one for one in queries.votes_of(workshop_id) if one.group == group), None)
    if request.method == "GET":
        if found.state != "locked":
            return to_workshop(workshop_id)
        form.fill(last.votes if last else {})
    elif done := form.does(lambda: act.enter_votes(actor(), workshop_id, group, form.votes)):
        _say_saved(done.answer)
        return redirect(_to(workshop_id, group), BACK)
    return render_template(
        "diagnostics/workshop_votes.html",
        workshop=found,
        group=own,
        form=form,
        last=last,
        outcomes=outcomes,
        each=VOTES_EACH,
        most=own.size * VOTES_EACH,
        time_of_day=time_of_day,
    )


def _group(workshop_id: int, number: int) -> tuple[queries.WorkshopFacts, queries.SeatedGroup]:
    found = queries.workshop_numbered(workshop_id)
    for one in queries.groups_of(workshop_id):
        if one.number == number:
            return found, one
    raise NotFound()


def _say_saved(replaced: act.ReplacedEntry | None) -> None:
    words = "Saved."
    if replaced:
        at = time_of_day(replaced.entered_at)
        words = f"Saved. This replaces what {replaced.entered_as} entered at {at}: {replaced.words}."
    flash(words, "success")


def _onward(workshop_id: int, group: int, dimension: str) -> Response:
    """To the next dimension that the group has not entered; to the group where there is none."""
    done = {one.dimension for one in queries.entries_of(workshop_id) if one.group == group}
    keys = list(_BY_KEY)
    place = keys.index(dimension)
    for key in keys[place + 1 :] + keys[:place]:
        if key not in done:
            page = url_for("diagnostics.workshop_entry", workshop_id=workshop_id, group=group, dimension=key)
            return redirect(page, BACK)
    return redirect(_to(workshop_id, group), BACK)


def _to(workshop_id: int, group: int) -> str:
    return url_for("diagnostics.workshop_group", workshop_id=workshop_id, group=group)
