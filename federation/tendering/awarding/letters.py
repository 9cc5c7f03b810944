"""Letters about an award: to those who bid, with the report on their bid, once the members have decided; and to practices whose
share has changed since."""

from collections import defaultdict
from typing import Final

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.words import day, money, number
from federation.network.for_plugins import address_of, mail, people
from federation.network.models import InvitedGuest
from federation.people.actions.posting import ChosenLetter, post
from federation.people.models import Person
from federation.tendering.awarding.queries.awards import SharedLine, ShownAllocation
from federation.tendering.awarding.queries.reports import BidderReport, ReportLine, reports_of
from federation.tendering.evaluating.queries.results import ranking_of
from federation.tendering.evaluating.words import halves_words, points_words
from federation.tendering.mail_kinds import TENDERS
from federation.tendering.models import BidVersion, Tender, TenderAward, TenderBidder
from federation.tendering.preparing.queries.tenders import ShownTender

_WON: Final = (
    "The practices have voted to award tender {number}, {title}, to you.\n\nNothing is signed before {until}: until that day "
    "ends those who bid may ask why. {report}\n"
)
_LOST: Final = (
    "The practices have voted to award tender {number}, {title}, to {winner}, for {pence}.\n\nYou may ask why, or say that "
    "something went wrong, until the end of {until}: answer this letter or write to whoever invited you. {report}\n"
)
_MOVED: Final = (
    "What your practice gets of tender {number}, {title}, has changed.\n\n{lines}\n\n{how}\n\nThe reason: {reason}\n\n"
    "What every practice gets:\n\n{url}\n"
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
    name = f"{tender.year}/{tender.number}"
    for report in reports_of(ranking, award.bid_id):
        if report.bid.id not in people:
            continue
        words = _WON if report.bid.id == award.bid_id else _LOST
        text = words.format(
            number=name,
            title=tender.title,
            until=day(award.standstill_until),
            winner=report.winner.name,
            pence=money(award.pence),
            report=report_words(report),
        )
        mail(
            f"tendering.award:{award.id}:{report.bid.id}",
            [people[report.bid.id]],
            f"Tender {name}: what was decided",
            text,
        )


def tell_moved(
    tender: ShownTender, before: ShownAllocation, after: ShownAllocation, unit: str, how: str
) -> None:
    """A letter to whoever represents a practice whose share of an award changes, with what it had and what it gets now; one for
    all practices of a person. ``how`` says who changed it. A handful of statements, however many practices there are."""
    lines = _moved_lines(before, after, unit)
    mine: defaultdict[int, list[str]] = defaultdict(list)
    for one in people("representative"):
        if one.practice_id in lines:
            mine[one.id].append(lines[one.practice_id])
    url = address_of("tendering.allocation", tender_id=tender.id)
    asked = select(Person.id, Person.mail_choices).where(Person.id.in_(mine), Person.erased_at.is_(None))
    letters = [
        ChosenLetter(
            f"tendering.moved:{after.id}:{tenancy.current()}:{row.id}",
            row.id,
            row.mail_choices,
            f"Tender {tender.number}: your share has changed",
            _MOVED.format(
                number=tender.number,
                title=tender.title,
                lines="\n".join(mine[row.id]),
                how=how,
                reason=after.reason,
                url=url,
            ),
        )
        for row in db.session.execute(asked)
    ]
    post(TENDERS, letters, None, ending=False)


def _moved_lines(before: ShownAllocation, after: ShownAllocation, unit: str) -> dict[int, str]:
    """Of each practice whose units differ what it had and what it gets, by its number."""
    had = {one.practice_id: one for one in before.lines}
    gets = {one.practice_id: one for one in after.lines}
    nothing = SharedLine(0, "", "", 0, 0, False, 0)
    found = {}
    for practice_id, known in (had | gets).items():
        old, new = had.get(practice_id, nothing), gets.get(practice_id, nothing)
        if old.amount != new.amount:
            found[practice_id] = f"{known.name}: {_units(new, unit)}. Before: {_units(old, unit)}."
    return found


def _units(line: SharedLine, unit: str) -> str:
    return f"{number(line.amount)} {unit}, worth {money(line.pence)}"


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
