"""A session ends when nothing is done with it: after 8 hours, after 60 minutes for administrators and executives."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from federation.kernel.db import unit_of_work
from federation.people.actions.sessions import start_session
from federation.testing.world import World
from tests.people.accounts import Typing, address_of, browser, give_password, home, sign_in
from tests.people.apps import give_app, give_code
from tests.people.test_second_factor import signed

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count, seconds=2)


def in_office(app: Flask, world: World, name: str) -> Typing:
    give_password(world.people[name])
    phone, client = give_app(world.people[name]), browser(app)
    sign_in(client, address_of(world, name))
    assert give_code(client, phone.code()).location == home(app)
    assert client.get(home(app)).status_code == 200
    return client  # type: ignore[return-value]


@both
def test_everybody_stays_for_eight_hours_without_a_request(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    travel(timedelta(hours=5))
    assert client.get(home(app)).status_code == 200
    travel(timedelta(hours=9))
    assert client.get(home(app)).status_code == 200
    other = signed(app, world, "rep2")
    travel(timedelta(hours=17, minutes=1))
    assert other.get(home(app)).location == "/sign-in"
    page = other.get("/sign-in").text
    assert "You were signed out, because nothing was done here for 8 hours." in page
    assert "You were signed out" not in other.get("/sign-in").text
    sign_in(other, address_of(world, "rep2"))  # type: ignore[arg-type]
    assert other.get(home(app)).status_code == 200


@both
@pytest.mark.parametrize("name", ["admin", "chair"])
def test_office_holders_stay_for_an_hour(app: Flask, world: World, travel: Travel, name: str) -> None:
    client = in_office(app, world, name)
    travel(minutes(59))
    assert client.get(home(app)).status_code == 200
    travel(minutes(118))
    assert client.get("/account").status_code == 200
    travel(minutes(180))
    for path in ("/account", home(app)):
        assert client.get(path).location == "/sign-in"


def test_it_comes_back_to_the_page_that_was_asked_for(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    travel(timedelta(hours=8, minutes=1))
    wanted = "/f/saltmarsh/people/?role=observer"
    assert client.get(wanted).location == "/sign-in"
    assert sign_in(client, address_of(world, "rep1")).location == wanted  # type: ignore[arg-type]


@both
def test_an_old_copy_of_a_cookie_opens_nothing(app: Flask, world: World, travel: Travel) -> None:
    """However busy the owner is: the time stands in the copy itself."""
    owner = signed(app, world)
    copy = owner.get_cookie("federation").value
    travel(timedelta(hours=6))
    assert owner.get(home(app)).status_code == 200
    travel(timedelta(hours=9))
    assert owner.get(home(app)).status_code == 200
    thief = Typing(app.test_client(use_cookies=False), app)
    assert thief.get(home(app), headers={"Cookie": f"federation={copy}"}).location == "/sign-in"


def test_a_cookie_without_the_time_opens_nothing(app: Flask, world: World) -> None:
    with unit_of_work():
        token = start_session(world.people["rep1"], "Firefox")
    client = browser(app)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert client.get(home(app)).location == "/sign-in"


def test_the_cookie_is_renewed_at_most_once_a_minute(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    client.get(home(app))
    travel(timedelta(seconds=50))
    assert "Set-Cookie" not in client.get(home(app)).headers
    travel(timedelta(seconds=70))
    assert "Set-Cookie" in client.get(home(app)).headers


def test_times_are_settings(app: Flask, world: World, travel: Travel) -> None:
    app.config["SETTINGS"] |= {"idle_minutes": 30, "idle_minutes_in_office": 10}
    client, chair = signed(app, world), in_office(app, world, "chair")
    travel(minutes(11))
    assert chair.get(home(app)).location == "/sign-in"
    assert "for 10 minutes" in chair.get("/sign-in").text
    assert client.get(home(app)).status_code == 200
    travel(minutes(42))
    assert client.get(home(app)).location == "/sign-in"


def test_a_demonstration_is_patient_with_everybody(app: Flask, world: World, travel: Travel) -> None:
    app.config["SETTINGS"]["demo"] = True
    chair = in_office(app, world, "chair")
    travel(timedelta(hours=7))
    assert chair.get(home(app)).status_code == 200
