"""Requests that no browser makes of itself get a page that says so, on both databases, never a failure."""

import pytest
from flask import Flask

from federation.kernel.addresses import read_address
from federation.testing.world import make_world
from tests.people.accounts import Typing

pytestmark = pytest.mark.both_databases


def test_a_nul_in_an_address_is_refused(app: Flask) -> None:
    world = make_world(practices=2)
    client = Typing(world.client(app, "admin"), app)
    pages = (
        "our-federation/record?subject=%00",
        "our-federation/record.jsonl?subject=%00",
        "decisions/receipt?code=%00",
        "decisions/receipt?code=AB%00CD",
        "search?q=%00",
        "decisions/?q=%00",
        "people/?q=x%00",
        "practices/?q=%00&page=2",
        "our-federation/record?%00=1",
    )
    for page in pages:
        answer = client.get(f"/f/{world.slug}/{page}")
        assert answer.status_code in (400, 404), page
        assert "<h1" in answer.text
    for page in (
        "our-federation/record?subject=person:1",
        "decisions/receipt?code=AB",
        "search?q=x",
        "decisions/?q=x",
        "practices/?q=x",
    ):
        assert client.get(f"/f/{world.slug}/{page}").status_code == 200, page
    for page in ("%00", "decisions/%00"):
        assert client.get(f"/f/{world.slug}/{page}").status_code == 404


@pytest.mark.parametrize(
    "referer", ["https://localhost:port/", "https://localhost:99999999/", "https://[::1/"]
)
def test_a_page_before_that_has_no_address_is_refused(app: Flask, referer: str) -> None:
    world = make_world(practices=2)
    client = Typing(world.client(app, "rep1"), app)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post(
        f"/f/{world.slug}/decisions/new",
        data={"title": "x"},
        headers={"Referer": referer},
        base_url="https://localhost",
    )
    assert answer.status_code == 400 and "This page was open for too long" in answer.text


@pytest.mark.parametrize(
    "address", ["r\u0435p1@saltmarsh.example", "rené@saltmarsh.example", "rep1@s\u0430ltmarsh.example"]
)
def test_an_address_that_cannot_be_mailed_or_looks_like_another_is_refused(app: Flask, address: str) -> None:
    """The first and the last have a Cyrillic letter in the place of an e and of an a."""
    world = make_world(practices=2)
    client = Typing(world.client(app, "admin"), app)
    fields = {"email": address, "name": "Twin", "role": "observer"}
    page = client.post(f"/f/{world.slug}/people/invite", data=fields)
    assert page.status_code == 422 and "must be written with the letters a to z" in page.text
    assert read_address(address) is None
    assert read_address("Rep1@saltmarsh.example") == "Rep1@saltmarsh.example"
