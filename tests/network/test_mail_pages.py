"""The product knows whether mail leaves: it says so, shows links to hand on, and an administrator tests it."""

import re
import smtplib
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from federation.kernel import mail, outbox
from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import NotFound, NotYours, Refusal
from federation.network.members.actions.handing_on import hand_on, who_waits
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.people.accounts import forget, give_password

PAGE = "/f/saltmarsh/admin/mail"
PEOPLE = "/f/saltmarsh/people"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+?)<")


@pytest.fixture
def world(app: Flask) -> World:
    made = make_world(practices=2)
    for name in made.people:
        give_password(made.people[name])
    return made


@pytest.fixture
def admin(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "admin")


def invite(client: FlaskClient, email: str = "new@example.org") -> Any:
    name = f"Ned {email.partition('@')[0].title()}"
    return client.post(f"{PEOPLE}/invite", data={"email": email, "name": name, "role": "observer"})


def acts(world: World) -> list[str]:
    with world.scope():
        found = list(db.session.scalars(select(RecordEntry.action).order_by(RecordEntry.seq)))
        db.session.rollback()
    return found


def get(client: FlaskClient, path: str) -> str:
    forget()
    return client.get(path).text


def test_where_no_mail_leaves_the_invitation_is_a_link_to_hand_on_once(
    app: Flask, admin: FlaskClient, world: World
) -> None:
    answer = invite(admin)
    page = get(admin, answer.location)
    assert "by email" not in page and "No mail server is set, so no letter leaves." in page
    assert not LINK.search(page)
    shown = admin.post(f"{answer.location}/invitation/link")
    (link,) = LINK.findall(shown.text)
    assert acts(world)[-1] == "invitation.shown"
    assert not LINK.search(get(admin, answer.location)) and not LINK.search(get(admin, f"{PEOPLE}/links"))
    stranger = app.test_client()
    forget()
    assert stranger.get(link).status_code == 200
    forget()
    (later,) = LINK.findall(admin.post(f"{PEOPLE}/links").text)
    forget()
    assert later != link and stranger.get(link).status_code == 410
    forget()
    assert stranger.get(later).status_code == 200


def test_no_link_is_shown_of_somebody_who_has_a_password_or_belongs_elsewhere(
    app: Flask, admin: FlaskClient, world: World
) -> None:
    other = make_world("fenland", 1)
    with other.scope():
        theirs = other.people["rep1"]
        db.session.rollback()
    give_password(theirs)
    shown = admin.post(f"{invite(admin, 'rep1@fenland.example').location}/invitation/link")
    stranger, (link,) = app.test_client(), LINK.findall(shown.text)
    forget()
    assert stranger.get(link).location == "/sign-in"
    with world.scope():
        (guest,) = who_waits()
        assert guest != theirs
        give_password(world.people["rep1"])
        with pytest.raises(Refusal, match="There is no link to hand on"):
            hand_on(world.actor("admin"), world.people["rep1"])
        for person_id in (theirs, other.people["lay"], 900_001):
            with pytest.raises(NotFound):
                hand_on(world.actor("admin"), person_id)
    forget()
    page = admin.post(f"{PEOPLE}/{theirs}/invitation/link")
    assert not LINK.search(page.text)
    assert acts(world).count("invitation.shown") == 1


def test_only_whoever_may_invite_sees_a_link_and_none_where_mail_leaves(
    app: Flask, admin: FlaskClient, world: World
) -> None:
    location = invite(admin).location
    for name in ("chair", "rep1", "member", "lay", "observer"):
        client = world.client(app, name)
        for path in (f"{location}/invitation/link", f"{PEOPLE}/links", f"{PAGE}/test"):
            forget()
            assert client.post(path).status_code == 403
        with world.scope(), pytest.raises(NotYours):
            hand_on(world.actor(name))
    app.config["SETTINGS"]["mail"]["smtp_host"] = "mail.example.org"
    forget()
    refused = admin.post(f"{location}/invitation/link")
    assert refused.status_code >= 400 and not LINK.search(refused.text)
    assert "Mail leaves this installation" in get(admin, f"{PEOPLE}/links")
    assert "Show a link" not in get(admin, location)
    assert "by email" in get(admin, invite(admin, "later@example.org").location)


def test_the_test_letter_says_what_became_of_it(
    app: Flask, admin: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No letter leaves: no mail server is set" in get(admin, PAGE)
    forget()
    assert admin.post(f"{PAGE}/test").status_code == 303
    assert "Waiting to leave" in get(admin, PAGE) and acts(world) == ["mail.tested"]
    run_once(app)
    assert "Written to a file on the server" in get(admin, PAGE)
    app.config["SETTINGS"]["mail"]["smtp_host"] = "mail.example.org"

    def refuse(*_: Any, **__: Any) -> Any:
        raise smtplib.SMTPAuthenticationError(535, b"no")

    monkeypatch.setattr(mail, "send", refuse)
    forget()
    admin.post(f"{PAGE}/test")
    run_once(app)
    page = get(admin, PAGE)
    assert "1 letter could not be sent" in page
    assert page.count("the mail server refused the user or the password") == 2 and "Tried 1 time" in page
    assert "mail.example.org, port 587" in page


def test_a_federation_sees_its_own_letters_alone(app: Flask, admin: FlaskClient, world: World) -> None:
    other = make_world("fenland", 1)
    forget()
    other.client(app, "admin").post("/f/fenland/admin/mail/test")
    with world.scope():
        assert outbox.mail_state().waiting == 0
        assert outbox.last_letter("test-letter:") is None
        db.session.rollback()
    with other.scope():
        assert outbox.mail_state().waiting == 1
        assert outbox.last_letter("test-letter:") == outbox.LetterState(None, 0, None)


@pytest.mark.both_databases
def test_the_state_of_the_queue(app: Flask) -> None:
    world = make_world(practices=1)
    client = world.client(app, "admin")
    client.post(f"{PAGE}/test")
    with world.scope():
        state = outbox.mail_state()
        db.session.rollback()
        assert (state.waiting, state.failed, state.error) == (1, 0, None) and state.since is not None
    run_once(app)
    with world.scope():
        assert outbox.mail_state() == outbox.MailState(0, 0, None, None)


def test_errors_in_words() -> None:
    assert mail.failure_in_words("ConnectionRefusedError: not accepted") == (
        "the mail server does not answer at this address and port"
    )
    assert mail.failure_in_words("Strange: x") == "the mail server did not accept it"
