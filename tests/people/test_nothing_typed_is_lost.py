"""A form whose session is over leads through sign-in and comes back filled; nothing is acted on without a press."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from federation.decisions.models import Ballot, Decision
from federation.kernel.db import db, unit_of_work
from federation.kernel.kept_forms import LARGEST, KeptForm
from federation.kernel.tenancy import every_federation
from federation.network.models import ThreadComment
from federation.people.actions.sessions import end_sessions
from federation.people.jobs import forget as forget_old
from federation.testing.world import World, make_world
from tests.decisions.votes import opened, propose
from tests.people.accounts import PASSWORD, address_of, browser, give_password
from tests.people.apps import give_app

pytestmark = pytest.mark.both_databases
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LONG = "We ask all members to agree. " * 210
SAFE = "What you typed is safe for an hour"
BACK = "What you typed is here again. Nothing has been saved yet"


@pytest.fixture
def world(app: Flask) -> World:
    made = make_world(practices=3)
    for name in ("rep1", "rep2"):
        give_password(made.people[name])
    app.config["WTF_CSRF_ENABLED"] = True
    return made


def token(client: FlaskClient, path: str) -> str:
    return _TOKEN.findall(client.get(path).text)[-1]


def sign_in(client: FlaskClient, world: World, name: str) -> str:
    page = client.get("/sign-in").text
    fields = {"email": address_of(world, name), "password": PASSWORD, "csrf_token": _TOKEN.findall(page)[0]}
    answer = client.post("/sign-in", data=fields)
    assert answer.status_code == 303
    return answer.headers["Location"]


def rows(model: type) -> int:
    db.session.rollback()
    with every_federation("a test counts"):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def lose(client: FlaskClient, world: World, how: str, name: str = "rep1") -> None:
    """The session ends: on the server, or because its person signed out in another tab."""
    if how == "over":
        with unit_of_work():
            end_sessions(world.people[name])
    else:
        client.post("/sign-out", data={"csrf_token": token(client, "/sign-out")})


@pytest.mark.parametrize("how", ["over", "signed out"])
def test_a_long_proposal_comes_back_and_is_saved_by_one_more_press(
    app: Flask, world: World, how: str
) -> None:
    client, path = browser(app), f"/f/{world.slug}/decisions/new"
    sign_in(client, world, "rep1")
    typed = {"title": "A long matter", "body": LONG, "csrf_token": token(client, path)}
    lose(client, world, how)
    before = rows(Decision)
    answer = client.post(path, data=typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in")
    assert SAFE in client.get("/sign-in").text
    back = sign_in(client, world, "rep1")
    assert back == f"{path}?typed=kept"
    for _ in range(2):
        page = client.get(back)
        assert page.status_code == 200 and BACK in page.text
        assert LONG.strip() in page.text and 'value="A long matter"' in page.text
    assert rows(Decision) == before
    typed["csrf_token"] = _TOKEN.findall(page.text)[-1]
    assert client.post(path, data=typed).status_code == 303
    assert (rows(Decision), rows(KeptForm)) == (before + 1, 0)
    assert SAFE not in client.get("/sign-in").text and BACK not in client.get(path).text


def test_a_page_that_was_open_for_too_long_comes_back_at_once(app: Flask, world: World) -> None:
    client, path = browser(app), f"/f/{world.slug}/decisions/new"
    sign_in(client, world, "rep1")
    typed = {"title": "A long matter", "body": LONG, "csrf_token": token(client, path)}
    lose(client, world, "signed out")
    sign_in(client, world, "rep1")
    answer = client.post(path, data=typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}?typed=kept")
    assert LONG.strip() in client.get(answer.headers["Location"]).text


def test_the_vote_form_comes_back_and_nothing_is_cast(app: Flask, world: World) -> None:
    number = opened(world, author="rep1")
    client, path = browser(app), f"/f/{world.slug}/decisions/{number}/vote/{world.practices['Z99001']}"
    sign_in(client, world, "rep1")
    typed = {"stance": "against", "reason": "Our lift is <too> small.", "csrf_token": token(client, path)}
    lose(client, world, "over")
    assert client.post(path, data=typed).status_code == 302
    page = client.get(sign_in(client, world, "rep1")).text
    assert "Our lift is &lt;too&gt; small." in page and 'value="against" checked' in page
    assert BACK in page and "There is a problem" not in page and rows(Ballot) == 0
    typed["csrf_token"] = _TOKEN.findall(page)[-1]
    assert client.post(path, data=typed).status_code == 303 and rows(Ballot) == 1


def test_a_comment_comes_back(app: Flask, world: World) -> None:
    page = f"/f/{world.slug}/decisions/{propose(world, 'rep1')}"
    client = browser(app)
    sign_in(client, world, "rep2")
    typed = {"words": "We see it otherwise.", "csrf_token": token(client, page)}
    lose(client, world, "over", "rep2")
    client.post(f"{page}/comments", data=typed)
    answer = client.get(sign_in(client, world, "rep2"))
    assert answer.status_code == 200 and "We see it otherwise." in answer.text and rows(ThreadComment) == 0
    typed["csrf_token"] = _TOKEN.findall(answer.text)[-1]
    assert client.post(f"{page}/comments", data=typed).status_code == 303 and rows(ThreadComment) == 1


def test_nobody_else_gets_it(app: Flask, world: World) -> None:
    client, path = browser(app), f"/f/{world.slug}/decisions/new"
    sign_in(client, world, "rep1")
    typed = {"title": "A quiet matter", "body": "For us alone.", "csrf_token": token(client, path)}
    lose(client, world, "over")
    client.post(path, data=typed)
    assert sign_in(client, world, "rep2") == f"/f/{world.slug}/"
    assert "quiet matter" not in client.get(f"{path}?typed=kept").text
    other = browser(app)
    sign_in(other, world, "rep1")
    assert "quiet matter" not in other.get(f"{path}?typed=kept").text
    assert rows(KeptForm) == 0


def test_signed_in_as_somebody_else_since(app: Flask, world: World) -> None:
    client, path = browser(app), f"/f/{world.slug}/decisions/new"
    sign_in(client, world, "rep1")
    typed = {"title": "A quiet matter", "body": "For us alone.", "csrf_token": token(client, path)}
    lose(client, world, "signed out")
    sign_in(client, world, "rep2")
    assert client.post(path, data=typed).status_code == 400
    answer = client.get(f"{path}?typed=kept")
    assert answer.status_code == 303 and "quiet matter" not in answer.text


def test_no_password_or_code_is_kept(app: Flask, world: World) -> None:
    client, path = browser(app), "/account/password"
    sign_in(client, world, "rep1")
    new = "three quiet otters swim"
    typed = {"old": PASSWORD, "password": new, "again": new, "code": "123456", "recovery": "A" * 24}
    typed["csrf_token"] = token(client, path)
    lose(client, world, "over")
    client.post(path, data=typed)
    page = client.get(sign_in(client, world, "rep1")).text
    assert BACK in page
    assert not any(secret in page for secret in (PASSWORD, new, "123456", "A" * 24))


def test_what_is_kept_cannot_be_read_without_the_browser(app: Flask, world: World) -> None:
    client, path = browser(app), f"/f/{world.slug}/decisions/new"
    sign_in(client, world, "rep1")
    typed = {"title": "A quiet matter", "body": "For us alone.", "csrf_token": token(client, path)}
    lose(client, world, "over")
    client.post(path, data=typed)
    cookie = client.get_cookie("federation-typed")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    with every_federation("a test reads"):
        row = db.session.scalars(select(KeptForm)).one()
    assert b"quiet" not in row.content and cookie.value.partition(".")[0] not in row.secret_hash


def test_what_another_site_or_nobody_sends_is_not_kept(app: Flask, world: World) -> None:
    client, path = browser(app), f"/f/{world.slug}/decisions/new"
    sign_in(client, world, "rep1")
    good = token(client, path)
    lose(client, world, "over")
    fields = {"title": "A matter", "body": "Words."}
    plain, key, _person, seal = good.split("~")
    client.post(path, data={**fields, "csrf_token": good}, headers={"Sec-Fetch-Site": "cross-site"})
    client.post(path, data={**fields, "csrf_token": f"{plain}~{key}~{world.people['rep2']}~{seal}"})
    client.post(path, data={**fields, "csrf_token": f"{plain}~{key}"})
    client.post(path, data=fields)
    client.post(path, data={**fields, "body": "x" * LARGEST, "csrf_token": good})
    assert rows(KeptForm) == 0


def test_it_is_forgotten_after_an_hour(app: Flask, world: World, travel: Callable[[timedelta], None]) -> None:
    client, path = browser(app), f"/f/{world.slug}/decisions/new"
    sign_in(client, world, "rep1")
    typed = {"title": "A matter", "body": "Words.", "csrf_token": token(client, path)}
    lose(client, world, "over")
    client.post(path, data=typed)
    assert rows(KeptForm) == 1
    travel(timedelta(minutes=61))
    assert sign_in(client, world, "rep1") == f"/f/{world.slug}/"
    forget_old()
    assert rows(KeptForm) == 0


def test_a_file_has_to_be_chosen_again(app: Flask, world: World) -> None:
    give_password(world.people["admin"])
    app.config["SETTINGS"]["second_factor"] = "offered"
    client, path = browser(app), f"/f/{world.slug}/practices/import"
    sign_in(client, world, "admin")
    typed = {"csrf_token": token(client, path), "file": (BytesIO(b"x"), "epraccur.csv")}
    lose(client, world, "over", "admin")
    client.post(path, data=typed)
    page = client.get(sign_in(client, world, "admin"))
    assert page.status_code == 200 and "Choose the file again (epraccur.csv)" in page.text


def test_the_second_step_brings_it_back_too(app: Flask, world: World) -> None:
    """Of somebody who owes a code since the page was made."""
    admin = world.people["admin"]
    give_password(admin)
    phone, client = give_app(admin), browser(app)
    assert sign_in(client, world, "admin") == "/sign-in/code"
    fields = {"code": phone.code(), "csrf_token": token(client, "/sign-in/code")}
    client.post("/sign-in/code", data=fields)
    page = f"/f/{world.slug}/our-federation/purpose"
    typed = {"purpose": "Words of a purpose.", "csrf_token": token(client, page)}
    lose(client, world, "over", "admin")
    client.post(page, data=typed)
    assert sign_in(client, world, "admin") == "/sign-in/code"
    fields = {"code": phone.code(1), "csrf_token": token(client, "/sign-in/code")}
    back = client.post("/sign-in/code", data=fields).headers["Location"]
    assert back == f"{page}?typed=kept" and "Words of a purpose." in client.get(back).text
