"""What of tenders leaves the house: the fairness ledger, open data, the notice to print, and the evaluation as one archive."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from flask import Response, render_template

from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.tendering.awarding.letters import report_words
from federation.tendering.awarding.queries.awards import allocation_now, award_here, award_of, way_here
from federation.tendering.awarding.queries.ledger import OVER_TIMES, fairness_ledger
from federation.tendering.awarding.queries.open_data import open_data_of, open_releases_of
from federation.tendering.awarding.queries.reports import reports_of
from federation.tendering.blueprint import ONE, blueprint
from federation.tendering.evaluating.queries.results import BidRanking, ranking_for
from federation.tendering.evaluating.words import halves_words, points_words
from federation.tendering.preparing.queries.tenders import tender_here

_MOST_SHOWN = Fraction(2)


@blueprint.get("/tendering/fairness")
@permission("tendering.read")
def fairness() -> str:
    """What each practice gets of all tenders together, against its share of patients."""
    found = fairness_ledger()
    rows = [
        (found.names[row.code], row, points_words(row.times), _bar(row.times)) for row in found.ledger.rows
    ]
    return render_template(
        "tendering/ledger.html",
        ledger=found.ledger,
        tenders=found.tenders,
        rows=rows,
        over=[(found.names[row.code], row) for row in found.ledger.rows if row.over],
        k=points_words(OVER_TIMES).rstrip("0"),
        jain=points_words(found.ledger.jain),
        gini=points_words(found.ledger.gini),
    )


@blueprint.get("/tendering/fairness.csv")
@permission("tendering.read")
def fairness_csv() -> Response:
    """The same as a spreadsheet."""
    found = fairness_ledger()
    heads = ("ODS code", "Practice", "Patients", "Pounds", "Times its share of patients", "Reasons")
    rows = [
        (
            row.code,
            found.names[row.code],
            row.patients,
            _pounds(row.pence),
            points_words(row.times),
            "; ".join(row.reasons) if row.over else "",
        )
        for row in found.ledger.rows
    ]
    return csv_response(f"{here().slug}-tenders-fairness.csv", heads, rows)


@blueprint.get(f"{ONE}/ocds.json")
@permission("tendering.read")
def open_data(tender_id: int) -> Response:
    """The tender as open data."""
    return Response(json.dumps(open_data_of(tender_id), indent=2), mimetype="application/json")


@blueprint.get(f"{ONE}/ocds-releases.json")
@permission("tendering.read")
def open_releases(tender_id: int) -> Response:
    """The same as releases alone."""
    return Response(json.dumps(open_releases_of(tender_id), indent=2), mimetype="application/json")


@blueprint.get(f"{ONE}/notice")
@permission("tendering.read")
def award_notice(tender_id: int) -> str:
    """The notice of an award, to print."""
    tender, award = tender_here(tender_id), award_here(tender_id)
    return render_template(
        "tendering/award_notice.html",
        tender=tender,
        award=award,
        now=allocation_now(award),
        unit=way_here(tender).unit,
    )


@blueprint.get(f"{ONE}/evaluation.zip")
@permission("tendering.judge")
def evaluation_pack(tender_id: int) -> Response:
    """Everything by which bids were judged, as one archive, without the names of scorers."""
    tender, ranking, award = tender_here(tender_id), ranking_for(actor(), tender_id), award_of(tender_id)
    won = award.bid_id if award else ranking.bids[0].id
    files = {
        "ranking.csv": _table(*_ranking_table(ranking)),
        "scores.csv": _table(*_scores_table(ranking)),
        "open-data.json": json.dumps(open_data_of(tender_id), indent=2),
        **{
            f"report-{report.bid.id}.txt": f"{report.bid.name}\n\n{report_words(report)}\n"
            for report in reports_of(ranking, won)
        },
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    name = f"{here().slug}-tender-{tender.number.replace('/', '-')}.zip"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(packed.getvalue(), mimetype="application/zip", headers=disposition)


def _ranking_table(ranking: BidRanking) -> tuple[Sequence[str], list[Sequence[Any]]]:
    heads = ("Place", "Bidder", "Quality", "Price", "Total", "Price in pounds")
    return heads, [
        (
            one.place or "",
            one.name,
            points_words(one.ranked.quality),
            points_words(one.ranked.price),
            points_words(one.ranked.total),
            _pounds(one.pence),
        )
        for one in ranking.bids
    ]


def _scores_table(ranking: BidRanking) -> tuple[Sequence[str], list[Sequence[Any]]]:
    heads = ("Bidder", "Criterion", "Given", "Agreed", "Reasons")
    return heads, [
        (
            one.bid.name,
            one.criterion.title,
            " ".join(map(str, one.points)),
            halves_words(one.halves or 0),
            one.reason or "; ".join(reason for _, reason in one.given),
        )
        for one in ranking.scores
    ]


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A spreadsheet; a cell that a program might take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([f"'{cell}" if str(cell)[:1] in "=+-@" and cell != "" else cell for cell in row])
    return out.getvalue()


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"


def _bar(times: Fraction | None) -> str:
    """How long a bar is, where twice its share fills the chart."""
    part = min(_MOST_SHOWN, times or Fraction()) / _MOST_SHOWN
    return f"{int(part * 1000) // 10}.{int(part * 1000) % 10}%"
