"""Links and passwords: used once, in time, for their purpose; the same answer for everybody."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.network.members.actions.inviting import invite
from federation.network.models import Membership
from federation.people.actions.choosing_passwords import why_not
from federation.people.actions.links import LinkGone, consume, look, make_link
from federation.people.models import MailedLink, Person
from federation.testing.world import World
from tests.people.accounts import (
    PASSWORD,
    Typing,
    address_of,
    browser,
    home,
    letters,
    link_in,
    open_sessions,
    sign_in,
)

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]
NEW = "heron under the bridge"
CHOSEN = {"password": NEW, "again": NEW}


def invited(world: World, name: str = "nadia") -> str:
    """The path of an invitation's link."""
    with world.scope():
        invite(world.actor("admin"), f"{name}@saltmarsh.example", "Nadia Obi", "representative", "Z99001")
    return link_in(letters("invitation")[-1])


@both
def test_an_invitation_is_accepted_once(app: Flask, world: World) -> None:
    path, client = invited(world), browser(app)
    page = client.get(path).text
    assert "Accept the invitation to Saltmarsh GP Federation" in page
    assert "Representative" in page and "Driftwood Surgery" in page
    answer = client.post(path, data={"name": "Nadia  Obi-Lee", **CHOSEN})
    assert (answer.status_code, answer.location) == (303, home(app))
    person = db.session.execute(select(Person).where(Person.email == "nadia@saltmarsh.example")).scalar_one()
    assert (person.name, person.password_hash is not None) == ("Nadia Obi-Lee", True)
    for used in (browser(app).get(path), browser(app).post(path, data={"name": "Thief", **CHOSEN})):
        assert used.status_code == 410
        assert "does not work any more" in used.text
    assert sign_in(browser(app), "nadia@saltmarsh.example", NEW).status_code == 303


@both
def test_a_link_is_used_once_even_by_ten_at_once(app: Flask, world: World) -> None:
    path = invited(world)
    start, answers = threading.Barrier(10), []

    def accept(number: int) -> None:
        with app.test_client() as client:
            start.wait()
            answers.append(client.post(path, data={"name": f"Nadia {number}", **CHOSEN}).status_code)

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303] + [410] * 9


@both
def test_looking_at_a_link_does_not_use_it_up(app: Flask, world: World) -> None:
    path = invited(world)
    assert [browser(app).get(path).status_code for _ in range(3)] == [200] * 3
    refused = browser(app).post(path, data={"name": "Nadia", "password": "short", "again": "short"})
    assert refused.status_code == 422 and "12 characters or more" in refused.text and "Nadia" in refused.text
    assert browser(app).post(path, data={"name": "Nadia", **CHOSEN}).status_code == 303


@both
@pytest.mark.parametrize(
    ("purpose", "lasts"), [("invitation", timedelta(days=7)), ("password", timedelta(hours=1))]
)
def test_a_link_ends(app: Flask, world: World, travel: Travel, purpose: str, lasts: timedelta) -> None:
    with unit_of_work():
        link = make_link(world.people["member"], purpose, world.federation_id)  # type: ignore[arg-type]
    travel(lasts - timedelta(minutes=1))
    assert look(link.token, purpose).person_id == world.people["member"]  # type: ignore[arg-type]
    travel(lasts + timedelta(minutes=1))
    with pytest.raises(LinkGone), unit_of_work():
        consume(link.token, purpose)  # type: ignore[arg-type]
    path = "/invitation/" if purpose == "invitation" else "/password/new/"
    assert browser(app).get(path + link.token).status_code == 410


@both
def test_a_link_of_another_purpose_opens_nothing(app: Flask, world: World) -> None:
    with unit_of_work():
        password = make_link(world.people["member"], "password")
        invitation = make_link(world.people["member"], "invitation", world.federation_id)
    for path in (
        f"/invitation/{password.token}",
        f"/password/new/{invitation.token}",
        "/invitation/x",
        "/password/new/x",
    ):
        assert browser(app).get(path).status_code == 410
        assert browser(app).post(path, data={"name": "Thief", **CHOSEN}).status_code == 410
    with pytest.raises(LinkGone), unit_of_work():
        consume(password.token, "invitation")
    with unit_of_work():
        assert consume(password.token, "password").person_id == world.people["member"]
    with pytest.raises(LinkGone), unit_of_work():
        consume(password.token, "password")


