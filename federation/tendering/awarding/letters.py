"""Letters to those who bid, with the report on their bid: sent once the members have decided, whether they won or not."""

from typing import Final

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.words import day, money
from federation.network.for_plugins import mail
from federation.network.models import InvitedGuest
from federation.tendering.awarding.queries.reports import BidderReport, ReportLine, reports_of
from federation.tendering.evaluating.queries.results import ranking_of
from federation.tendering.evaluating.words import halves_words, points_words
from federation.tendering.models import BidVersion, Tender, TenderAward, TenderBidder

_WON: Final = (
    "The practices have voted to award tender {number}, {title}, to you.\n\nNothing is signed before {until}: until that day "
    "ends those who bid may ask why. {report}\n"
)
_LOST: Final = (
    "The practices have voted to award tender {number}, {title}, to {winner}, for {pence}.\n\nYou may ask why, or say that "
    "something went wrong, until the end of {until}: answer this letter or write to whoever invited you. {report}\n"
)


def tell_bidders(tender: Tender, award: TenderAward) -> None:
    """A letter to each bidder, with the report on their bid alone; and nobody is told another's scores."""
    ranking = ranking_of(tender.id)
    if ranking is None:
        return
    asked = (
        select(BidVersion.id, InvitedGuest.person_id)
        .join(TenderBidder, TenderBidder.id == BidVersion.bidder_id)
        .join(InvitedGuest, InvitedGuest.id == TenderBidder.guest_id)
        .where(BidVersion.tender_id == tender.id, BidVersion.ended_at.is_(None))
    )
    people = {row.id: row.person_id for row in db.session.execute(asked)}
    number = f"{tender.year}/{tender.number}"
    for report in reports_of(ranking, award.bid_id):
        if report.bid.id not in people:
            continue
        words = _WON if report.bid.id == award.bid_id else _LOST
        text = words.format(
            number=number,
            title=tender.title,
            until=day(award.standstill_until),
            winner=report.winner.name,
            pence=money(award.pence),
            report=report_words(report),
        )
        mail(
            f"tendering.award:{award.id}:{report.bid.id}",
            [people[report.bid.id]],
            f"Tender {number}: what was decided",
            text,
        )


def report_words(report: BidderReport) -> str:
    """The report as a letter says it."""
    bid = report.bid
    if bid.place is None:
        stands = "Your bid was not ranked: it lacks what every bid had to have, or points for quality."
    else:
        stands = (
            f"Your bid was number {bid.place} of {report.ranked}, with {points_words(bid.ranked.total)} of 100 points: "
            f"{points_words(bid.ranked.quality)} for quality and {points_words(bid.ranked.price)} for price. The winner had "
            f"{points_words(report.winner.ranked.total)}: {points_words(report.winner.ranked.quality)} for quality and "
            f"{points_words(report.winner.ranked.price)} for price."
        )
    return f"{stands}\n\n" + "\n\n".join(_line(one) for one in report.lines)


def _line(one: ReportLine) -> str:
    reasons = "\n".join(f"- {reason}" for reason in one.reasons)
    return f"{one.title}: {halves_words(one.halves)} of 5 (it counts for {one.points} points)\n{reasons}"
