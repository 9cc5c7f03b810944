"""Made-up homes, a year of rounds and admissions, and alternatives to choose among. Every home and number is made up."""

from datetime import date, timedelta

from sqlalchemy import select

from federation.toolkit import (
    Actor,
    actor_of,
    add_working_days,
    people,
    practices,
    session,
    today,
    unit_of_work,
)

from .aligning.actions.working_out import AlignmentWish, work_out
from .homes.actions import count_residents, enter_home, home_of, name_lead, place_practice
from .models import CareHome
from .periods import week_of
from .running.actions import count_admissions, count_choices, finish_plan, keep_round, note_arrivals
from .sharing.actions import bring_evidence, review_evidence
from .support.actions import OfferWish, end_offer, note_turnover, offer_support

_HOMES = (
    ("Samphire House", "Residential home", 34),
    ("Marram Lodge", "Nursing home", 42),
    ("The Anchorage", "Nursing home", 56),
    ("Cockle Court", "Residential home", 28),
    ("Sandpiper House", "Nursing home", 48),
    ("Withy Bed House", "Residential home", 18),
)
_LOOKED_AFTER = 2
"""The home that a practice looks after already: 38 residents were asked, and 5 chose to stay with their own practice."""
_CAP = 80
_ALTERNATIVES = (
    ("Fewest residents asked", 1_000, 0),
    ("A balance", 400, 1),
    ("Nearest practice", 0, 1),
)
_ADMISSIONS = (6, 5, 7, 5, 8, 6, 5, 7, 4, 6, 7, 5, 6, 8, 5, 6, 4, 7, 6, 4, 3, 4, 3, 2, 4, 3)
"""Of 26 months: the last seven lie below the average, since one practice looks after the home."""


def fill() -> None:
    """A few of everything, in the federation chosen."""
    members = sorted((one for one in practices() if one.membership == "full"), key=lambda one: one.code)
    makers = people("executive") or people("administrator")
    if not members or not makers:
        return
    maker = actor_of(makers[0].id)
    for place, practice in enumerate(members):
        place_practice(None, practice.id, 601_000 + place * 1_700 % 9_000, 301_000 + place * 2_300 % 7_000)
    codes = []
    for place, (name, kind, beds) in enumerate(_HOMES, 1):
        code = f"1-90000000{place}"
        row = {"code": code, "name": name, "kind": kind, "postcode": f"ZZ99 {place}AA", "beds": beds}
        enter_home(maker, row | {"x": 600_500 + place * 2_900 % 9_500, "y": 300_500 + place * 1_900 % 7_500})
        chosen = [members[(place // 2 + step * 3) % len(members)].code for step in range(4)]
        counts = dict(zip(chosen, (beds // 2, beds // 4, beds // 10, 1), strict=True))
        if place == _LOOKED_AFTER:
            counts = {members[0].code: 33} | dict(zip(chosen[:3], (3, 1, 1), strict=True))
        count_residents(maker, code, counts)
        codes.append(code)
    _looked_after(codes[_LOOKED_AFTER - 1], members[0].id)
    _a_year(maker, codes[_LOOKED_AFTER - 1])
    for title, moves, metres in _ALTERNATIVES:
        work_out(maker, AlignmentWish(title, moves, metres, bed_cap=_CAP))
    _shared(maker)
    _cared(maker, codes[_LOOKED_AFTER - 1])


def _looked_after(code: str, practice_id: int) -> None:
    """The home that a practice looked after before the members were asked."""
    with unit_of_work():
        home = session.scalars(select(CareHome).where(CareHome.code == code)).one()
        home.practice_id = practice_id
        session.flush()


def _a_year(maker: Actor, code: str) -> None:
    now = today()
    for back in range(52, 0, -1):
        day = now - timedelta(weeks=back)
        missed = back in (6, 17, 31)
        came = (
            [] if missed else ["gp", *(["nurse"] if back % 11 else []), *(["pharmacist"] if back % 3 else [])]
        )
        note = "No stand-in while the lead was away." if missed else ""
        keep_round(maker, code, week_of(day), not missed, 0 if missed else 5 + back % 3, came, note)
    month = date(now.year, now.month, 1)
    for admissions in reversed(_ADMISSIONS):
        month = (month - timedelta(days=1)).replace(day=1)
        count_admissions(maker, code, month.isoformat()[:7], admissions)
    for back in (90, 60, 30):
        arrived = now - timedelta(days=back)
        (arrival,) = note_arrivals(maker, code, arrived)
        finish_plan(maker, code, arrival, add_working_days(arrived, 5 if back != 60 else 9))
    note_arrivals(maker, code, now - timedelta(days=3))
    home = home_of(code)
    leads = [one for one in people("representative") if one.practice_id == home.practice_id]
    if leads:
        name_lead(maker, code, leads[0].id)


def _shared(maker: Actor) -> None:
    first = bring_evidence(
        maker,
        "A hot line to the paramedics",
        "Staff of a made-up home ring one number before they ring 999. In half a year 9 of 20 calls needed no ambulance.",
    )
    others = [one.id for one in people("representative", "member") if one.id != maker.person_id]
    if others:
        review_evidence(
            actor_of(others[0]), first, "try", "Good for a home with staff who know the residents."
        )
        bring_evidence(
            actor_of(others[0]),
            "Rounds by video when roads are bad",
            "A made-up practice kept 4 of 5 rounds in a snowy month by video.",
        )


def _cared(maker: Actor, code: str) -> None:
    """What residents of a home chose, and what its staff were offered."""
    count_choices(maker, code, 38, 5)
    ended = offer_support(
        maker, code, OfferWish("course", "Falls: a morning in the home", "For a made-up home.", 12)
    )
    end_offer(maker, ended, 9, "9 came, and asked for another one on nutrition.")
    offer_support(
        maker, code, OfferWish("course", "Wound care, 2 places in our course", "On 4 mornings in spring.", 2)
    )
    year = today().year - 1
    for quarter, percent in enumerate((14, 11, 9, 8), 1):
        note_turnover(maker, code, f"{year}-Q{quarter}", percent)
