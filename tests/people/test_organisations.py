"""Signing in with an organisation's account, against a real provider: who gets in, who does not, and what is kept."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.config import UnsafeSettings
from federation.kernel.db import db
from federation.people.models import OrganisationAccount, Person, SignIn
from federation.people.organisations import client_of, init_organisations, organisation, organisations_in
from federation.people.rules.organisations import (
    OrganisationShown,
    SignInService,
    UnusableAnswer,
    read_claims,
)
from federation.testing.world import World
from tests.people.accounts import PASSWORD, address_of, browser, home, letters, open_sessions, sign_in
from tests.people.provider import Provider, let_in

both = pytest.mark.both_databases
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
PLAIN = SignInService("trust", "Trust", "https://id.example/.well-known", "us")


def accounts() -> list[tuple[int, str, str | None]]:
    rows = db.session.execute(
        select(OrganisationAccount.person_id, OrganisationAccount.subject, OrganisationAccount.email)
    ).all()
    db.session.rollback()
    return [tuple(row) for row in rows]


@both
def test_somebody_known_by_a_checked_address_signs_in_and_is_known_by_subject_afterwards(
    app: Flask, world: World, offered: Provider
) -> None:
    offered.knows("rep-one", email=address_of(world, "rep1").upper(), email_verified=True)
    answer = let_in(browser(app), offered, "rep-one")
    assert (answer.status_code, answer.location) == (303, home(app))
    assert accounts() == [(world.people["rep1"], "rep-one", address_of(world, "rep1"))]
    assert [letter["person"] for letter in letters("organisation-on")] == [world.people["rep1"]]
    offered.knows("rep-one", email=address_of(world, "rep2"), email_verified=True)
    client = browser(app)
    let_in(client, offered, "rep-one")
    assert address_of(world, "rep1") in client.get("/account").text
    assert len(accounts()) == 1


def test_the_way_there_is_the_code_flow_with_pkce_state_and_nonce(
    app: Flask, world: World, offered: Provider
) -> None:
    asked = parse_qs(urlsplit(browser(app).get("/sign-in/with/trust").location).query)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert asked["max_age"] == ["900"]
    assert asked["redirect_uri"] == [f"{app.config['SETTINGS']['base_url']}/sign-in/with/trust/back"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 20


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "{rep1}"},
        {"email": "{rep1}", "email_verified": False},
        {"email": "x@y.example", "email_verified": True},
        {},
    ],
)
def test_an_address_that_is_not_checked_or_not_known_opens_nothing(
    app: Flask, world: World, offered: Provider, claims: dict[str, Any]
) -> None:
    offered.knows(
        "stranger",
        **{k: v.format(rep1=address_of(world, "rep1")) if k == "email" else v for k, v in claims.items()},
    )
    client = browser(app)
    answer = let_in(client, offered, "stranger")
    assert answer.location == "/sign-in"
    assert "There is no account here that belongs to your Trustmail account" in client.get("/sign-in").text
    assert (accounts(), open_sessions(world.people["rep1"])) == ([], 0)


def test_an_address_that_passed_to_somebody_else_at_the_service_opens_nothing(
    app: Flask, world: World, offered: Provider
) -> None:
    offered.knows("first", email=address_of(world, "rep1"), email_verified=True)
    let_in(browser(app), offered, "first")
    offered.knows("second", email=address_of(world, "rep1"), email_verified=True)
    assert let_in(browser(app), offered, "second").location == "/sign-in"
    assert [subject for _, subject, _ in accounts()] == ["first"]


def test_whoever_was_invited_has_accepted(app: Flask, world: World, offered: Provider) -> None:
    offered.knows("newcomer", email=address_of(world, "member"), email_verified=True)
    assert let_in(browser(app), offered, "newcomer").location == home(app)
    kept = db.session.execute(
        select(Person.password_hash).where(Person.id == world.people["member"])
    ).scalar_one()
    db.session.rollback()
    assert kept.startswith("$argon2id$")


def test_whoever_is_asked_again_who_they_are_may_go_to_the_service(
    app: Flask, world: World, offered: Provider
) -> None:
    offered.knows("rep-one", email=address_of(world, "rep1"), email_verified=True)
    client = browser(app)
    let_in(client, offered, "rep-one")
    asked = client.get("/second-step")
    assert asked.status_code == 200
    assert '<a href="/sign-in/with/trust">Sign in again with Trustmail</a>' in asked.text


def test_a_second_step_passed_there_counts_from_when_it_was_passed(
    app: Flask, world: World, offered: Provider
) -> None:
    client = browser(app)
    offered.knows("boss", email=address_of(world, "admin"), email_verified=True)
    let_in(client, offered, "boss")
    assert client.get(home(app)).location == "/second-step"
    then = datetime.now(UTC) - timedelta(minutes=10)
    offered.knows(
        "boss",
        email=address_of(world, "admin"),
        email_verified=True,
        amr=["pwd", "mfa"],
        auth_time=then.timestamp(),
    )
    let_in(client, offered, "boss")
    assert client.get(home(app)).status_code == 200
    newest = (
        db.session.execute(
            select(SignIn.confirmed_at)
            .where(SignIn.person_id == world.people["admin"])
            .order_by(SignIn.id.desc())
        )
        .scalars()
        .first()
    )
    db.session.rollback()
    assert abs(newest - then) < timedelta(minutes=1)


def test_an_answer_that_was_not_asked_for_or_is_used_again_opens_nothing(
    app: Flask, world: World, offered: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    offered.knows("rep-one", email=address_of(world, "rep1"), email_verified=True)
    mine, theirs = browser(app), browser(app)
    with caplog.at_level(logging.WARNING):
        back = offered.lets_in(mine.get("/sign-in/with/trust").location, "rep-one")
        assert theirs.get(back).location == "/sign-in"
        assert open_sessions(world.people["rep1"]) == 0
        assert mine.get(back).location == home(app)
        assert mine.get(back).location == "/account/organisations"
        for made_up in ("", "?code=x&state=y", "?error=access_denied&error_description=canary&state=z"):
            assert browser(app).get(f"/sign-in/with/trust/back{made_up}").location == "/sign-in"
    assert open_sessions(world.people["rep1"]) == 1
    assert "canary" not in caplog.text and "MismatchingStateError" in caplog.text


def test_connecting_asks_who_one_is_and_a_taken_account_stays_with_its_owner(
    app: Flask, world: World, offered: Provider
) -> None:
    client = browser(app)
    sign_in(client, address_of(world, "rep1"))
    offered.knows("mine", nickname="no address at all")
    page = client.get("/account/organisations/trust")
    assert "Connect your Trustmail account" in page.text
    gone_on = client.post("/account/organisations/trust", data={"password": PASSWORD})
    assert 'href="/sign-in/with/trust"' in gone_on.text
    assert let_in(client, offered, "mine").location == "/account/organisations"
    assert accounts() == [(world.people["rep1"], "mine", None)]
    assert "Connected" in client.get("/account/organisations").text

    other = browser(app)
    sign_in(other, address_of(world, "rep2"))
    other.post("/account/organisations/trust", data={"password": PASSWORD})
    let_in(other, offered, "mine")
    assert "opens somebody else’s account here already" in other.get("/account/organisations").text
    assert accounts() == [(world.people["rep1"], "mine", None)]

    number = db.session.scalar(select(OrganisationAccount.id))
    db.session.rollback()
    other.post(f"/account/organisations/{number}/end")
    assert len(accounts()) == 1
    client.post(f"/account/organisations/{number}/end")
    assert accounts() == []
    assert len(letters("organisation-off")) == 1


def test_a_service_that_does_not_answer_leaves_the_password(
    app: Flask, world: World, offered: Provider
) -> None:
    app.config["SETTINGS"]["organisations"][0]["metadata_url"] = "http://127.0.0.1:9/nothing"
    init_organisations(app)
    client = browser(app)
    assert client.get("/sign-in/with/trust").location == "/sign-in"
    page = client.get("/sign-in").text
    assert "Trustmail did not let us sign you in" in page and 'name="password"' in page
    assert client.get("/sign-in/with/nobody").status_code == 404


def test_a_private_key_stands_in_for_the_secret(
    app: Flask, world: World, offered: Provider, tmp_path: Any
) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from joserfc import jwt
    from joserfc.jwk import RSAKey

    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path / "key.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    settings = app.config["SETTINGS"]["organisations"][0]
    settings.pop("secret")
    settings["private_key_file"] = str(file)
    init_organisations(app)
    client = client_of(organisation("trust"))
    with client._get_oauth_client() as session:
        auth = session.client_auth(session.token_endpoint_auth_method)
        _, _, body = auth.auth_method(
            auth, "POST", "https://id.example/token", {}, "grant_type=authorization_code"
        )
    sent = parse_qs(body)
    assert sent["client_assertion_type"] == ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]
    proof = jwt.decode(sent["client_assertion"][0], RSAKey.import_key(file.read_text()), algorithms=["RS512"])
    assert (proof.claims["iss"], proof.claims["aud"]) == ("federation", "https://id.example/token")


def claims(**more: Any) -> dict[str, Any]:
    return {"iss": "https://id.example", "sub": "7", "email": "A@Nhs.example", "email_verified": True} | more


def test_what_claims_count() -> None:
    assert read_claims(PLAIN, claims(), NOON) == OrganisationShown(
        "https://id.example", "7", "a@nhs.example", None
    )
    strict = SignInService(
        "t", "T", "u", "c", domains=("nhs.example",), second_step=frozenset({"mfa", "AAL3_ANY"})
    )
    for email, counts in (("a@nhs.example", True), ("a@x.nhs.example", True), ("a@evilnhs.example", False)):
        assert (read_claims(strict, claims(email=email), NOON).email == email) is counts
    trusting = SignInService("t", "T", "u", "c", trusts_addresses=True)
    assert read_claims(trusting, claims(email_verified=False), NOON).email == "a@nhs.example"
    for way in ({"amr": ["mfa"]}, {"acr": "AAL3_ANY"}):
        assert read_claims(strict, claims(**way), NOON).strong_at is None
        ago = NOON - timedelta(minutes=15)
        assert read_claims(strict, claims(**way, auth_time=ago.timestamp()), NOON).strong_at == ago
        later = (NOON + timedelta(hours=1)).timestamp()
        assert read_claims(strict, claims(**way, auth_time=later), NOON).strong_at == NOON
    for weak in ({"amr": "mfa"}, {"amr": ["pwd"]}, {"acr": None}, {}):
        assert read_claims(strict, claims(**weak, auth_time=NOON.timestamp()), NOON).strong_at is None
    with pytest.raises(UnusableAnswer, match="did not ask again"):
        read_claims(PLAIN, claims(auth_time=(NOON - timedelta(hours=1)).timestamp()), NOON)
    for broken in (claims(sub=""), claims(sub=7), claims(iss=None), claims(sub="x" * 256)):
        with pytest.raises(UnusableAnswer):
            read_claims(PLAIN, broken, NOON)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "Trust!"}, "key"),
        ({"title": ""}, "title"),
        ({"metadata_url": "http://id.example"}, "https://"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_settings_that_cannot_work_stop_the_start(change: dict[str, Any], words: str) -> None:
    good = {"key": "trust", "title": "T", "metadata_url": "https://id.example", "client_id": "c"}
    assert organisations_in({"production": True, "organisations": [good]})[0].title == "T"
    with pytest.raises(UnsafeSettings, match=words):
        organisations_in({"production": True, "organisations": [good | change]})
    with pytest.raises(UnsafeSettings, match="same key"):
        organisations_in({"production": True, "organisations": [good, good]})
