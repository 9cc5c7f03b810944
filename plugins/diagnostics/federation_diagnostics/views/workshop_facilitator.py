"""The facilitator's pages: leading a workshop step by step, watching what groups enter, ending it."""

from flask import Response as Page
from flask import flash, make_response, render_template, request
from werkzeug.wrappers import Response

from federation.toolkit import actor, address_of, permission

from ..actions import workshops as act
from ..forms.workshops import WorkshopCloseForm, WorkshopOpenForm
from ..queries import workshops as queries
from ..rules.maturity import MATURITY
from ..rules.protocol import BEFOREHAND, RULES, groups, timetable
from ..rules.workshop import VOTES_EACH
from . import blueprint
from .workshop_plans import to_facilitator
from .workshop_words import dimensions_of, outcomes_of, progress_of, result_of, time_of_day
from .workshops import STATES, WORKSHOP, to_workshop

EVERY = 20  # seconds


@blueprint.get(f"{WORKSHOP}/facilitator")
@permission("diagnostics.run")
def workshop_facilitator(workshop_id: int) -> str | Response:
    """What to do next, what groups have entered, and the protocol with the times of day; to be used or printed."""
    found = queries.workshop_numbered(workshop_id)
    if found.state in ("closed", "called_off"):
        return to_workshop(workshop_id)
    return render_template(
        "diagnostics/workshop_facilitator.html",
        slots=timetable(found.starts_at, found.minutes),
        beforehand=BEFOREHAND,
        rules=RULES,
        expected=groups(found.expected),
        reading=address_of("diagnostics.workshop_levels"),
        joining=address_of("diagnostics.workshop", workshop_id=workshop_id),
        **_entered(found),
    )


@blueprint.get(f"{WORKSHOP}/watch")
@permission("diagnostics.run")
def workshop_watch(workshop_id: int) -> Page | Response:
    """What groups enter, large, for one screen in the room; reloads by itself only when asked to, and can be stopped."""
    found = queries.workshop_numbered(workshop_id)
    if found.state not in ("open", "locked"):
        return to_workshop(workshop_id)
    by_itself = "by-itself" in request.args
    page = make_response(
        render_template(
            "diagnostics/workshop_watch.html", by_itself=by_itself, every=EVERY, **_entered(found)
        )
    )
    if by_itself:
        page.headers["Refresh"] = str(EVERY)
    return page


@blueprint.route(f"{WORKSHOP}/open", methods=["GET", "POST"])
@permission("diagnostics.run")
def workshop_open(workshop_id: int) -> str | Response:
    """Say how many came; makes the groups."""
    found = queries.workshop_numbered(workshop_id)
    form = WorkshopOpenForm()
    if request.method == "GET":
        if found.state != "prepared":
            return to_workshop(workshop_id)
        form.present.data = found.expected
    elif done := form.does(lambda: act.open_workshop(actor(), workshop_id, form.present.data or 0)):
        sizes = done.answer
        made = "One group" if len(sizes) == 1 else f"{len(sizes)} groups"
        flash(f"The workshop is open. {made} can enter levels.", "success")
        return to_facilitator(workshop_id)
    return render_template("diagnostics/workshop_open.html", workshop=found, form=form)


@blueprint.post(f"{WORKSHOP}/lock")
@permission("diagnostics.run")
def workshop_lock(workshop_id: int) -> Response:
    """Let the levels stand."""
    act.lock(actor(), workshop_id)
    flash("The levels are locked. Groups can enter their votes for priorities.", "success")
    return to_facilitator(workshop_id)


@blueprint.post(f"{WORKSHOP}/unlock")
@permission("diagnostics.run")
def workshop_unlock(workshop_id: int) -> Response:
    """Let groups change levels again."""
    act.unlock(actor(), workshop_id)
    flash("Groups can change levels again. Votes that were entered are kept.", "success")
    return to_facilitator(workshop_id)


@blueprint.route(f"{WORKSHOP}/close", methods=["GET", "POST"])
@permission("diagnostics.run")
def workshop_close(workshop_id: int) -> str | Response:
    """Write down the next steps and end the workshop; asks first."""
    found = queries.workshop_numbered(workshop_id)
    form = WorkshopCloseForm()
    if request.method == "GET" and found.state != "locked":
        return to_workshop(workshop_id)
    if form.does(lambda: act.close(actor(), workshop_id, form.next_steps.data)):
        flash("The workshop is closed. Every member can read its result.", "success")
        return to_workshop(workshop_id)
    return render_template("diagnostics/workshop_close.html", form=form, **_entered(found))


def _entered(found: queries.WorkshopFacts) -> dict[str, object]:
    """What the groups have entered so far, for every page of the facilitator. Four statements with the workshop."""
    made = queries.groups_of(found.id)
    entries, votes = queries.entries_of(found.id), queries.votes_of(found.id)
    outcomes = outcomes_of(entries, votes)
    return {
        "workshop": found,
        "groups": progress_of(made, entries, votes),
        "dimensions": dimensions_of(entries, outcomes),
        "result": result_of(outcomes, ()),
        "wanted_entries": len(made) * len(MATURITY),
        "entered": len(entries),
        "votes_each": VOTES_EACH,
        "states": STATES,
        "time_of_day": time_of_day,
    }
