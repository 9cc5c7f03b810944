"""A sign-in with which nothing was done for too long stands on no list, and is ended by a job."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db
from federation.network.members.actions.roles import add_role
from federation.people.jobs import forget
from federation.people.models import SignIn
from federation.testing.world import World
from tests.people.accounts import Typing, home
from tests.people.test_idle import in_office, minutes
from tests.people.test_kept_signed_in import is_in, ticked
from tests.people.test_second_factor import signed

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]


def listed(client: Typing) -> int:
    """How many sign-ins stand on the page of somebody's own."""
    return str(client.get("/account/sign-ins").text).count('role="rowheader"')


def open_of(person_id: int) -> list[bool]:
    """Whether each sign-in that has not ended is kept, oldest first."""
    db.session.rollback()
    rows = select(SignIn.is_kept).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    return list(db.session.scalars(rows.order_by(SignIn.id)))


def seen_at(person_id: int) -> datetime:
    db.session.rollback()
    return db.session.scalars(select(SignIn.seen_at).where(SignIn.person_id == person_id)).one()


@both
def test_an_idle_sign_in_is_not_listed_and_a_kept_one_is(app: Flask, world: World, travel: Travel) -> None:
    """Both are read from another browser, whose owner has only read, and was never away for long."""
    idle, kept, reader = signed(app, world), ticked(app, world), signed(app, world)
    assert listed(reader) == 3
    for hours in (5, 8):
        travel(timedelta(hours=hours))
        assert listed(reader) == 3
    travel(timedelta(hours=8, minutes=11))
    assert listed(reader) == 2
    assert (is_in(idle), is_in(kept), is_in(reader)) == (False, True, True)


@both
def test_the_job_ends_what_is_idle_and_nothing_else(app: Flask, world: World, travel: Travel) -> None:
    person = world.people["rep1"]
    idle, kept, reader = signed(app, world), ticked(app, world), signed(app, world)
    travel(timedelta(hours=7, minutes=50))
    assert is_in(reader, home(app))
    forget()
    assert open_of(person) == [False, True, False]
    travel(timedelta(hours=8, minutes=11))
    forget()
    assert open_of(person) == [True, False]
    forget()
    assert open_of(person) == [True, False]
    assert (is_in(idle), is_in(kept), is_in(reader, home(app))) == (False, True, True)


@both
@pytest.mark.parametrize("name", ["admin", "chair"])
def test_of_office_holders_after_an_hour(app: Flask, world: World, travel: Travel, name: str) -> None:
    idle, other = in_office(app, world, name), signed(app, world)
    travel(minutes(71))
    forget()
    assert (open_of(world.people[name]), open_of(world.people["rep1"])) == ([], [False])
    assert (is_in(idle), is_in(other)) == (False, True)


@both
def test_an_office_holder_need_not_have_been_met_there(app: Flask, world: World, travel: Travel) -> None:
    """On pages outside a federation too an hour counts, from the day on which the office began."""
    client, idle = signed(app, world), signed(app, world)
    assert is_in(client) and is_in(idle)
    with world.scope():
        add_role(world.actor("admin"), world.people["rep1"], "executive")
    travel(minutes(50))
    assert listed(client) == 2
    travel(minutes(71))
    assert listed(client) == 1
    assert not is_in(idle)
    travel(minutes(140))
    assert not is_in(client)


@both
def test_reading_is_noted_once_in_ten_minutes(app: Flask, world: World, travel: Travel) -> None:
    client, person = signed(app, world), world.people["rep1"]
    began = seen_at(person)
    for count, noted in ((9, False), (11, True)):
        travel(timedelta(minutes=count))
        assert is_in(client, home(app))
        assert (seen_at(person) > began) is noted
    noted_at = seen_at(person)
    travel(timedelta(minutes=20))
    assert is_in(client, home(app))
    assert seen_at(person) == noted_at


def test_who_comes_back_too_late_is_not_noted(app: Flask, world: World, travel: Travel) -> None:
    client, person = signed(app, world), world.people["rep1"]
    began = seen_at(person)
    travel(timedelta(hours=9))
    assert not is_in(client)
    assert seen_at(person) == began


def test_a_demonstration_lists_all_for_long(app: Flask, world: World, travel: Travel) -> None:
    app.config["SETTINGS"]["demo"] = True
    in_office(app, world, "chair")
    travel(timedelta(hours=7))
    forget()
    assert open_of(world.people["chair"]) == [False]


def test_when_it_was_last_used_is_told_to_its_owner(app: Flask, world: World) -> None:
    kept = signed(app, world).get("/account/data.json").json["account"]
    (entry,) = [one for one in kept if one["what"] == "Sign-in"]
    assert entry["last_used_at"] == seen_at(world.people["rep1"]).isoformat()
