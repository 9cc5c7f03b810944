"""Days and moments of programs: a year that cannot be reckoned with is refused, and nothing that reads it breaks."""

import pytest
from flask import Flask
from marshmallow import ValidationError

from federation.kernel.api_fields import DayField, InstantField
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.world import make_world

ODD = ("0001-01-01", "1799-12-31", "2201-01-01", "9999-12-31")


@pytest.mark.parametrize("day", ODD)
def test_an_odd_year_is_refused(day: str) -> None:
    for field, value in ((DayField(), day), (InstantField(), f"{day}T12:00:00Z")):
        with pytest.raises(ValidationError) as met:
            field.deserialize(value)
        assert met.value.messages == ["Write a year from 1800 to 2200."]


@pytest.mark.parametrize("day", ["1800-01-01", "2200-12-31"])
def test_the_years_that_people_may_type_are_taken(day: str) -> None:
    assert DayField().deserialize(day).isoformat() == day
    assert InstantField().deserialize(f"{day}T12:00:00Z").date().isoformat() == day


@pytest.mark.both_databases
def test_a_task_of_the_year_one_is_refused_and_home_goes_on(app: Flask) -> None:
    world = make_world(practices=3)
    with world.scope():
        seats = [SeatWanted(world.people["rep1"], is_lead=True)]
        group = begin_group(
            world.actor("admin"), GroupWanted("Visiting Group", "Looks after visits.", seats=seats)
        )
    program = world.program(app, "rep1")
    address = f"/api/v1/federations/{world.slug}/groups/{group}/tasks"
    wanted = {"words": "Count", "owner": {"practice": "Z99001"}}
    for day in ODD:
        assert program.post(address, json={**wanted, "due_at": f"{day}T00:00:00Z"}).status_code == 422
    for day in ("1800-01-02", "2200-12-30"):
        assert program.post(address, json={**wanted, "due_at": f"{day}T00:00:00Z"}).status_code == 201
    browser = world.client(app, "rep1")
    for path in ("", f"groups/{group}/tasks", f"groups/{group}/workstream"):
        assert browser.get(world.address(path)).status_code == 200, path
