"""What residents chose, offers to the staff of homes, and the yearly report."""

from datetime import timedelta
from typing import Any

import pytest
from federation_care_homes.homes.actions import count_residents, enter_home, home_of
from federation_care_homes.page.queries import year_of
from federation_care_homes.periods import weeks_of
from federation_care_homes.running.actions import (
    count_admissions,
    count_choices,
    finish_plan,
    keep_round,
    note_arrivals,
)
from federation_care_homes.support.actions import OfferWish, end_offer, note_turnover, offer_support
from federation_care_homes.support.queries import offer_here

from federation.testing import both_databases
from federation.toolkit import Invalid, NotYours, Refusal, today, unit_of_work

CODE = "1-900000001"


def furnish(world: Any, homes: int = 1) -> None:
    for place in range(homes):
        code = f"1-90000000{place + 1}"
        enter_home(
            world.actor("admin"), {"code": code, "name": f"Home {place}", "beds": 40, "x": place, "y": 0}
        )
        with unit_of_work():
            home_of(code).practice_id = world.practice_of("rep1")


@both_databases
def test_offers_to_the_staff_of_a_home_and_what_came_of_them(
    federation_world: Any, federation_client: Any, federation_program: Any
) -> None:
    world = federation_world
    with world.scope():
        furnish(world)
        number = home_of(CODE).id
        rep, other = world.actor("rep2"), world.actor("rep3")
        with pytest.raises(Invalid, match="NHS"):
            offer_support(rep, CODE, OfferWish("course", "Wound care", "For 943 476 5919"))
        with pytest.raises(Invalid, match="Select what is offered"):
            offer_support(rep, CODE, OfferWish("gift", "Wound care"))
        with pytest.raises(NotYours):
            offer_support(world.actor("observer"), CODE, OfferWish("course", "Wound care"))
    page = federation_client("rep2").get(world.address(f"care_homes/{number}/support/new")).text
    assert "Wound care, 2 places" in page
    sent = {"kind": "course", "title": "Wound care", "words": "On 4 mornings.", "places": 2}
    base = f"/api/v1/federations/{world.slug}/care_homes"
    made = federation_program("rep2").post(f"{base}/homes/{CODE}/offers", json=sent)
    assert made.status_code == 201, made.text
    page = federation_client("observer").get(world.address(f"care_homes/{number}")).text
    assert "Wound care" in page
    ended = federation_program("rep3").put(f"{base}/offers/{made.json['id']}", json={"taken": 1})
    assert ended.status_code == 403  # everybody reads it, and its practice ends it
    with world.scope():
        with pytest.raises(Invalid, match="from 0 to 2"):
            end_offer(rep, made.json["id"], 3, "")
        end_offer(rep, made.json["id"], 2, "Both came.")
        with pytest.raises(Refusal, match="ended already"):
            end_offer(rep, made.json["id"], 1, "")
        assert offer_here(made.json["id"]).taken == 2
        for wrong in ((CODE, "2026-Q5", 3), (CODE, "2026-Q1", 301)):
            with pytest.raises(Invalid):
                note_turnover(world.actor("rep1"), *wrong)
        with pytest.raises(NotYours):
            note_turnover(other, CODE, "2026-Q1", 3)
        note_turnover(world.actor("rep1"), CODE, "2026-Q1", 12)
    page = federation_client("observer").get(world.address(f"care_homes/{number}/support")).text
    assert "12 in 100" in page and "Ended" in page
    page = federation_client("observer").get(world.address(f"care_homes/offers/{made.json['id']}")).text
    assert "2 people took it up" in page and "Both came." in page
    assert (
        federation_client("observer").get(world.address("care_homes/support")).text.count("Wound care") == 1
    )


@both_databases
def test_what_residents_chose_is_read_by_all(federation_world: Any, federation_client: Any) -> None:
    world = federation_world
    with world.scope():
        furnish(world, 2)
        count_choices(world.actor("rep1"), CODE, 22, 4)
        count_choices(world.actor("rep1"), "1-900000002", 13, 6)
        number = home_of(CODE).id
    page = federation_client("admin").get(world.address("care_homes/choices")).text
    assert "In 2 homes, 10 of 35 residents stay with their own practice" in page
    page = federation_client("observer").get(world.address("care_homes/choices")).text
    assert "In 2 homes, about 10 of about 35 residents stay with their own practice" in page
    sent = {"asked": "5", "stayed": "6"}
    back = federation_client("rep1").post(world.address(f"care_homes/{number}/choices"), data=sent)
    assert back.status_code == 422 and "No more can have stayed than were asked" in back.text
    assert 'value="6"' in back.text
    sent = {"asked": "23", "stayed": "4"}
    assert (
        federation_client("rep1").post(world.address(f"care_homes/{number}/choices"), data=sent).status_code
        == 303
    )
    sheet = federation_client("rep1").get(world.address("care_homes/choices.csv")).text
    assert "Home 0,Driftwood Surgery,23,4" in sheet


def test_the_yearly_report(federation_world: Any, federation_client: Any, federation_statements: Any) -> None:
    world = federation_world
    with world.scope():
        furnish(world, 2)
        rep, now = world.actor("rep1"), today()
        year = now.year
        weeks = weeks_of(year, now)
        for week in weeks[-3:]:
            keep_round(
                rep,
                CODE,
                week,
                week != weeks[-1],
                4 if week != weeks[-1] else 0,
                ["gp"] if week != weeks[-1] else [],
            )
        for month in (1, 2):
            count_admissions(rep, CODE, f"{year}-{month:02}", 9)
        arrived = now - timedelta(days=20)
        (first,) = note_arrivals(rep, CODE, arrived)
        finish_plan(rep, CODE, first, arrived)
        found = year_of(rep, year).homes[0]
        assert (found.rounds.kept, found.rounds.weeks, found.rounds.came) == (2, 3, {"gp": 2})
        assert (found.plans, found.in_time, found.admissions) == (1, 1, 18)
        assert found.money == 40 * 1_000 * 12
    page = federation_client("rep1").get(world.address(f"care_homes/report/{year}")).text
    assert "2 of 3 weekly rounds were kept" in page and "1 of 1" in page
    sheet = federation_client("rep1").get(world.address(f"care_homes/report/{year}.csv")).text
    assert "Home 0,Driftwood Surgery,40,2,3,2,0,0,0,0,0,0,1,1,18,,,0,4800.00" in sheet
    assert federation_client("rep1").get(world.address(f"care_homes/report/{year + 1}")).status_code == 404
    with federation_statements() as few:
        federation_client("admin").get(world.address(f"care_homes/report/{year}"))
    with world.scope():
        for place in range(5, 9):
            code = f"1-90000000{place}"
            enter_home(
                world.actor("admin"), {"code": code, "name": f"Home {place}", "beds": place, "x": 0, "y": 0}
            )
            count_residents(world.actor("admin"), code, {"Z99001": 3})
    with federation_statements() as many:
        federation_client("admin").get(world.address(f"care_homes/report/{year}"))
    assert len(many) == len(few)
