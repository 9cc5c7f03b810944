"""The second step: set up, asked for, used once, never passed by; its secrets stay secret."""

import logging
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.network.members.actions.inviting import invite
from federation.people import authenticator
from federation.people.actions.confirming import WRONG
from federation.people.actions.second_factor import reset
from federation.people.jobs import forget as forget_old
from federation.people.models import BegunFactor, HalfSignIn, RecoveryCode, SecondFactor, SignIn
from federation.people.rules import codes
from federation.people.sealing import unseal
from federation.testing.world import World
from tests.people.accounts import (
    PASSWORD,
    Typing,
    address_of,
    browser,
    give_password,
    home,
    letters,
    link_in,
    open_sessions,
    sign_in,
)
from tests.people.apps import PhoneApp, give_app, give_code, give_recovery_codes, half_way
from tests.people.test_account import PAGES

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]
NEW = "heron under the bridge"
CHOSEN = {"password": NEW, "again": NEW}


def secret_shown(page: str) -> str:
    """The key on the page that sets an app up."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    return found[1].replace(" ", "")


def set_up(client: Typing) -> tuple[PhoneApp, list[str]]:
    """Set an app up as a person does; the recovery codes that are shown."""
    assert client.post("/account/second-step").location == "/account/second-step/app"
    app = PhoneApp(secret_shown(client.get("/account/second-step/app").text))
    page = give_code(client, app.code(), "/account/second-step/app").text  # type: ignore[arg-type]
    return app, re.findall(r"<code>([0-9A-Z-]+)</code>", page)


def signed(app: Flask, world: World, name: str = "rep1") -> Typing:
    client = browser(app)
    sign_in(client, address_of(world, name))
    return client  # type: ignore[return-value]


@both
def test_an_app_is_set_up_and_asked_for_from_then_on(app: Flask, world: World) -> None:
    elsewhere, client = signed(app, world), signed(app, world)
    before = client.cookie()["_user_id"]
    phone, recovery = set_up(client)
    assert len(recovery) == len(set(recovery)) == 10
    assert all(re.fullmatch(r"([0-9A-Z]{4}-){5}[0-9A-Z]{4}", code) for code in recovery)
    assert client.cookie()["_user_id"] != before
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").location == "/sign-in"
    assert open_sessions(world.people["rep1"]) == 1
    assert [letter["subject"] for letter in letters("second-factor")] == ["An authenticator app was set up"]
    later = half_way(app, address_of(world, "rep1"))
    assert give_code(later, phone.code(1)).location == home(app)
    assert later.get("/account").status_code == 200


def test_the_key_can_be_scanned_typed_and_opened(app: Flask, world: World) -> None:
    client = signed(app, world)
    assert client.get("/account/second-step/app").location == "/account/second-step"
    assert client.get("/account/second-step/app.svg").location == "/account/second-step"
    client.post("/account/second-step")
    page = client.get("/account/second-step/app").text
    secret = secret_shown(page)
    assert len(secret) == 32 and f"secret={secret}" in page
    assert 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page
    picture = client.get("/account/second-step/app.svg")
    assert picture.content_type.startswith("image/svg+xml") and picture.data.startswith(b"<?xml")
    assert picture.headers["Cache-Control"] == "no-store"
    assert b"style" not in picture.data and b"script" not in picture.data
    assert secret_shown(client.get("/account/second-step/app").text) == secret
    client.post("/account/second-step")
    assert secret_shown(client.get("/account/second-step/app").text) != secret


def test_a_wrong_first_code_sets_nothing_up(app: Flask, world: World) -> None:
    client = signed(app, world)
    client.post("/account/second-step")
    phone = PhoneApp(secret_shown(client.get("/account/second-step/app").text))
    refused = give_code(client, phone.wrong(), "/account/second-step/app")  # type: ignore[arg-type]
    assert WRONG in refused.text and phone.code() not in refused.text
    assert "Enter the code" in give_code(client, "", "/account/second-step/app").text  # type: ignore[arg-type]
    assert sign_in(browser(app), address_of(world, "rep1")).location == home(app)


@both
def test_an_old_session_is_asked_for_the_password_before_an_app_is_set_up(
    app: Flask, world: World, travel: Travel
) -> None:
    client = signed(app, world)
    travel(timedelta(minutes=16))
    assert "Your password" in client.get("/account/second-step").text
    for typed in ({}, {"password": "not this one, is it"}):
        assert client.post("/account/second-step", data=typed).status_code == 422
    assert db.session.execute(select(BegunFactor.person_id)).all() == []
    answer = client.post("/account/second-step", data={"password": PASSWORD})
    assert answer.location == "/account/second-step/app"


@both
def test_half_a_sign_in_opens_nothing(app: Flask, world: World) -> None:
    give_app(world.people["rep1"])
    client = half_way(app, address_of(world, "rep1"))
    assert open_sessions(world.people["rep1"]) == 0
    assert "_user_id" not in client.cookie()  # type: ignore[attr-defined]
    for path in (*PAGES, home(app), "/account/second-step", "/second-step", "/account/second-step/off"):
        assert client.get(path).location == "/sign-in"
    half = client.cookie()["half"]  # type: ignore[attr-defined]
    with client.session_transaction() as cookie:
        cookie["_user_id"] = half
    assert client.get("/account").location == "/sign-in"
    assert db.session.execute(select(HalfSignIn.token_hash)).scalar_one() != half


@both
def test_half_a_sign_in_ends(app: Flask, world: World, travel: Travel) -> None:
    phone = give_app(world.people["rep1"])
    client = half_way(app, address_of(world, "rep1"))
    travel(timedelta(minutes=10, seconds=1))
    answer = give_code(client, phone.code())
    assert answer.location == "/sign-in"
    assert "Sign in again" in client.get("/sign-in").text
    assert client.get("/account").location == "/sign-in"
    assert forget_old() == 1
    assert browser(app).get("/sign-in/code").location == "/sign-in"


@both
def test_one_gets_where_one_wanted_to_go(app: Flask, world: World) -> None:
    phone, client = give_app(world.people["rep1"]), browser(app)
    client.get("/f/saltmarsh/people/?role=observer")
    sign_in(client, address_of(world, "rep1"))
    assert give_code(client, phone.wrong()).status_code == 422
    answer = give_code(client, phone.code())
    assert (answer.status_code, answer.location) == (303, "/f/saltmarsh/people/?role=observer")


@both
@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False), (60, False)]
)
def test_a_code_is_taken_for_its_step_and_one_each_side(
    app: Flask, world: World, steps: int, taken: bool
) -> None:
    phone = give_app(world.people["rep1"])
    client = half_way(app, address_of(world, "rep1"))
    typed = f" {phone.code(steps)[:3]} {phone.code(steps)[3:]} "
    assert (give_code(client, typed).status_code == 303) is taken


@both
def test_a_code_grows_old_and_a_phone_may_be_late(app: Flask, world: World, travel: Travel) -> None:
    phone = give_app(world.people["rep1"])
    client = half_way(app, address_of(world, "rep1"))
    code = phone.code()
    travel(timedelta(seconds=61))
    assert give_code(client, code).status_code == 422
    fresh = phone.code()
    travel(timedelta(seconds=61 + 30))
    assert give_code(client, fresh).status_code == 303


@both
def test_a_code_works_once_and_no_earlier_one_after_it(app: Flask, world: World, travel: Travel) -> None:
    email, phone = address_of(world, "rep1"), give_app(world.people["rep1"])
    code, earlier = phone.code(), phone.code(-1)
    assert give_code(half_way(app, email), code).status_code == 303
    for replayed in (code, earlier):
        refused = give_code(half_way(app, email), replayed)
        assert refused.status_code == 422 and WRONG in refused.text
    travel(timedelta(seconds=30))
    assert give_code(half_way(app, email), code).status_code == 422
    assert give_code(half_way(app, email), phone.code()).status_code == 303


@both
def test_of_many_who_send_one_code_at_once_one_gets_in(app: Flask, world: World) -> None:
    email, phone = address_of(world, "rep1"), give_app(world.people["rep1"])
    found = at_once(app, email, {"code": phone.code()}, 5)
    assert sorted(found) == [303] + [422] * 4
    assert open_sessions(world.people["rep1"]) == 1


@both
def test_of_two_who_have_both_read_which_codes_were_used_one_gets_in(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL both look before either writes; on SQLite the second cannot look until the first is done."""
    email, phone = address_of(world, "rep1"), give_app(world.people["rep1"])
    both_looked, shown = threading.Barrier(2), authenticator.shown

    def shown_to_both(secret: str) -> Callable[[int], str]:
        with suppress(threading.BrokenBarrierError):
            both_looked.wait(timeout=1)
        return shown(secret)

    monkeypatch.setattr(authenticator, "shown", shown_to_both)
    assert sorted(at_once(app, email, {"code": phone.code()}, 2)) == [303, 422]


