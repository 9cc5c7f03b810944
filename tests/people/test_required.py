"""Of whom the second step is demanded: administrators and executives everywhere, openers when they open, owners of accounts."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from federation.decisions.models import Decision
from federation.kernel.db import db
from federation.kernel.endpoints import permission_of
from federation.kernel.record import RecordEntry
from federation.kernel.web import RowNumber
from federation.people.models import ProgramToken
from federation.testing.world import World, make_world
from tests.decisions.votes import all_can_sign_in, propose
from tests.people.accounts import PASSWORD, Typing, address_of, browser, home, letters, link_in, sign_in
from tests.people.apps import PhoneApp, give_app, give_code, give_recovery_codes, half_way
from tests.people.test_account import offer
from tests.people.test_passwords import invited
from tests.people.test_second_factor import secret_shown, set_up, signed

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]
NEW = "heron under the bridge"
TOKEN = {"title": "x", "scopes": ["read"], "lasts": "90"}


LINKS = {"decisions.cast_by_link", "tendering.bid", "education.quote"}
"""What a secret in the address opens, whoever is signed in."""


def rules_within(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every rule, method and path below a federation."""
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/f/<federation>"):
            continue
        values = {name: any_value(converter) for name, converter in rule._converters.items()}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, urls.build(rule.endpoint, values | {"federation": "saltmarsh"}, method)


