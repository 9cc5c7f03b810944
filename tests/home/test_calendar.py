"""The calendar that a phone reads: by a key, without a session, of one person in one federation."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from federation.decisions.outcomes.queries.actions import today
from federation.kernel.db import db, unit_of_work
from federation.network.dues.actions import DuePage, add_due, end_calendar_key, make_calendar_key
from federation.network.models import CalendarKey, Membership
from federation.people.models import Person
from federation.people.rules.waiting import ADDRESS
from federation.testing.world import LONG_AGO, World, make_world
from tests.decisions.many import proposed
from tests.decisions.votes import opened, vote

FEED = "/api/v1/federations/saltmarsh/calendar.ics"


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def key_of(world: World, name: str) -> str:
    with world.scope():
        return make_calendar_key(world.people[name])


def read(app: Flask, key: str, path: str = FEED) -> Any:
    return app.test_client().get(path, query_string={"key": key})


def events(app: Flask, key: str) -> list[tuple[str, Any]]:
    """What a calendar has, in its order: words and when."""
    from icalendar import Calendar

    answer = read(app, key)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    found: Any = Calendar.from_ical(answer.data)
    return [(str(one["summary"]), one["dtstart"].dt) for one in found.walk("VEVENT")]


def asked(world: World, words: str, **whose: Any) -> None:
    with world.scope(), unit_of_work():
        add_due(f"network.{words}", words, today() + timedelta(days=3), DuePage("network.practices"), **whose)


@pytest.mark.both_databases
def test_it_has_ones_own_votes_and_dues_and_nobody_elses(app: Flask, world: World) -> None:
    other = make_world("dune")
    for one, words in ((world, "Check"), (other, "Theirs")):
        asked(one, words, people=[one.people["rep1"]], practices=[one.practices["Z99001"]])
    asked(world, "Not mine", people=[world.people["rep2"]])
    decision = opened(world, hours=48, title="Share a van")
    vote(world, decision, "f")
    opened(other, hours=48, title="Another's van")
    proposed(world, "A draft", state="draft", author="rep1")
    proposed(world, "In discussion", author="rep1")
    with world.scope():
        day = today() + timedelta(days=3)
    rep1, member, lay = (key_of(world, name) for name in ("rep1", "member", "lay"))
    found = events(app, rep1)
    assert [words for words, _ in found] == ["Voting closes: Share a van", "Check", "Check"]
    assert [when for _, when in found[1:]] == [day, day]
    assert [words for words, _ in events(app, member)] == ["Check"]
    assert events(app, lay) == []
    assert read(app, rep1, "/api/v1/federations/dune/calendar.ics").status_code == 410
    assert read(app, rep1, "/api/v1/federations/nowhere/calendar.ics").status_code == 404


@pytest.mark.both_databases
def test_a_key_ends_with_a_new_one_with_the_place_and_with_the_person(app: Flask, world: World) -> None:
    old, new, ended, erased = (key_of(world, name) for name in ("rep1", "rep1", "rep2", "rep3"))
    assert [read(app, key).status_code for key in (old, new, "", "x" * 43)] == [410, 200, 410, 410]
    with world.scope():
        kept = db.session.scalars(select(CalendarKey.key_hash)).all()
        assert not {old, new, ended, erased} & set(kept) and len(kept) == 3
        end_calendar_key(world.people["rep1"])
    with unit_of_work() as session, world.scope():
        for place in session.scalars(select(Membership).where(Membership.person_id == world.people["rep2"])):
            place.ended_at = LONG_AGO
        session.get_one(Person, world.people["rep3"]).erased_at = LONG_AGO
    assert {read(app, key).status_code for key in (new, ended, erased)} == {410}


def test_a_key_opens_nothing_else(app: Flask, world: World) -> None:
    key, client = key_of(world, "rep1"), app.test_client()
    for path in ("/f/saltmarsh/", "/f/saltmarsh/calendar", "/api/v1/federations/saltmarsh/dues"):
        assert client.get(path, query_string={"key": key}).status_code in (302, 401)
    assert client.post(FEED, query_string={"key": key}).status_code == 405


def test_who_guesses_has_to_wait(app: Flask, world: World) -> None:
    key = key_of(world, "rep1")
    codes = [read(app, f"{'x' * 30}{number}").status_code for number in range(ADDRESS.free + 1)]
    assert codes == [410] * ADDRESS.free + [429]
    assert read(app, key).status_code == 429


def test_the_page_makes_renews_and_ends_the_address(app: Flask, world: World) -> None:
    client, page = world.client(app, "rep1"), "/f/saltmarsh/calendar"
    assert "in three steps" in client.get(page).text and "Get the address" in client.get(page).text
    first, second = made_by(client, page), made_by(client, page)
    assert first not in client.get(page).text and second not in client.get(page).text
    assert [app.test_client().get(url).status_code for url in (first, second)] == [410, 200]
    assert "Get a new address" in client.get(page).text
    assert client.post(f"{page}/end").status_code == 303
    assert app.test_client().get(second).status_code == 410
    assert 'href="/f/saltmarsh/calendar"' in client.get("/account").text


def made_by(client: FlaskClient, page: str) -> str:
    """The address that the page shows, without the name of the host."""
    text = client.post(page).text
    return text.partition("<code>")[2].partition("</code>")[0].partition("8000")[2].replace("&amp;", "&")
