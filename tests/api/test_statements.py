"""How many SQL statements a program costs: the same for three practices and decisions as for thousands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from federation.kernel.db import unit_of_work
from federation.kernel.tenancy import insert_many
from federation.network.models import Practice
from federation.testing.world import World
from tests.api.programs import Program, in_hours, statements
from tests.api.test_whole_decision import TEXT

Asks = Callable[..., Program]
pytestmark = pytest.mark.both_databases


def opened(author: Program, **how: object) -> str:
    """The path of a decision with voting open."""
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    author.done(
        "POST", f"/decisions/{number}/open", {"preset": "simple_majority", "closes_at": in_hours(1)} | how
    )
    return f"/decisions/{number}"


def cost(app: Flask, asker: Program, path: str) -> int:
    with statements(app) as run:
        asker.get(path)
    return len(run)


def test_a_ballot(served: Flask, asks: Asks) -> None:
    author = asks("rep1")
    at = opened(author)
    found = []
    for status in (201, 200):
        with statements(served) as run:
            author.done("PUT", f"{at}/ballots/Z99001", {"stance": "for", "reason": "Yes."}, status)
        found.append(len(run))
    assert max(found) <= 9, (found, run)


def test_reading_a_decision(served: Flask, asks: Asks, travel: Callable[[timedelta], None]) -> None:
    author, chair = asks("rep1"), asks("chair")
    at, live = opened(author), opened(author, visibility="live")
    author.done("PUT", f"{at}/ballots/Z99001", {"stance": "for"}, 201)
    costs = {"open": cost(served, author, at), "live": cost(served, author, live)}
    chair.done("POST", f"{at}/close", {"reason": "Done."})
    costs["closed"] = cost(served, author, at)
    costs["draft"] = cost(served, author, f"/decisions/{author.done('POST', '/decisions', TEXT, 201)['id']}")
    travel(timedelta(hours=2))
    costs["over"] = cost(served, author, live)
    assert {name: number for name, number in costs.items() if number > 9} == {}, costs


def test_lists(served: Flask, asks: Asks, world: World) -> None:
    author = asks("rep1")
    opened(author)
    paths = (
        "/decisions",
        "/decisions?q=visits",
        "/decisions?state=open&year=2026&verdict=carried",
        "/practices?per_page=1000",
        "/people",
        "/record",
        "/votes-owed",
        "/dues",
        "/register",
        "/rules",
        "/floors",
        "",
        "/aims",
        "/me",
        "/actions",
    )
    before = {path: cost(served, author, path) for path in paths}
    for _ in range(3):
        opened(author)
    with served.app_context(), unit_of_work(), world.scope():
        insert_many(
            Practice,
            [
                {
                    "code": f"Y{number:05}",
                    "name": f"Made up {number}",
                    "address": [],
                    "membership": "full",
                    "postcode": "",
                    "phone": "",
                    "icb": "",
                    "sub_icb": "",
                }
                for number in range(2500)
            ],
        )
    assert {path: cost(served, author, path) for path in paths} == before
    assert {path: number for path, number in before.items() if number > 6} == {}, before
    page = author.get("/practices?page=3&per_page=1000")
    assert (len(page["items"]), page["total"], page["page"], page["per_page"]) == (503, 2503, 3, 1000)
    assert page["items"][-1]["code"] == "Z99003"
    assert author.get("/practices?page=4&per_page=1000")["items"] == []