@both
def test_of_many_who_send_one_recovery_code_at_once_one_gets_in(app: Flask, world: World) -> None:
    give_app(world.people["rep1"])
    recovery = give_recovery_codes(world.people["rep1"])[0]
    found = at_once(app, address_of(world, "rep1"), {"recovery": recovery}, 5)
    assert sorted(found) == [303] + [422] * 4


def at_once(app: Flask, email: str, typed: dict[str, str], many: int) -> list[int]:
    """The statuses that many browsers get who send the same code at the same moment."""
    start, answers = threading.Barrier(many), []
    cookies = [half_way(app, email).cookie() for _ in range(many)]  # type: ignore[attr-defined]

    def send(cookie: dict[str, object]) -> None:
        with app.test_client() as client:
            with client.session_transaction() as session:
                session.update(cookie)
            start.wait()
            answers.append(client.post("/sign-in/code", data=typed).status_code)

    threads = [threading.Thread(target=send, args=(cookie,)) for cookie in cookies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@both
def test_a_recovery_code_works_once(app: Flask, world: World) -> None:
    email, person = address_of(world, "rep1"), world.people["rep1"]
    give_app(person)
    first, second, *_ = give_recovery_codes(person)
    client = half_way(app, email)
    assert client.post("/sign-in/code", data={"recovery": first.lower()}).location == home(app)
    again = half_way(app, email).post("/sign-in/code", data={"recovery": first})
    assert again.status_code == 422 and "Each works once" in again.text and first in again.text
    assert '<details class="nhsuk-details" open>' in again.text
    spoken = second.replace("-", "").replace("1", "l").replace("0", "o")
    assert give_code(half_way(app, email), spoken).status_code == 303
    assert "9 of them are left" in letters("recovery")[0]["text"]
    assert "8 of 10 left" in client.get("/account/second-step").text


@both
def test_recovery_codes_are_renewed_and_saved(app: Flask, world: World) -> None:
    client = signed(app, world)
    _, old = set_up(client)
    page = client.post("/account/second-step/recovery-codes").text
    new = re.findall(r"<code>([0-9A-Z-]+)</code>", page)
    assert len(new) == 10 and not set(new) & set(old)
    saved = client.post("/account/second-step/recovery-codes.txt", data={"code": [*new, old[0], "<x>"]})
    assert saved.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert saved.content_type.startswith("text/plain")
    assert [line for line in saved.text.splitlines() if "-" in line and "@" not in line] == new
    assert old[0] not in saved.text and "<x>" not in saved.text
    email = address_of(world, "rep1")
    assert half_way(app, email).post("/sign-in/code", data={"recovery": old[1]}).status_code == 422
    assert half_way(app, email).post("/sign-in/code", data={"recovery": new[1]}).status_code == 303
    assert new[0] not in client.get("/account/second-step").text


@both
def test_a_new_password_does_not_pass_by_the_code(app: Flask, world: World) -> None:
    email, phone = address_of(world, "rep1"), give_app(world.people["rep1"])
    client = browser(app)
    client.post("/password", data={"email": email})
    assert client.post(link_in(letters("password")[-1]), data=CHOSEN).location == "/sign-in/code"
    assert open_sessions(world.people["rep1"]) == 0
    assert client.get("/account").location == "/sign-in"
    assert sign_in(browser(app), email, NEW).location == "/sign-in/code"
    assert give_code(client, phone.code()).location == "/account"


@both
def test_an_invitation_does_not_pass_by_the_code(app: Flask, world: World) -> None:
    """Somebody with an app, and without a password since it was taken away, is invited."""
    with world.scope():
        begun = invite(world.actor("admin"), "nadia@saltmarsh.example", "Nadia Obi", "observer")
    phone, client = give_app(begun.person_id), browser(app)
    answer = client.post(link_in(letters("invitation")[-1]), data={"name": "Nadia", **CHOSEN})
    assert answer.location == "/sign-in/code"
    assert client.get("/account").location == "/sign-in"
    assert give_code(client, phone.code()).location == "/account"


@both
def test_wrong_codes_make_one_wait_and_never_for_ever(app: Flask, world: World, travel: Travel) -> None:
    email, phone = address_of(world, "rep1"), give_app(world.people["rep1"])
    client = half_way(app, email)
    assert [give_code(client, phone.wrong()).status_code for _ in range(5)] == [422] * 5
    refused = give_code(client, phone.code())
    assert refused.status_code == 429 and "There were too many tries. Wait 30 seconds" in refused.text
    assert 1 <= int(refused.headers["Retry-After"]) <= 30
    assert give_code(half_way(app, email), phone.code()).status_code == 429
    travel(timedelta(seconds=31))
    assert give_code(client, phone.wrong()).status_code == 422
    assert give_code(client, phone.code()).status_code == 429
    travel(timedelta(seconds=31 + 61))
    assert give_code(client, phone.code()).status_code == 303
    client = half_way(app, email)
    assert [give_code(client, phone.wrong()).status_code for _ in range(5)] == [422] * 5


@both
def test_the_password_buys_no_more_guesses_of_the_code(app: Flask, world: World) -> None:
    """A right password, or a new one by mail, leaves wrong codes counted."""
    email, phone = address_of(world, "rep1"), give_app(world.people["rep1"])
    for _ in range(5):
        assert give_code(half_way(app, email), phone.wrong()).status_code == 422
    assert give_code(half_way(app, email), phone.code()).status_code == 429
    client = browser(app)
    client.post("/password", data={"email": email})
    client.post(link_in(letters("password")[-1]), data=CHOSEN)
    assert give_code(client, phone.code()).status_code == 429


def test_wrong_passwords_of_others_do_not_hinder_the_code(app: Flask, world: World) -> None:
    email, phone = address_of(world, "rep1"), give_app(world.people["rep1"])
    client = half_way(app, email)
    for _ in range(9):
        sign_in(browser(app), email, "wrong wrong wrong")
    assert give_code(client, phone.code()).status_code == 303


@both
def test_codes_in_a_session_are_counted_too(app: Flask, world: World) -> None:
    client = signed(app, world)
    phone, _ = set_up(client)
    path = "/account/second-step/off"
    assert [give_code(client, phone.wrong(), path).status_code for _ in range(5)] == [422] * 5  # type: ignore[arg-type]
    assert give_code(client, phone.code(1), path).status_code == 429  # type: ignore[arg-type]
    assert client.get("/account").status_code == 200


@both
def test_switching_off_asks_for_a_code(app: Flask, world: World) -> None:
    client, email = signed(app, world), address_of(world, "rep1")
    phone, recovery = set_up(client)
    elsewhere = half_way(app, email)
    give_code(elsewhere, phone.code(1))
    assert WRONG in give_code(client, phone.code(1), "/account/second-step/off").text  # type: ignore[arg-type]
    answer = client.post("/account/second-step/off", data={"recovery": recovery[0]})
    assert answer.location == "/account"
    assert elsewhere.get("/account").location == "/sign-in"
    assert sign_in(browser(app), email).location == home(app)
    assert db.session.execute(select(RecoveryCode.id)).all() == []
    assert db.session.execute(select(SecondFactor.person_id)).all() == []
    rows = db.session.execute(select(SignIn.confirmed_at).where(SignIn.ended_at.is_(None))).scalars().all()
    assert rows == [None, None]


@both
@pytest.mark.parametrize(("name", "role"), [("admin", "administrator"), ("chair", "executive")])
def test_who_owes_it_cannot_switch_it_off_but_replace_the_app(
    app: Flask, world: World, name: str, role: str
) -> None:
    give_password(world.people["chair"])
    client = signed(app, world, name)
    phone, _ = set_up(client)
    page = client.get("/account/second-step/off").text
    assert f"You are an {role} of Saltmarsh GP Federation" in page and 'name="code"' not in page
    assert f"You are an {role}" in give_code(client, phone.code(1), "/account/second-step/off").text  # type: ignore[arg-type]
    newer, _ = set_up(client)
    email = address_of(world, name)
    assert give_code(half_way(app, email), phone.code(1)).status_code == 422
    assert give_code(half_way(app, email), newer.code(1)).status_code == 303


@both
def test_replacing_the_app_asks_for_a_code_after_a_while(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    phone, recovery = set_up(client)
    travel(timedelta(minutes=16))
    assert 'name="code"' in client.get("/account/second-step").text
    for path in ("/account/second-step", "/account/second-step/recovery-codes"):
        refused = client.post(path)
        assert refused.status_code == 422 and "Enter the code" in refused.text
    assert db.session.execute(select(BegunFactor.person_id)).all() == []
    before = client.cookie()["_user_id"]
    assert give_code(client, phone.code(), "/account/second-step").status_code == 303  # type: ignore[arg-type]
    assert client.cookie()["_user_id"] != before
    travel(timedelta(minutes=32))
    made = client.post("/account/second-step/recovery-codes", data={"recovery": recovery[0]})
    assert len(re.findall(r"<code>([0-9A-Z-]+)</code>", made.text)) == 10


@both
def test_the_operator_s_way_out(app: Flask, world: World) -> None:
    email, client = address_of(world, "rep1"), signed(app, world)
    set_up(client)
    assert reset(email.upper()) == "Rep1"
    assert client.get("/account").location == "/sign-in"
    assert sign_in(browser(app), email).location == home(app)
    sent = letters("second-factor")[-1]
    assert (sent["person"], sent["subject"]) == (
        world.people["rep1"],
        "Your authenticator app was taken off your account",
    )
    with world.scope():
        entry = db.session.execute(select(RecordEntry).order_by(RecordEntry.seq.desc())).scalars().first()
    assert entry is not None
    assert (entry.actor, entry.action, entry.subject, entry.data) == (
        None,
        "person.second_factor_reset",
        f"person:{world.people['rep1']}",
        "{}",
    )


@both
def test_secrets_stay_secret(
    app: Flask, world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in pages after set-up, logs, mail, the cookie, the record; in the database sealed or hashed alone."""
    caplog.set_level(logging.DEBUG)
    client = signed(app, world)
    phone, recovery = set_up(client)
    later = half_way(app, address_of(world, "rep1"))
    give_code(later, phone.wrong())
    give_code(later, phone.code(1))
    pages = "".join(
        client.get(path).text
        for path in (*PAGES, "/account/second-step", "/account/second-step/recovery-codes", home(app))
    )
    with world.scope():
        entries = "".join(db.session.execute(select(RecordEntry.data)).scalars())
    said = caplog.text + "".join(capfd.readouterr()) + pages + entries + str(letters())
    said += str(client.cookie()) + str(later.cookie())  # type: ignore[attr-defined]
    grouped = codes.in_groups(phone.secret)
    kept = [*db.session.execute(select(SecondFactor.secret, SecondFactor.person_id)).all()]
    kept += db.session.execute(select(RecoveryCode.code_hash)).all()
    for secret in (phone.secret, grouped, phone.code(), phone.code(1), *recovery):
        assert secret not in said and secret not in str(kept)
        assert secret.replace("-", "") not in str(kept)
    assert unseal(world.people["rep1"], kept[0].secret) == phone.secret
    data = client.get("/account/data.json").json
    assert data is not None
    told = [one for one in data["account"] if one["what"] == "Authenticator app"]
    assert [set(one) for one in told] == [{"what", "set_up_at", "recovery_codes_left"}]


def test_a_secret_cannot_be_moved_to_somebody_else(app: Flask, world: World) -> None:
    phone = give_app(world.people["rep1"])
    sealed = db.session.execute(select(SecondFactor.secret)).scalar_one()
    assert unseal(world.people["rep1"], sealed) == phone.secret
    db.session.rollback()
    give_app(world.people["rep2"])
    with unit_of_work() as session:
        session.execute(
            update(SecondFactor).where(SecondFactor.person_id == world.people["rep2"]).values(secret=sealed)
        )
    answer = give_code(half_way(app, address_of(world, "rep2")), phone.code())
    assert answer.status_code == 409 and "cannot be checked" in answer.text


def test_a_recovery_code_works_when_the_server_s_key_was_changed(app: Flask, world: World) -> None:
    phone = give_app(world.people["rep1"])
    recovery = give_recovery_codes(world.people["rep1"])[0]
    app.config["SETTINGS"]["secret_key"] = "t" * 40
    client = half_way(app, address_of(world, "rep1"))
    assert "cannot be checked" in give_code(client, phone.code()).text
    assert client.post("/sign-in/code", data={"recovery": recovery}).status_code == 303


@both
def test_what_was_begun_is_forgotten(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    client.post("/account/second-step")
    travel(timedelta(minutes=61))
    assert forget_old() == 1
    assert db.session.execute(select(BegunFactor.person_id)).all() == []


def test_the_half_of_one_is_not_completed_by_the_app_of_another(app: Flask, world: World) -> None:
    give_app(world.people["rep1"])
    other = give_app(world.people["rep2"])
    recovery = give_recovery_codes(world.people["rep2"])[0]
    client = half_way(app, address_of(world, "rep1"))
    assert give_code(client, other.code()).status_code == 422
    assert client.post("/sign-in/code", data={"recovery": recovery}).status_code == 422


def test_the_vectors_of_rfc_6238(app: Flask) -> None:
    """Appendix B, SHA-1, the last six digits of eight."""
    from base64 import b32encode

    from federation.people.authenticator import shown

    show = shown(b32encode(b"12345678901234567890").decode())
    seconds = (59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000)
    assert [show(at // 30) for at in seconds] == ["287082", "081804", "050471", "005924", "279037", "353130"]


@pytest.mark.parametrize(
    "typed", ["12345", "1234567", "½23456", "١٢٣٤٥٦", "hello", "O" * 23, "U" * 24, "\0" * 6]
)
def test_what_is_no_code(app: Flask, world: World, typed: str) -> None:
    give_app(world.people["rep1"])
    client = half_way(app, address_of(world, "rep1"))
    answer = give_code(client, typed)
    assert answer.status_code in (200, 422) and "nhsuk-error-summary" in answer.text
    assert open_sessions(world.people["rep1"]) == 0


def test_people_without_a_password_are_untouched(app: Flask, world: World) -> None:
    give_password(world.people["member"])
    assert sign_in(browser(app), address_of(world, "member")).location == home(app)