def any_value(converter: BaseConverter) -> int | str:
    """Something that the converter takes."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, RowNumber) else "x"


@both
@pytest.mark.parametrize("name", ["admin", "chair"])
def test_without_it_administrators_and_executives_reach_no_page(app: Flask, world: World, name: str) -> None:
    client = Typing(world.client(app, name, confirmed=False), app)
    fellow = Typing(world.client(app, "rep1", confirmed=False), app)
    with world.scope():
        before = db.session.scalar(select(func.count()).select_from(RecordEntry))
    walked = 0
    for rule, method, path in rules_within(app):
        walked += 1
        answer = getattr(client, method.lower())(path)
        if permission_of(app, rule.endpoint, method) in LINKS:
            assert answer.status_code in (404, 410), rule  # nobody's link
            continue
        if app.extensions["switchable"].get(rule.endpoint.partition(".")[0]):
            assert answer.status_code == 404, rule  # a plugin's page, which is off here
            continue
        assert (answer.status_code, answer.location) == (303, "/second-step"), rule
        assert world.slug.title() not in answer.text
    assert walked > 100
    assert fellow.get(home(app)).status_code == 200
    with world.scope():
        assert db.session.scalar(select(func.count()).select_from(RecordEntry)) == before


@both
def test_an_administrator_sets_an_app_up_and_comes_back(app: Flask, world: World) -> None:
    client = signed(app, world, "admin")
    assert client.get("/f/saltmarsh/people/?role=observer").location == "/second-step"
    assert client.get("/second-step").location == "/account/second-step"
    assert "You need this before you can go on" in client.get("/account/second-step").text
    client.post("/account/second-step")
    phone = PhoneApp(_secret(client))
    page = give_code(client, phone.code(), "/account/second-step/app").text  # type: ignore[arg-type]
    assert 'href="/f/saltmarsh/people/?role=observer"' in page
    assert client.get("/f/saltmarsh/people/?role=observer").status_code == 200


def _secret(client: Typing) -> str:
    return secret_shown(client.get("/account/second-step/app").text)


@both
def test_other_federations_of_an_administrator_are_unaffected(app: Flask, world: World) -> None:
    other = make_world("fenland", 1)
    other.people["admin"] = world.people["admin"]
    other.add("admin", "observer")
    client = Typing(world.client(app, "admin", confirmed=False), app)
    assert client.get("/f/fenland/").status_code == 200
    assert client.get("/f/saltmarsh/").location == "/second-step"
    make_world("upland", 1)
    assert client.get("/f/upland/").status_code == 404


@pytest.mark.parametrize("role", ["administrator", "executive"])
def test_who_gets_a_role_that_owes_it_is_asked_at_the_next_page(app: Flask, world: World, role: str) -> None:
    client = Typing(world.client(app, "member", confirmed=False), app)
    assert client.get(home(app)).status_code == 200
    world.add("member", role)
    assert client.get(home(app)).location == "/second-step"


def test_a_session_that_has_not_passed_it_is_asked_for_a_code(app: Flask, world: World) -> None:
    phone = give_app(world.people["admin"])
    client = Typing(world.client(app, "admin", confirmed=False), app)
    assert client.get(home(app)).location == "/second-step"
    assert client.get("/account/second-step").location == "/second-step"
    assert client.get("/account/second-step/recovery-codes").location == "/second-step"
    before = client.cookie()["_user_id"]
    assert give_code(client, phone.wrong(), "/second-step").status_code == 422  # type: ignore[arg-type]
    assert client.get(home(app)).location == "/second-step"
    assert give_code(client, phone.code(), "/second-step").location == home(app)  # type: ignore[arg-type]
    assert client.cookie()["_user_id"] != before
    assert client.get(home(app)).status_code == 200


@both
@pytest.mark.parametrize("name", ["admin", "chair"])
def test_who_owes_it_makes_no_token_and_no_federation_without(app: Flask, world: World, name: str) -> None:
    """A token would act with their rights, without any second step."""
    client = Typing(world.client(app, name, confirmed=False), app)
    for path in ("/account/tokens/new", "/federations/new")[: 2 if name == "admin" else 1]:
        assert client.get(path).location == "/second-step"
        data = TOKEN | {"federation": world.federation_id, "name": "New", "slug": "new"}
        answer = client.post(path, data=data)
        assert answer.location == "/second-step" or "Show that it is you" in answer.text
    assert db.session.execute(select(ProgramToken.id)).all() == []


@pytest.mark.parametrize("how", ["offered", "demo"])
def test_where_it_is_offered_only_nobody_has_to(app: Flask, world: World, how: str) -> None:
    app.config["SETTINGS"] |= {"second_factor": "offered"} if how == "offered" else {"demo": True}
    client = Typing(world.client(app, "admin", confirmed=False), app)
    assert client.get("/f/saltmarsh/admin/").status_code == 200
    assert client.get("/account/tokens").status_code == 200
    opener = to_be_opened(app, world, confirmed=False)
    assert opener.client.post(opener.check).location == opener.base


@pytest.mark.parametrize("value", ["optional", "", "off", "Required"])
def test_a_misspelt_setting_demands_it(app: Flask, world: World, value: str) -> None:
    app.config["SETTINGS"]["second_factor"] = value
    client = Typing(world.client(app, "admin", confirmed=False), app)
    assert client.get("/f/saltmarsh/admin/").location == "/second-step"


def test_where_it_is_offered_who_has_an_app_is_asked_all_the_same(app: Flask, world: World) -> None:
    app.config["SETTINGS"]["second_factor"] = "offered"
    client = signed(app, world, "admin")
    phone, _ = set_up(client)
    later = half_way(app, address_of(world, "admin"))
    assert give_code(later, phone.code(1)).location == home(app)
    assert 'name="code"' in later.get("/account/second-step/off").text


def test_the_demonstration_s_one_button_counts_as_confirmed(app: Flask, world: World, travel: Travel) -> None:
    offer(world)
    app.config["SETTINGS"]["demo"] = True
    client = browser(app)
    client.post("/demo/sign-in", data={"email": address_of(world, "rep1")})
    travel(timedelta(hours=2))
    assert 'name="code"' not in client.get("/account/password").text


# --- Putting to the vote


class Opener:
    """Somebody with a proposal of which rule and time are chosen."""

    def __init__(self, client: Typing, base: str, number: int) -> None:
        self.client, self.base, self.number = client, base, number
        self.check = f"{base}/check"

    def state(self, world: World) -> str:
        with world.scope():
            found: str = db.session.execute(
                select(Decision.state).where(Decision.id == self.number)
            ).scalar_one()
        db.session.rollback()
        return found


WHEN = {"early_close": "never", "visibility": "after_close", "reasons": "required"}


def to_be_opened(app: Flask, world: World, confirmed: bool = True, client: Typing | None = None) -> Opener:
    client = client or Typing(world.client(app, "rep1", confirmed), app)
    all_can_sign_in(world)
    number = propose(world, "rep1")
    base = f"/f/{world.slug}/decisions/{number}"
    assert client.post(f"{base}/rule", data={"rule": "simple_majority"}).status_code == 303
    closes = {"closes_at-day": "1", "closes_at-month": "3", "closes_at-year": "2027", "closes_at-time": "9am"}
    assert client.post(f"{base}/when", data=WHEN | closes).status_code == 303
    return Opener(client, base, number)


@both
def test_who_has_no_app_is_told_first_and_led_through(app: Flask, world: World) -> None:
    client = signed(app, world)
    opener = to_be_opened(app, world, client=client)
    first = client.get(f"{opener.base}/rule").text
    assert "First set up a second step" in first and 'href="/account/second-step"' in first
    page = client.get(opener.check).text
    assert "First set up a second step" in page and ">Open the vote</button>" not in page
    assert client.post(opener.check).location == "/account/second-step"
    assert opener.state(world) == "discussion"
    client.post("/account/second-step")
    phone = PhoneApp(_secret(client))
    kept = give_code(client, phone.code(), "/account/second-step/app").text  # type: ignore[arg-type]
    assert f'href="{opener.check}"' in kept
    page = client.get(opener.check).text
    assert "Required from everybody" in page and "First set up" not in page and 'name="code"' not in page
    assert client.post(opener.check).location == opener.base
    assert opener.state(world) == "open"


@both
def test_a_step_that_is_old_is_taken_again_and_nothing_is_lost(
    app: Flask, world: World, travel: Travel
) -> None:
    client = signed(app, world)
    phone, _ = set_up(client)
    opener = to_be_opened(app, world, client=client)
    assert 'name="code"' not in client.get(opener.check).text
    travel(timedelta(minutes=15, seconds=2))
    for typed, words in ({}, "Enter the code"), ({"code": phone.wrong()}, "This code is not right"):
        refused = client.post(opener.check, data=typed)
        assert refused.status_code == 422 and words in refused.text
        assert "<title>Error: Check before" in refused.text
        assert 'name="code"' in refused.text and "Required from everybody" in refused.text
    assert opener.state(world) == "discussion"
    before = client.cookie()["_user_id"]
    assert give_code(client, phone.code(), opener.check).location == opener.base  # type: ignore[arg-type]
    assert opener.state(world) == "open"
    assert client.cookie()["_user_id"] != before
    assert client.get(opener.base).status_code == 200


@both
def test_the_code_of_the_check_page_is_used_up(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    phone, _ = set_up(client)
    first, second = to_be_opened(app, world, client=client), to_be_opened(app, world, client=client)
    travel(timedelta(minutes=16))
    code = phone.code()
    assert give_code(client, code, first.check).location == first.base  # type: ignore[arg-type]
    assert give_code(half_way(app, address_of(world, "rep1")), code).status_code == 422
    assert client.post(second.check).location == second.base


@both
def test_when_opening_fails_the_code_is_not_asked_for_again(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    phone, _ = set_up(client)
    opener = to_be_opened(app, world, client=client)
    travel(timedelta(days=300))
    sign_in(client, address_of(world, "rep1"))  # type: ignore[arg-type]
    give_code(client, phone.code())  # type: ignore[arg-type]
    travel(timedelta(days=300, minutes=16))
    refused = give_code(client, phone.code(), opener.check)  # type: ignore[arg-type]
    assert refused.status_code == 422 and "nhsuk-error-summary" in refused.text
    assert 'name="code"' not in refused.text
    assert opener.state(world) == "discussion"


# --- One's own account


@both
def test_a_token_and_a_new_password_ask_for_a_code_after_a_while(
    app: Flask, world: World, travel: Travel
) -> None:
    client = signed(app, world)
    phone, _ = set_up(client)
    travel(timedelta(minutes=16))
    token = TOKEN | {"title": "monthly report", "federation": str(world.federation_id)}
    assert client.get("/account/tokens").status_code == 200
    assert client.get("/account/tokens/new").location == "/second-step"
    refused = client.post("/account/tokens/new", data=token)
    assert 'name="proof-code"' in refused.text and 'value="monthly report"' in refused.text
    assert db.session.execute(select(ProgramToken.id)).all() == []
    made = client.post("/account/tokens/new", data=token | {"proof-code": phone.code()})
    assert "Copy your new token now" in made.text and "proof-code" not in made.text
    travel(timedelta(minutes=32))
    change = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert "Enter the code" in client.post("/account/password", data=change).text
    weak = client.post(
        "/account/password",
        data={"old": PASSWORD, "password": "x" * 12, "again": "x" * 12, "code": phone.code()},
    )
    assert "many people use" in weak.text and 'name="code"' not in weak.text
    assert client.post("/account/password", data=change).location == "/account"
    assert client.get("/account").status_code == 200
    assert client.get("/account/tokens/new").status_code == 200


@both
def test_who_has_no_app_gives_the_password(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    data = TOKEN | {"federation": str(world.federation_id)}
    assert client.get("/account/tokens/new").status_code == 200
    travel(timedelta(minutes=16))
    assert 'name="code"' not in client.get("/account/password").text
    assert client.get("/account/tokens/new").location == "/second-step"
    page = client.get("/second-step").text
    assert 'name="password"' in page and 'name="code"' not in page
    assert "This is not your password" in client.post("/second-step", data={"password": NEW}).text
    for more in ({}, {"proof-password": NEW}):
        refused = client.post("/account/tokens/new", data=data | more)
        assert "Show that it is you" in refused.text and 'name="title" value="x"' in refused.text
        assert 'name="proof-code"' not in refused.text and NEW not in refused.text
    assert db.session.execute(select(ProgramToken.id)).all() == []
    made = client.post("/account/tokens/new", data=data | {"proof-password": PASSWORD})
    assert "Copy your new token now" in made.text
    travel(timedelta(minutes=30))
    assert client.get("/account/tokens/new").status_code == 200
    travel(timedelta(minutes=32))
    assert client.get("/account/tokens/new").location == "/second-step"
    assert client.post("/second-step", data={"password": PASSWORD}).location == "/account/tokens/new"


# --- Fixation: whoever planted or saw the session's name before knows nothing afterwards


Flow = Callable[[Flask, World, Typing], None]


def _password(app: Flask, world: World, client: Typing) -> None:
    sign_in(client, address_of(world, "rep1"))  # type: ignore[arg-type]


def _app_code(app: Flask, world: World, client: Typing) -> None:
    phone = give_app(world.people["rep1"])
    _password(app, world, client)
    give_code(client, phone.code())  # type: ignore[arg-type]


def _recovery(app: Flask, world: World, client: Typing) -> None:
    give_app(world.people["rep1"])
    _password(app, world, client)
    client.post("/sign-in/code", data={"recovery": give_recovery_codes(world.people["rep1"])[0]})


def _reset(app: Flask, world: World, client: Typing) -> None:
    client.post("/password", data={"email": address_of(world, "rep1")})
    client.post(link_in(letters("password")[-1]), data={"password": NEW, "again": NEW})


def _invitation(app: Flask, world: World, client: Typing) -> None:
    client.post(invited(world), data={"name": "Nadia", "password": NEW, "again": NEW})


def _demo(app: Flask, world: World, client: Typing) -> None:
    offer(world)
    app.config["SETTINGS"]["demo"] = True
    client.post("/demo/sign-in", data={"email": address_of(world, "rep1")})


def _set_up(app: Flask, world: World, client: Typing) -> None:
    set_up(client)


def _step_up(app: Flask, world: World, client: Typing) -> None:
    give_code(client, give_app(world.people["rep1"]).code(), "/second-step")  # type: ignore[arg-type]


def _off(app: Flask, world: World, client: Typing) -> None:
    give_code(client, give_app(world.people["rep1"]).code(), "/account/second-step/off")  # type: ignore[arg-type]


def _new_password(app: Flask, world: World, client: Typing) -> None:
    client.post("/account/password", data={"old": PASSWORD, "password": NEW, "again": NEW})


@both
@pytest.mark.parametrize("flow", [_password, _app_code, _recovery, _reset, _invitation, _demo])
def test_a_planted_session_is_worth_nothing_after(app: Flask, world: World, flow: Flow) -> None:
    """The thief's own session and half sign-in, planted in the victim's browser, stay the thief's."""
    give_app(world.people["rep2"])
    half = half_way(app, address_of(world, "rep2")).cookie()["half"]  # type: ignore[attr-defined]
    client: Typing = browser(app)  # type: ignore[assignment]
    with client.session_transaction() as cookie:
        cookie |= {"_user_id": "planted", "half": half, "anything": "kept?"}
    flow(app, world, client)
    after = client.cookie()
    assert after["_user_id"] != "planted" and not {"half", "anything"} & set(after)
    assert client.get("/account").status_code == 200
    thief = browser(app)
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = "planted"
    assert thief.get("/account").location == "/sign-in"


@both
@pytest.mark.parametrize("flow", [_set_up, _step_up, _off, _new_password])
def test_a_session_seen_before_is_worth_nothing_after(app: Flask, world: World, flow: Flow) -> None:
    client = signed(app, world)
    before = client.cookie()
    flow(app, world, client)
    assert client.get("/account").status_code == 200
    thief = browser(app)
    with thief.session_transaction() as cookie:
        cookie.update(before)
    assert thief.get("/account").location == "/sign-in"
