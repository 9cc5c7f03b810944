"""Maturity workshops as every member sees them: the list, one workshop, its result and what follows."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from federation.toolkit import (
    Draft,
    NotFound,
    actor,
    csv_response,
    decisions_about,
    may,
    permission,
    propose,
)

from ..queries import workshops as queries
from ..rules.maturity import LEVEL_TITLES, MATURITY
from ..rules.words import inside_a_sentence
from ..rules.workshop import DimensionOutcome
from . import blueprint
from .workshop_files import CSV_HEADINGS, csv_rows, priority_text
from .workshop_words import outcomes_of, progress_of, result_of

BACK = 303
SUBJECT = "diagnostics.workshop"
WORKSHOP = "/workshops/<int:workshop_id>"
DIMENSION = f"<any({', '.join(one.key for one in MATURITY)}):dimension>"
STATES = {
    "prepared": ("Not started", "grey"),
    "open": ("Under way", "blue"),
    "locked": ("Under way", "blue"),
    "closed": ("Closed", "grey"),
    "called_off": ("Called off", "grey"),
}


@blueprint.get("/workshops/")
@permission("diagnostics.read")
def workshops() -> str:
    """All workshops, the latest first."""
    page = queries.page_of_workshops(request.args.get("before", 0, type=int))
    return render_template(
        "diagnostics/workshops.html",
        workshops=page.rows,
        older=page.older and url_for("diagnostics.workshops", before=page.older),
        newest="before" in request.args and url_for("diagnostics.workshops"),
        states=STATES,
        may_run=may(actor(), "diagnostics.run"),
    )


@blueprint.get("/workshops/levels")
@permission("diagnostics.read")
def workshop_levels() -> str:
    """The eight dimensions and their levels, to read beforehand or to print."""
    return render_template("diagnostics/workshop_levels.html", dimensions=MATURITY, titles=LEVEL_TITLES)


@blueprint.get(WORKSHOP)
@permission("diagnostics.read")
def workshop(workshop_id: int) -> str:
    """One workshop: when and where before it, the groups while it goes on, the result after it."""
    found = queries.workshop_numbered(workshop_id)
    if found.state == "closed":
        return _result(found)
    entries, votes = queries.entries_of(workshop_id), queries.votes_of(workshop_id)
    return render_template(
        "diagnostics/workshop_before.html",
        workshop=found,
        groups=progress_of(queries.groups_of(workshop_id), entries, votes),
        dimensions=len(MATURITY),
        states=STATES,
        may_run=may(actor(), "diagnostics.run"),
        may_take_part=may(actor(), "diagnostics.take_part"),
    )


@blueprint.get(f"{WORKSHOP}/results.csv")
@permission("diagnostics.read")
def workshop_figures(workshop_id: int) -> Response:
    """What was recorded and what each group entered, as a table to take away."""
    found = _closed(workshop_id)
    entries, votes = queries.entries_of(workshop_id), queries.votes_of(workshop_id)
    rows = list(csv_rows(entries, votes, outcomes_of(entries, votes)))
    return csv_response(f"maturity-workshop-{found.id}.csv", CSV_HEADINGS, rows)


@blueprint.route(f"{WORKSHOP}/propose/{DIMENSION}", methods=["GET", "POST"])
@permission("diagnostics.propose")
def workshop_propose(workshop_id: int, dimension: str) -> str | Answer:
    """Begin a proposal about a dimension, with what the workshop found; says first what it will hold."""
    found = _closed(workshop_id)
    asked = next((one for one in _outcomes(workshop_id) if one.dimension == dimension), None)
    if asked is None:
        raise NotFound()
    draft = Draft(
        title=f"What we do about {inside_a_sentence(asked.title)}",
        body=f"To change what the workshop found on {inside_a_sentence(asked.title)}, we agree to ",
        reasons=priority_text(found.title, asked),
    )
    if request.method == "POST":
        finding = {"name": found.title, "title": asked.title, "words": asked.words}
        about = {"workshop": workshop_id, "dimension": dimension, **finding}
        decision_id = propose(actor(), SUBJECT, draft, about)
        flash("Your draft is begun. Only you can see it until you show it to the members.", "success")
        return redirect(url_for("decisions.show", decision_id=decision_id), BACK)
    return render_template("diagnostics/workshop_propose.html", workshop=found, asked=asked, draft=draft)


def to_workshop(workshop_id: int) -> Answer:
    """On to the page of the workshop."""
    return redirect(url_for("diagnostics.workshop", workshop_id=workshop_id), BACK)


def _result(found: queries.WorkshopFacts) -> str:
    before = queries.closed_before(found)
    groups = queries.groups_of(found.id)
    return render_template(
        "diagnostics/workshop_result.html",
        workshop=found,
        before=before,
        groups=groups,
        result=result_of(_outcomes(found.id), _outcomes(before.id) if before else ()),
        proposals=[one for one in decisions_about(SUBJECT) if one.terms.get("workshop") == found.id],
        may_propose=may(actor(), "diagnostics.propose"),
    )


def _outcomes(workshop_id: int) -> tuple[DimensionOutcome, ...]:
    return outcomes_of(queries.entries_of(workshop_id), queries.votes_of(workshop_id))


def _closed(workshop_id: int) -> queries.WorkshopFacts:
    found = queries.workshop_numbered(workshop_id)
    if found.state != "closed":
        raise NotFound()
    return found
