"""Mail that can be switched off says in its head how, and a mail program's button ends that kind and nothing else."""

from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import update

from federation.decisions.discussion.actions import comment
from federation.kernel.db import db, unit_of_work
from federation.kernel.mail import mailbox
from federation.network.gathering.actions import send_gathered
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.people.actions.stopping import mail_of_link, stop_headers
from federation.people.models import Person
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.decisions.votes import opened, propose
from tests.network.test_gathering import PAST_IT, Travel, choose

both = pytest.mark.both_databases


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=2)


def path_of(headers: dict[str, str]) -> str:
    """The path of the link in a letter's head."""
    return "/mail/stop/" + headers["List-Unsubscribe"].strip("<>").partition("/mail/stop/")[2]


def letters_to(name: str) -> list[dict[str, str]]:
    """The heads of the letters that left to somebody, oldest first."""
    found = []
    for file in sorted(mailbox().glob("*.eml"), key=lambda one: one.stat().st_mtime_ns):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        if name in letter["To"]:
            found.append({key: str(value) for key, value in letter.items()})
    return found


@both
def test_the_button_of_a_mail_program_ends_one_kind_for_one_person(app: Flask, world: World) -> None:
    number = propose(world, "rep1")
    with world.scope():
        comment(world.actor("rep2"), number, "Too dear.")
    run_once(app)
    [head] = [one for one in letters_to("rep1") if one["Subject"].startswith("New comment")]
    assert head["List-Unsubscribe"].startswith("<http")
    browser = app.test_client()
    shown = browser.get(path_of(head))
    assert (shown.status_code, "Stop these emails?" in shown.text) == (200, True)
    assert not db.session.get_one(Person, world.people["rep1"]).mail_choices
    assert "rep1" not in shown.text
    app.config["WTF_CSRF_ENABLED"] = True
    asked = browser.post(path_of(head), data={"List-Unsubscribe": "One-Click"})
    assert asked.status_code == 200
    db.session.expire_all()
    assert db.session.get_one(Person, world.people["rep1"]).mail_choices == {"comment": "never"}
    assert not db.session.get_one(Person, world.people["rep2"]).mail_choices
    assert browser.post(path_of(head)).status_code == 200


@both
def test_the_letter_that_holds_others_ends_what_it_holds(app: Flask, world: World, travel: Travel) -> None:
    choose(world, "rep1", comment="daily", verdict="weekly", opened="at_once")
    number = propose(world, "rep1")
    with world.scope():
        comment(world.actor("rep2"), number, "Too dear.")
    travel(PAST_IT)
    assert send_gathered() == 1
    run_once(app)
    [head] = [one for one in letters_to("rep1") if " in one: " in one["Subject"]]
    assert app.test_client().post(path_of(head)).status_code == 200
    db.session.expire_all()
    assert db.session.get_one(Person, world.people["rep1"]).mail_choices == {
        "comment": "never",
        "verdict": "never",
        "opened": "at_once",
    }


def test_what_cannot_be_switched_off_says_nothing_of_it(app: Flask, world: World) -> None:
    opened(world)
    with world.scope():
        seats = [SeatWanted(world.people["rep1"])]
        begin_group(world.actor("admin"), GroupWanted("Visits", "Visits.", seats=seats))
    run_once(app)
    said = {one["Subject"].partition(":")[0]: "List-Unsubscribe" in one for one in letters_to("rep1")}
    assert said == {"Vote": True, "New seat in Visits": False}
    assert stop_headers(1, None) == {}


def test_a_link_that_was_bent_or_is_of_somebody_erased_ends_nothing(app: Flask, world: World) -> None:
    me, other = world.people["rep1"], world.people["rep2"]
    token = path_of(stop_headers(me, "comment")).rpartition("/")[2]
    assert mail_of_link(token) == (me, "comment", "Comments")
    for bent in (
        token.replace(f"{me}.", f"{other}.", 1),
        token.replace("comment", "verdict"),
        token[:-1],
        path_of(stop_headers(me, "no_such_kind")).rpartition("/")[2],
    ):
        assert mail_of_link(bent) is None
        assert app.test_client().post(f"/mail/stop/{bent}").status_code == 410
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == me).values(erased_at=Person.created_at))
    assert app.test_client().get(f"/mail/stop/{token}").status_code == 410


def test_one_click_is_offered_where_the_address_is_secret_on_its_way(app: Flask, world: World) -> None:
    assert "List-Unsubscribe-Post" not in stop_headers(1, "comment")
    app.config["SETTINGS"]["base_url"] = "https://federation.example"
    head = stop_headers(1, "comment")
    assert head["List-Unsubscribe"].startswith("<https://federation.example/mail/stop/1.comment.")
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
