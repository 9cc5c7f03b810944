"""Programs are told before a vote opens whether enough practices can cast it, and which cannot, as the page tells."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from federation.decisions.models import Decision
from federation.kernel.db import unit_of_work
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.api.programs import Program, in_hours, places, program

Asks = Callable[..., Program]
pytestmark = pytest.mark.both_databases
TEXT = {"title": "Share visits", "body": "We share the visits."}
RULE = {
    "method": "majority",
    "threshold": {"fraction": "1/2", "strict": True},
    "quorum_practices": {"fraction": "1", "strict": False},
}


@pytest.fixture
def world(served: Flask) -> World:
    """Twelve practices; three of them have a representative who can sign in. Another federation can vote in full."""
    with served.app_context():
        made, other = make_world(), make_world("elsewhere")
        for place, names in ((made, ("rep1", "rep2", "rep3")), (other, tuple(other.people))):
            with unit_of_work() as session:
                people = [place.people[name] for name in names]
                session.execute(
                    update(Person).where(Person.id.in_(people)).values(password_hash="$argon2id$")
                )
        return made


def shown(author: Program) -> int:
    number: int = author.done("POST", "/decisions", TEXT, 201)["id"]
    author.done("POST", f"/decisions/{number}/discussion")
    return number


def numbers(told: dict[str, Any]) -> tuple[int, int, int, bool, bool]:
    return (told["practices"], told["able"], told["needed"], told["can_succeed"], told["runs_short"])


def test_what_is_told_before_is_what_is_told_with_the_opening(asks: Asks) -> None:
    author = asks("rep1")
    number = shown(author)
    before = author.get(f"/decisions/{number}/turnout?preset=simple_majority")
    assert numbers(before) == (12, 3, 7, False, False)
    assert len(before["without"]) == 9 and "Skylark Surgery" in before["without"]
    assert "Driftwood Surgery" not in before["without"]
    opening = {"preset": "simple_majority", "closes_at": in_hours(100)}
    assert author.done("POST", f"/decisions/{number}/open", opening)["turnout"] == before
    assert author.get(f"/decisions/{number}/turnout") == before


def test_a_rule_written_out_is_judged_too(asks: Asks) -> None:
    author = asks("rep1")
    number = shown(author)
    told = author.get(f"/decisions/{number}/turnout", query_string={"rule": json.dumps(RULE)})
    assert numbers(told) == (12, 3, 12, False, False)


@pytest.mark.parametrize(
    "query, field",
    [
        ({}, "preset"),
        ({"preset": "no_such_rule"}, "preset"),
        ({"preset": "advisory", "rule": json.dumps(RULE)}, "preset"),
        ({"rule": "{"}, "rule"),
        ({"rule": "[]"}, "rule"),
        ({"rule": "[" * 50_000}, "rule"),
        ({"rule": json.dumps({"method": "dice"})}, "rule.method"),
    ],
)
def test_what_cannot_be_judged_is_named(asks: Asks, query: dict[str, str], field: str) -> None:
    author = asks("rep1")
    number = shown(author)
    refused = author("GET", f"/decisions/{number}/turnout", query_string=query)
    assert refused.status_code == 422 and places(refused.json["errors"]) == [field], refused.text


def test_the_rule_that_was_planned_on_the_web_needs_no_name(served: Flask, world: World, asks: Asks) -> None:
    author = asks("rep1")
    number = shown(author)
    with served.app_context(), unit_of_work() as session, world.scope():
        session.get_one(Decision, number).plan = {"rule": "double_majority"}
    assert numbers(author.get(f"/decisions/{number}/turnout")) == (12, 3, 9, False, False)


def test_only_whoever_could_open_it_is_told_and_reading_is_enough(
    served: Flask, world: World, asks: Asks
) -> None:
    author = asks("rep1")
    draft: int = author.done("POST", "/decisions", TEXT, 201)["id"]
    number = shown(author)
    path = f"/decisions/{number}/turnout?preset=advisory"
    with served.app_context():
        reader = program(served, world, "rep1", ["read"])
    assert reader.get(path)["able"] == 3
    assert asks("chair").get(path)["able"] == 3
    for name in ("rep2", "member", "admin", "lay", "observer"):
        assert asks(name)("GET", path).status_code == 403
    assert asks("rep2")("GET", f"/decisions/{draft}/turnout?preset=advisory").status_code == 404


def test_a_vote_that_is_over_or_was_withdrawn_has_no_answer(asks: Asks) -> None:
    author = asks("rep1")
    number = shown(author)
    author.done("POST", f"/decisions/{number}/withdraw", {"reason": "Not now."})
    assert author("GET", f"/decisions/{number}/turnout?preset=advisory").status_code == 422


def test_an_open_vote_has_its_own_rule(asks: Asks) -> None:
    author = asks("rep1")
    number = shown(author)
    author.done("POST", f"/decisions/{number}/open", {"preset": "advisory", "closes_at": in_hours(100)})
    refused = author("GET", f"/decisions/{number}/turnout?preset=simple_majority")
    assert refused.status_code == 422 and refused.json["errors"] == {
        "preset": ["Voting is open: its rule is fixed"]
    }
