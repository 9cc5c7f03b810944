"""Rounds, admissions, plans and money; files; what works."""

from datetime import timedelta
from typing import Any

import pytest
from federation_care_homes.homes.actions import enter_home, home_of, name_lead
from federation_care_homes.models import CareHome, HomeArrival, PracticeSpot
from federation_care_homes.periods import week_of
from federation_care_homes.running.actions import count_admissions, finish_plan, keep_round, note_arrivals
from federation_care_homes.running.queries import admissions_of, money_of, plans_of, rounds_of
from federation_care_homes.sharing.actions import bring_evidence, review_evidence
from sqlalchemy import select

from federation.testing import both_databases
from federation.toolkit import (
    Invalid,
    NotYours,
    Refusal,
    add_working_days,
    practices,
    session,
    today,
    unit_of_work,
)

CODE = "1-900000001"
DIRECTORY = """Care directory,,,,
Made up,,,,
Location ID,Location Name,Care home?,Care homes beds,Location Local Authority,Location Latitude,Location Longitude,,
1-900000001,Samphire House,Y,40,Saltmarsh,53.44763,-2.365264,,
1-900000002,Somebody’s clinic,N,,Saltmarsh,53.4,-2.3,,
"""
COUNCIL = """name,cqc_id,type,address,postcode,lon,lat
Samphire House,1-900000001,Nursing homes,1 Made Up Road,ZZ99 1AA,-2.365264,53.44763
Marram Lodge,1-900000003,Residential homes,2 Made Up Road,ZZ99 2AA,-2.36,53.45
"""


def looked_after(world: Any, practice_id: int) -> CareHome:
    """A home that a practice looks after."""
    enter_home(world.actor("admin"), {"code": CODE, "name": "Samphire House", "beds": 40})
    with unit_of_work():
        home_of(CODE).practice_id = practice_id
        session.flush()
    return home_of(CODE)


@both_databases
def test_rounds_plans_and_admissions_of_a_home(federation_world: Any, federation_work: Any) -> None:
    world = federation_world
    with world.scope():
        home = looked_after(world, world.practice_of("rep1"))
        rep, other, now = world.actor("rep1"), world.actor("rep3"), today()
        for back in range(1, 5):
            week = week_of(now - timedelta(weeks=back))
            came = ["gp", "nurse"] if back > 1 else []
            keep_round(rep, CODE, week, back > 1, 5 if back > 1 else 0, came)
        found = rounds_of(home.id, 4)
        assert (found.kept, found.weeks, found.came) == (3, 4, {"gp": 3, "nurse": 3})
        assert found.missed == (week_of(now - timedelta(weeks=1)),)
        keep_round(rep, CODE, week_of(now - timedelta(weeks=1)), True, 2, ["gp"])
        assert rounds_of(home.id, 4).kept == 4
        for wrong, words in (
            (("2026-W99", True, 1), "Enter a week"),
            ((week_of(now + timedelta(weeks=2)), True, 1), "not begun"),
            ((week_of(now), False, 1), "Nobody can have come"),
            ((week_of(now), True, 41), "from 0 to 40"),
        ):
            with pytest.raises(Invalid, match=words):
                keep_round(rep, CODE, *wrong)
        with pytest.raises(Invalid, match="NHS"):
            keep_round(rep, CODE, week_of(now), True, 1, (), "Ask about 943 476 5919")
        for refused in (
            lambda: keep_round(other, CODE, week_of(now), True, 1),
            lambda: count_admissions(other, CODE, "2026-01", 1),
            lambda: note_arrivals(other, CODE, now),
            lambda: name_lead(other, CODE, other.person_id),
        ):
            with pytest.raises(NotYours):
                refused()
        arrived = now - timedelta(days=30)
        on_time, late = note_arrivals(rep, CODE, arrived, 2)
        assert session.get_one(HomeArrival, late).due_on == add_working_days(arrived, 7)
        finish_plan(rep, CODE, on_time, add_working_days(arrived, 7))
        finish_plan(rep, CODE, late, add_working_days(arrived, 8))
        with pytest.raises(Refusal, match="done already"):
            finish_plan(rep, CODE, late, now)
        note_arrivals(rep, CODE, now)
        plans = plans_of(home.id)
        assert (plans.in_time, plans.of, len(plans.open)) == (1, 2, 1)
        for month, number in enumerate((2, 4, 6), 1):
            count_admissions(rep, CODE, f"2026-0{month}", number)
        assert [one.rate for one in admissions_of(home)] == [5, 10, 15]
        assert money_of(33).shares == {"practice": 23_100, "nurses": 6_600, "pharmacist": 3_300}
        name_lead(rep, CODE, rep.person_id)
    federation_work()
    with world.scope():
        assert home_of(CODE).asked_week == week_of(today())


def test_files_of_the_directory_in_both_forms(federation_world: Any, federation_app: Any) -> None:
    from federation.network.imports.terminal import import_sheet

    with federation_world.scope():
        import_sheet("care_homes.homes", DIRECTORY.encode(), False)
        home = home_of(CODE)
        assert (home.name, home.beds, home.x, home.y) == ("Samphire House", 40, 375_838, 394_603)
        import_sheet("care_homes.homes", COUNCIL.encode(), False)
        session.expire_all()
        assert (home_of(CODE).beds, home_of(CODE).kind) == (40, "Nursing homes")
        codes = session.scalars(select(CareHome.code).order_by(CareHome.code)).all()
        assert codes == [CODE, "1-900000003"]
        first = min(practices(), key=lambda one: one.code)
        spots = f"practice_code,easting,northing\n{first.code},375000,394000\nY99999,1,1\n"
        import_sheet("care_homes.coordinates", spots.encode(), False)
        spot = session.scalars(select(PracticeSpot)).one()
        assert (spot.practice_id, spot.x, spot.y) == (first.id, 375_000, 394_000)
        counts = f"CQC location,ODS code,Residents\n{CODE},{first.code},12\n{CODE},Y99999,3\n"
        import_sheet("care_homes.residents", counts.encode(), False)
        with pytest.raises(Refusal, match="Not every line"):
            import_sheet("care_homes.residents", counts.replace("12", "twelve").encode(), False)


def test_what_works_is_reviewed_by_somebody_else(federation_world: Any) -> None:
    with federation_world.scope():
        rep, other = federation_world.actor("rep1"), federation_world.actor("rep2")
        number = bring_evidence(rep, "A hot line", "Staff ring one number first.")
        with pytest.raises(NotYours):
            review_evidence(rep, number, "use", "It is mine.")
        review_evidence(other, number, "try", "In one home first.")
        with pytest.raises(Refusal, match="already"):
            review_evidence(federation_world.actor("rep3"), number, "use", "Again.")
