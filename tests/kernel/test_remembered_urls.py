"""Addresses that the app remembers are those that the router gives."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g, url_for

from federation.kernel import remembered_urls
from federation.testing.apps import RunApps

PROPOSAL = "decisions.proposal"


@pytest.fixture
def app(settings: dict[str, Any], apps: RunApps) -> Iterator[Flask]:
    """The whole product."""
    with apps.lend(settings) as made, made.app_context():
        yield made


def asked(app: Flask, slug: str | None, *args: Any, root: str = "", **values: Any) -> str:
    """An address, asked for twice in a request about a federation."""
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        g.slug = slug
        first, again = url_for(*args, **values), app.jinja_env.globals["url_for"](*args, **values)  # type: ignore[operator]
        assert first == again == Flask.url_for(app, *args, **values)
        return first


def test_each_federation_number_and_place_has_its_own(app: Flask) -> None:
    for _ in range(2):
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=1) == "/f/saltmarsh/decisions/1/proposal"
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=2) == "/f/saltmarsh/decisions/2/proposal"
        assert asked(app, "brackenfield", PROPOSAL, decision_id=1) == "/f/brackenfield/decisions/1/proposal"
        assert asked(app, "saltmarsh", PROPOSAL, root="/below", decision_id=1).startswith(
            "/below/f/saltmarsh/"
        )
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=1, after=None).endswith("proposal")
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=1, after=3).endswith("proposal?after=3")
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=1, after="3").endswith("proposal?after=3")
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=1, after=True).endswith("proposal?after=True")
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=1, _anchor="votes").endswith("proposal#votes")
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=1, _external=True).startswith("http://")
        assert asked(app, None, PROPOSAL, federation="tidemill", decision_id=1).startswith("/f/tidemill/")


def test_what_is_remembered_has_an_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered_urls, "MOST_REMEMBERED", 3)
    assert isinstance(app, remembered_urls.RememberingFlask)
    app.remembered.clear()
    for number in range(10):
        assert asked(app, "saltmarsh", PROPOSAL, decision_id=number).endswith(f"/{number}/proposal")
        assert len(app.remembered) <= 3
