"""Addresses of long lists are the router's, at the cost of one."""

import pytest
from flask import Flask, url_for

from federation.kernel import pages
from federation.kernel.pages import urls_by_number


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    for rule in (
        "/f/<slug>/things/<int(max=9007199254740991):number>",
        "/f/<slug>/things/<int:number>/parts/<int:part>/edit",
    ):
        made.add_url_rule(rule, rule.rpartition("/")[2], lambda **_: "")
    return made


def test_they_are_what_the_router_says(app: Flask) -> None:
    with app.test_request_context():
        thing = urls_by_number("<int(max=9007199254740991):number>", "number", slug="a b")
        part = urls_by_number("edit", "part", slug="x", number=12, q="a&b", _anchor="end")
        for number in (0, 7, 9_007_199_254_740_991):
            assert thing(number) == url_for("<int(max=9007199254740991):number>", slug="a b", number=number)
            assert part(number) == url_for("edit", slug="x", number=12, part=number, q="a&b", _anchor="end")


def test_the_router_is_asked_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(endpoint: str, **values: object) -> str:
        asked.append(endpoint)
        return url_for(endpoint, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(pages, "url_for", counted)
    with app.test_request_context():
        address = urls_by_number("edit", "part", slug="x", number=12)
        assert len({address(number) for number in range(50)}) == 50
    assert asked == ["edit"]


def test_nothing_but_a_number_comes_into_an_address(app: Flask) -> None:
    with app.test_request_context():
        address = urls_by_number("edit", "part", slug="x", number=12)
    with pytest.raises(ValueError, match="format code"):
        address("1/../2")  # type: ignore[arg-type]
