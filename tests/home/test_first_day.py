"""The first day: the administrator's set-up list with its progress, and a new representative's orientation."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from federation.home.queries.setting_up import has_taken_part, setting_up
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import NotYours
from federation.network.federation.actions.describing import describe
from federation.network.federation.actions.settling import show_set_up
from federation.network.practices.actions.totals import catch_up
from federation.testing.world import World, make_world
from tests.decisions.votes import opened, vote
from tests.network.files import counted_statements
from tests.people.accounts import forget, give_password

HOME = "/f/saltmarsh/"
STEP = re.compile(r'task-list__link" href="([^"]*)"[^>]*>([^<]*)</a>.*?nhsuk-tag[^>]*>([^<]*)<', re.S)


def counted_world(practices: int) -> World:
    made = make_world(practices=practices)
    with made.scope(), unit_of_work():
        catch_up()
    return made


@pytest.fixture
def world(app: Flask) -> World:
    return counted_world(3)


def page(app: Flask, world: World, name: str) -> str:
    forget()
    return world.client(app, name).get(HOME).text


def steps(text: str) -> dict[str, str]:
    if 'id="steps"' not in text:
        return {}
    section = text.split('id="steps"')[1].split("</section>")[0]
    return {title: state for _, title, state in STEP.findall(section)}


@pytest.mark.both_databases
def test_the_list_says_how_far_each_step_is_and_goes_when_all_is_done(app: Flask) -> None:
    world = counted_world(3)
    assert steps(page(app, world, "admin")) == {
        "Mail": "To do",
        "Purpose and aims": "To do",
        "Practices": "3 practices",
        "List sizes": "3 of 3",
        "Neighbourhoods": "Optional",
        "Representatives": "3 of 3",
        "A second administrator or executive": "To do",
        "The first vote": "To do",
    }
    app.config["SETTINGS"]["mail"]["smtp_host"] = "mail.example.org"
    with world.scope():
        describe(world.actor("admin"), "Together.")
    give_password(world.people["admin"])
    give_password(world.people["chair"])
    opened(world)
    with world.scope():
        assert setting_up().complete
        db.session.rollback()
    assert steps(page(app, world, "admin")) == {}


def test_an_empty_federation_begins_with_the_list(app: Flask) -> None:
    world = make_world(practices=0)
    found = steps(page(app, world, "admin"))
    assert found["Practices"] == found["Representatives"] == found["List sizes"] == "To do"
    with world.scope():
        assert not setting_up().complete
        db.session.rollback()


def test_it_is_the_administrators_alone_hidden_and_shown_again(app: Flask, world: World) -> None:
    for name in ("chair", "rep1", "member", "lay", "observer"):
        assert steps(page(app, world, name)) == {}
        forget()
        assert world.client(app, name).post(f"{HOME}set-up").status_code == 403
        with world.scope(), pytest.raises(NotYours):
            show_set_up(world.actor(name), False)
    client = world.client(app, "admin")
    forget()
    assert client.post(f"{HOME}set-up").status_code == 303
    assert steps(page(app, world, "admin")) == {}
    forget()
    assert "Show the set-up list on Home" in client.get(f"{HOME}admin/").text
    client.post(f"{HOME}set-up", data={"show": "1"})
    assert len(steps(page(app, world, "admin"))) == 8
    with world.scope():
        assert db.session.scalars(select(RecordEntry.action)).all() == ["federation.settings"] * 2


def test_the_list_costs_one_statement_and_nothing_once_hidden(app: Flask, world: World) -> None:
    client = world.client(app, "admin")
    forget()
    client.get(HOME)
    counts = []
    for hide in (False, True):
        if hide:
            client.post(f"{HOME}set-up")
        forget()
        with counted_statements() as found:
            client.get(HOME)
        counts.append(len(found))
    assert counts[0] - counts[1] == 1


def test_a_new_representative_is_welcomed_until_they_vote(app: Flask, world: World) -> None:
    words = "Welcome: here the practices decide together"
    assert words in page(app, world, "rep1") and "You represent Driftwood Surgery." in page(
        app, world, "rep1"
    )
    for name in ("admin", "chair", "member", "lay", "observer"):
        assert words not in page(app, world, name)
    decision = opened(world)
    vote(world, decision, "f")
    assert words not in page(app, world, "rep1")
    assert words in page(app, world, "rep2")
    with world.scope():
        assert has_taken_part(world.people["rep1"], [world.practices["Z99001"]])
        assert not has_taken_part(world.people["rep1"], [world.practices["Z99002"]])
        db.session.rollback()


def test_the_welcome_is_put_away_on_a_press(app: Flask, world: World) -> None:
    client = world.client(app, "rep1")
    forget()
    assert "Welcome: here" in client.get(HOME).text
    forget()
    assert client.post(f"{HOME}orientation").status_code == 303
    forget()
    assert "Welcome: here" not in client.get(HOME).text
