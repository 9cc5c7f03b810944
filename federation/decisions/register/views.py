"""The register of decisions: the list, what is going on now, and the list to take away."""

from typing import Any, NamedTuple

from flask import Response, render_template, request, url_for

from federation.decisions.blueprint import blueprint
from federation.decisions.register.forms import address, chips, how_many, nothing_found, read_wanted
from federation.decisions.register.queries import going_on
from federation.decisions.register.queries import register as queries
from federation.decisions.register.queries.called_off import called_off
from federation.decisions.register.queries.wanted import RegisterFilter, RegisterRow, RegisterTotals
from federation.decisions.subjects import TALK
from federation.decisions.words import RESULTS, STATUS, VERDICT_TAGS, closing_tag
from federation.kernel.tables import csv_response, json_response
from federation.kernel.web import actor, here, permission
from federation.kernel.words import LONDON
from federation.network.threads.queries.talk import unread

MOST_PRINTED = 500
HEADINGS = ("Number", "Decision", "Result", "Decided", "Votes", "Review", "Replaced")


class RegisterRequest(NamedTuple):
    """The filter and page that this request asks for."""

    base: str
    wanted: RegisterFilter
    pulse: going_on.RegisterPulse


def _asked() -> RegisterRequest:
    pulse = going_on.pulse(here().id)
    return RegisterRequest(
        url_for("decisions.register"), read_wanted(request.args, pulse.now.astimezone(LONDON).date()), pulse
    )


@blueprint.get("/decisions/")
@permission("decisions.read")
def register() -> str:
    """Everything the members have decided, newest first."""
    base, wanted, pulse = _asked()
    totals, aims, off = queries.totals(), queries.aims(), called_off()
    page = queries.page(wanted, request.args.get("page", ""))
    first = page.newer is None
    rows = page.rows
    return render_template(
        "decisions/register.html",
        wanted=wanted,
        pulse=pulse,
        totals=totals,
        aims=aims,
        called_off=off if first and not wanted.text and not wanted.filters else (),
        rows=rows,
        results=_results(wanted, totals),
        found=how_many(wanted, totals, len(page.rows), first and page.older is None),
        tags=VERDICT_TAGS,
        chips=chips(base, wanted, aims) if wanted.filters else (),
        newer=page.newer and address(base, wanted, page=page.newer),
        older=page.older and address(base, wanted, page=page.older),
        last=page.older and address(base, wanted, page="end"),
        first=page.newer and address(base, wanted),
        without_filters=address(base, RegisterFilter(wanted.text)),
        nothing=nothing_found(wanted) if not rows else "",
        take_away={
            kind: address(f"{base}register{ending}", wanted)
            for kind, ending in (("csv", ".csv"), ("json", ".json"), ("print", "/print"))
        },
        may_propose=bool(actor().roles & {"executive", "representative", "member"}),
    )


@blueprint.get("/decisions/register.csv")
@permission("decisions.read")
def register_csv() -> Response:
    """The register as a spreadsheet, with the filters that are on."""
    wanted = _asked().wanted
    rows = (
        (
            row.number,
            row.title,
            STATUS[row.verdict].word,
            row.closed_at.astimezone(LONDON).date().isoformat(),
            row.how,
            row.review_on.isoformat() if row.review_on else "",
            "yes" if row.replaced_by else "",
        )
        for row in queries.every(wanted)
    )
    return csv_response("decisions.csv", HEADINGS, rows)


@blueprint.get("/decisions/register.json")
@permission("decisions.read")
def register_json() -> Response:
    """The register as data, with the filters that are on."""
    wanted = _asked().wanted
    return json_response("decisions.json", "decisions", map(_item, queries.every(wanted)))


@blueprint.get("/decisions/register/print")
@permission("decisions.read")
def register_print() -> str:
    """The register on one page, for paper."""
    base, wanted, pulse = _asked()
    page = queries.page(wanted, most=MOST_PRINTED)
    rows = page.rows
    return render_template(
        "decisions/register_print.html",
        rows=rows,
        more=page.older is not None,
        most=MOST_PRINTED,
        now=pulse.now,
        back=address(base, wanted),
        chips=chips(base, wanted, queries.aims()),
        wanted=wanted,
        words=STATUS,
    )


@blueprint.get("/decisions/now")
@permission("decisions.read")
def current() -> str:
    """Show what is not decided yet: votes open, proposals in discussion, and one's own drafts."""
    found = going_on.going_on(actor().person_id)
    return render_template(
        "decisions/current.html",
        now=going_on.pulse(here().id).now,
        closing=closing_tag,
        new=unread(
            TALK, [one.id for one in (*found.voting, *found.coming, *found.talked) if one.comments], actor()
        ),
        **found._asdict(),
    )


def _results(wanted: RegisterFilter, totals: RegisterTotals) -> list[tuple[str, str, int, bool]]:
    """The results to choose from: name, words, how many, whether on."""
    return [
        (
            name,
            words,
            sum(
                number
                for year, verdict, number in totals.rows
                if verdict in verdicts and wanted.year in (None, year)
            ),
            name in wanted.results,
        )
        for name, words, verdicts in RESULTS
    ]


def _item(row: RegisterRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "verdict": row.verdict,
        "closed_at": row.closed_at.isoformat(),
        "how": row.how,
        "review_on": row.review_on.isoformat() if row.review_on else None,
        "replaced_by": row.replaced_by,
    }