@both
def test_the_database_holds_fingerprints_of_links_only(app: Flask, world: World) -> None:
    token = invited(world).rsplit("/", 1)[1]
    assert db.session.execute(select(MailedLink.token_hash)).scalars().all() != [token]


@both
def test_forgetting_a_password_gives_the_same_answer_to_everybody(app: Flask, world: World) -> None:
    answers = []
    for email in (address_of(world, "rep1"), "nobody@saltmarsh.example"):
        client = browser(app)
        answer = client.post("/password", data={"email": email})
        answers.append((answer.status_code, answer.location, answer.text, client.get(answer.location).text))
    assert answers[0] == answers[1]
    sent = letters("password")
    assert [letter["person"] for letter in sent] == [world.people["rep1"]]


@both
def test_choosing_a_new_password_ends_all_other_sessions(app: Flask, world: World) -> None:
    email, elsewhere, client = address_of(world, "rep1"), browser(app), browser(app)
    sign_in(elsewhere, email)
    client.post("/password", data={"email": email})
    path = link_in(letters("password")[-1])
    assert client.get(path).status_code == 200
    assert elsewhere.get("/account").status_code == 200
    answer = client.post(path, data=CHOSEN)
    assert (answer.status_code, answer.location) == (303, home(app))
    assert elsewhere.get("/account").location == "/sign-in"
    assert client.get("/account").status_code == 200
    assert open_sessions(world.people["rep1"]) == 1
    assert client.post(path, data=CHOSEN).status_code == 410
    assert sign_in(browser(app), email).status_code == 422
    assert sign_in(browser(app), email, NEW).status_code == 303


@both
def test_a_link_helps_whoever_has_to_wait(app: Flask, world: World) -> None:
    email, client = address_of(world, "rep1"), browser(app)
    for _ in range(6):
        sign_in(client, email, "wrong wrong wrong")
    assert sign_in(client, email).status_code == 429
    client.post("/password", data={"email": email})
    assert client.post(link_in(letters("password")[-1]), data=CHOSEN).status_code == 303
    assert sign_in(browser(app), email, NEW).status_code == 303


@both
def test_a_newer_link_ends_the_earlier_one_and_three_an_hour_are_enough(app: Flask, world: World) -> None:
    email, client = address_of(world, "rep1"), browser(app)
    for _ in range(5):
        assert client.post("/password", data={"email": email}).location == "/password/sent"
    paths = [link_in(letter) for letter in letters("password")]
    assert len(paths) == 3
    assert [client.get(path).status_code for path in paths] == [410, 410, 200]


@both
def test_changing_the_password_asks_for_the_old_one(app: Flask, world: World) -> None:
    email, elsewhere, client = address_of(world, "rep1"), browser(app), browser(app)
    sign_in(elsewhere, email)
    sign_in(client, email)
    before = client.cookie()["_user_id"]
    refused = client.post("/account/password", data={"old": "not this one, is it", **CHOSEN})
    assert refused.status_code == 422 and "This is not your password" in refused.text
    assert client.post("/account/password", data={"old": PASSWORD, **CHOSEN}).location == "/account"
    assert "Your password is changed" in client.get("/account").text
    assert client.cookie()["_user_id"] != before
    assert elsewhere.get("/account").location == "/sign-in"
    assert sign_in(browser(app), email, NEW).status_code == 303


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("elevenchars", "12 characters or more"),
        ("rep1@saltmarsh.example", "your name or your email"),
        ("  REP1@Saltmarsh.example ", "your name or your email"),
        ("Nadia Okonkwo-Lee", "your name or your email"),
        ("password1234", "many people use"),
        ("Pass Word 1234", "many people use"),
        ("aaaaaaaaaaaaaaaa", "many people use"),
        ("121212121212121212", "many people use"),
        ("1qaz2wsx3edc4rfv", "many people use"),
        ("drowssapdrowssap", "many people use"),
        ("Liverpool1234!", "many people use"),
        ("surgerysurgery", "many people use"),
        ("GPfederation1", "many people use"),
        ("Sunshine2026!!", "many people use"),
        ("Okonkwo-Lee 2026", "many people use"),
        ("correct horse battery staple", "many people use"),
    ],
)
def test_passwords_that_are_not_taken(password: str, words: str) -> None:
    assert words in (why_not(password, "rep1@saltmarsh.example", "Nadia Okonkwo-Lee") or "")


