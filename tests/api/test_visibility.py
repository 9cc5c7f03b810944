"""Until results may be shown, nothing that a program can read says who voted or how."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from federation.decisions.voting.actions.closing import close_due
from federation.kernel.endpoints import endpoints
from federation.testing.world import World
from tests.api.programs import Program, in_hours
from tests.api.test_whole_decision import TEXT

Asks = Callable[..., Program]
pytestmark = pytest.mark.both_databases
CANARY = "Kestrels over the weir"
ROLES = ("rep1", "rep2", "rep3", "member", "chair", "admin", "lay", "observer")
KEYS_OF_A_VOTE = {"stance", "receipt", "cast_by", "cast_at"}


def addresses(app: Flask, things: dict[str, Any]) -> Iterator[str]:
    """Every address that can be read, about these things."""
    for rule, methods, _endpoint, _permission in endpoints(app):
        if "GET" in methods.split(",") and rule.startswith("/api/v1/"):
            path = re.sub(r"<[^:>]+:(\w+)>", r"<\1>", rule).removeprefix("/api/v1/federations/<federation>")
            for name, value in things.items():
                path = path.replace(f"<{name}>", str(value))
            if "<" not in path:
                yield path


def said(body: Any) -> Iterator[tuple[str, Any]]:
    """All (key, value) at any depth."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield key, value
            yield from said(value)
    elif isinstance(body, list):
        for one in body:
            yield from said(one)


def crawl(served: Flask, asker: Program, number: int, receipt: str) -> list[tuple[str, Any]]:
    found = []
    for path in addresses(
        served,
        {
            "decision_id": number,
            "number": 1,
            "comment_id": 1,
            "person_id": 1,
            "action_id": 1,
            "code": "Z99001",
        },
    ):
        found.append((path, asker("GET", path)))
    for path in (
        f"/receipts/{receipt}",
        "/decisions?q=kestrels",
        "/decisions?q=weir",
        "/register?q=kestrels",
        f"/decisions/{number}/ballots?limit=200",
        "/decisions?state=open",
        "/record?limit=1000",
    ):
        found.append((path, asker("GET", path)))
    assert len(found) > 25
    return [(path, answer) for path, answer in found if answer.status_code == 200]


@pytest.mark.parametrize("visibility", ["after_close", "after_own_vote"])
def test_while_voting_is_open(
    served: Flask, asks: Asks, visibility: str, travel: Callable[[timedelta], None], world: World
) -> None:
    author, other = asks("rep1"), asks("rep2")
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    author.done(
        "POST",
        f"/decisions/{number}/open",
        {"preset": "simple_majority", "closes_at": in_hours(1), "visibility": visibility},
    )
    receipt = author.done(
        "PUT", f"/decisions/{number}/ballots/Z99001", {"stance": "against", "reason": CANARY}, 201
    )["receipt"]
    before = {name: asks(name) for name in ROLES}
    for name, asker in before.items():
        own = name in ("rep1", "member")
        leaks = []
        for path, answer in crawl(served, asker, number, receipt):
            values = dict(said(answer.json)) if answer.is_json else {}
            telling = [
                key
                for key, value in said(answer.json)
                if key in KEYS_OF_A_VOTE and value is not None and not path.startswith("/receipts")
            ]
            if CANARY in answer.text or telling or (path.startswith("/receipts") and values.get("stance")):
                leaks.append(path)
            assert own or receipt not in answer.text, path
        expected = (
            {
                f"/decisions/{number}",
                f"/decisions/{number}/ballots",
                f"/decisions/{number}/ballots/Z99001",
                f"/decisions/{number}/ballots?limit=200",
                f"/receipts/{receipt}",
            }
            if own
            else set()
        )
        assert set(leaks) == expected, name
        read = asker.get(f"/decisions/{number}")
        shown = name in ("rep1", "member") and visibility == "after_own_vote"
        assert (read["voted"], read["still_needed"], read["results"] is not None) == (1, 1, shown)
        assert asker.get(f"/decisions/{number}/ballots")["everybody"] is shown
    other.done("PUT", f"/decisions/{number}/ballots/Z99002", {"stance": "for"}, 201)
    assert other.get(f"/decisions/{number}/ballots")["everybody"] is (visibility == "after_own_vote")

    travel(timedelta(hours=2))
    for asker in before.values():
        uncounted = asker.get(f"/decisions/{number}")
        assert (uncounted["state"], uncounted["verdict"], uncounted["results"]) == ("open", None, None)
        assert asker.get(f"/decisions/{number}/ballots")["everybody"] is False
    with served.app_context(), world.scope():
        assert close_due() == 1
    for asker in before.values():
        rows = asker.get(f"/decisions/{number}/ballots")
        assert [(row["stance"], row["reason"]) for row in rows["items"]] == [
            ("against", CANARY),
            ("for", ""),
            (None, None),
        ]


def test_drafts_are_their_authors_alone(served: Flask, asks: Asks) -> None:
    author = asks("rep1")
    number = author.done(
        "POST", "/decisions", TEXT | {"title": "Otters of the mill race", "reasons": CANARY}, 201
    )["id"]
    assert author.get(f"/decisions/{number}")["reasons"] == CANARY
    for name in ROLES[1:]:
        for path, answer in crawl(served, asks(name), number, "ABCDEFGH"):
            assert CANARY not in answer.text and "Otters" not in answer.text, (name, path)
    for method, path, body in (
        ("POST", "open", {"preset": "advisory", "closes_at": in_hours(1)}),
        ("POST", "comments", {"words": "Seen."}),
        ("POST", "ballots/Z99002/stand-aside", {"reason": "Seen."}),
        ("POST", "discussion", None),
        ("PUT", "ballots/Z99002", {"stance": "for"}),
        ("POST", "withdraw", {"reason": "Seen."}),
    ):
        assert asks("rep2")(method, f"/decisions/{number}/{path}", body).status_code == 404, path


def test_live_results_are_everybodys(asks: Asks) -> None:
    author, lay = asks("rep1"), asks("lay")
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    author.done(
        "POST",
        f"/decisions/{number}/open",
        {"preset": "simple_majority", "closes_at": in_hours(1), "visibility": "live"},
    )
    author.done("PUT", f"/decisions/{number}/ballots/Z99001", {"stance": "against", "reason": CANARY}, 201)
    assert CANARY in json.dumps(lay.get(f"/decisions/{number}/ballots"))
    assert lay.get(f"/decisions/{number}")["results"]["stances"]["against"]["practices"] == 1


def test_email_addresses_are_for_those_who_may_see_them(asks: Asks) -> None:
    for name, sees in (("admin", True), ("chair", True), ("rep1", False), ("lay", False)):
        people = asks(name).get("/people")["items"]
        assert [("email" in person) for person in people] == [sees] * len(people)
