"""A federation whose members can sign in."""

from collections.abc import Iterator

import pytest
from flask import Flask

from federation.people.organisations import init_organisations
from federation.testing.world import World, make_world
from tests.people.accounts import give_password
from tests.people.provider import Provider, provider


@pytest.fixture
def world(app: Flask) -> World:
    """Two practices; rep1, rep2 and admin have passwords, member has none yet."""
    app.config["WTF_CSRF_ENABLED"] = False
    made = make_world(practices=2)
    for name in ("admin", "rep1", "rep2"):
        give_password(made.people[name])
    return made


@pytest.fixture(scope="module")
def service() -> Iterator[Provider]:
    """An organisation's sign-in service, running."""
    with provider() as made:
        yield made


@pytest.fixture
def offered(app: Flask, service: Provider) -> Iterator[Provider]:
    """The app offers the service under the key ``trust``; it counts ``mfa`` as a second step."""
    app.config["SETTINGS"]["organisations"] = [
        {
            "key": "trust",
            "title": "Trustmail",
            "metadata_url": service.metadata_url,
            "client_id": "federation",
            "secret": "not much of one",
            "second_step": ["mfa"],
        }
    ]
    init_organisations(app)
    yield service
    app.config["SETTINGS"]["organisations"] = []
    init_organisations(app)