@pytest.mark.parametrize(
    "password",
    [
        "pebble on the shore",
        "     spaces     ok",
        "žluťoučký kůň pěl",
        "correct-horse-9",
        "x" * 3 + "quarry lamp ode" * 40,
    ],
)
def test_passwords_that_are_taken(password: str) -> None:
    assert why_not(password, "rep1@saltmarsh.example", "Nadia Okonkwo-Lee") is None


def test_fields_help_password_managers(app: Flask, world: World) -> None:
    page = browser(app).get("/sign-in").text
    assert 'autocomplete="username"' in page and 'autocomplete="current-password"' in page
    assert browser(app).get(invited(world)).text.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page


FORGED = [
    {"Host": "evil.example"},
    {"Host": "evil.example:8000"},
    {"X-Forwarded-Host": "evil.example"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "666"},
    {"X-Original-Host": "evil.example"},
    {"Origin": "https://evil.example"},
    {"X-Forwarded-Prefix": "/evil"},
    {"X-Forwarded-Server": "evil.example"},
    {"X-Rewrite-URL": "//evil.example"},
    {"Host": "evil.example/@"},
]


@pytest.mark.parametrize("headers", FORGED)
def test_mailed_links_do_not_come_from_the_request(app: Flask, world: World, headers: dict[str, str]) -> None:
    browser(app).post("/password", data={"email": address_of(world, "rep1")}, headers=headers)
    text = letters("password")[-1]["text"]
    assert "http://127.0.0.1:8000/password/new/" in text
    assert "evil" not in text and "666" not in text
    admin = Typing(world.client(app, "admin"), app)
    data = {"email": "new@saltmarsh.example", "name": "New", "role": "observer"}
    cookie = admin.get_cookie("federation")
    headers = {**headers, "Cookie": f"federation={cookie.value}"}
    anywhere = Typing(app.test_client(use_cookies=False), app)
    assert anywhere.post("/f/saltmarsh/people/invite", data=data, headers=headers).status_code == 303
    text = letters("invitation")[-1]["text"]
    assert "http://127.0.0.1:8000/invitation/" in text
    assert "evil" not in text and "666" not in text


@both
def test_the_record_knows_of_the_invitation_and_nothing_more(app: Flask, world: World) -> None:
    path, client = invited(world), browser(app)
    client.post(path, data={"name": "Nadia Obi", **CHOSEN})
    with world.scope():
        entries = db.session.execute(select(RecordEntry.action, RecordEntry.subject, RecordEntry.data)).all()
        membership = db.session.execute(select(Membership.person_id).order_by(Membership.id.desc())).first()
    assert [entry.action for entry in entries] == ["person.invited", "membership.started", "person.accepted"]
    assert membership and {entry.subject for entry in entries} == {f"person:{membership.person_id}"}
    everything = "".join(entry.data for entry in entries)
    assert not any(word in everything for word in ("Nadia", "nadia", "@", path.rsplit("/", 1)[1], NEW))


@pytest.mark.parametrize("host", ["", "mail.example.org"])
def test_the_page_of_a_forgotten_password_says_whether_mail_leaves(app: Flask, host: str) -> None:
    app.config["SETTINGS"]["mail"]["smtp_host"] = host
    client = browser(app)
    asked, sent = client.get("/password").text, client.get("/password/sent").text
    assert ("No mail server is set, so no letter leaves." in asked) is (host == "")
    assert ("We email you a link." in asked) is (host != "")
    assert ("Ask whoever runs the server" in sent) is (host == "")
    assert ("Check your email" in sent) is (host != "")
