"""Every shape of error: a problem document that says what is wrong and where."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from federation.kernel.clock import machine_now
from federation.testing.world import World
from tests.api.programs import PROBLEM, Program, in_hours, token_for
from tests.api.test_statements import opened
from tests.api.test_whole_decision import TEXT

Asks = Callable[..., Program]
pytestmark = pytest.mark.both_databases


def refused(answer: Any, status: int) -> Any:
    assert (answer.status_code, answer.content_type) == (status, PROBLEM), answer.text
    body = answer.json
    assert (body["type"], body["status"]) == ("about:blank", status) and body["title"]
    return body


@pytest.mark.parametrize("kind", ["none", "wrong", "revoked", "basic", "empty"])
def test_without_a_good_token_nothing_is_said(served: Flask, world: World, kind: str) -> None:
    with served.app_context():
        revoked = token_for(world, "rep1", revoked=machine_now())
    token = {"none": None, "wrong": "x" * 43, "revoked": revoked, "basic": None, "empty": ""}[kind]
    headers = {"Authorization": "Basic cmVwMTpyZXAx"} if kind == "basic" else {}
    asker = Program(served, token, "saltmarsh")
    for path, slug in (("/decisions", "saltmarsh"), ("/decisions", "nowhere"), ("", "saltmarsh")):
        asker.slug = slug
        answer = asker("GET", path, headers=headers)
        assert refused(answer, 401)["title"] == "Unauthorized"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_of_somebody_whose_role_ended(served: Flask, asks: Asks) -> None:
    admin, rep = asks("admin"), asks("rep2")
    person = next(one for one in admin.get("/people")["items"] if one["name"] == "Rep2")
    role = person["roles"][0]
    admin.done("DELETE", f"/people/{person['id']}/roles/{role['id']}", status=204)
    assert rep("GET", "/decisions").status_code == 401


def test_what_is_not_yours_to_do(asks: Asks) -> None:
    author, admin, lay, second = asks("rep1"), asks("admin"), asks("lay"), asks("rep2")
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    author.done("POST", f"/decisions/{number}/discussion")
    at = f"/decisions/{number}"
    opening = {"preset": "simple_majority", "closes_at": in_hours(1)}
    for asker, method, path, body in (
        (admin, "POST", f"{at}/open", opening),
        (second, "POST", f"{at}/open", opening),
        (second, "PATCH", at, {"title": "Mine"}),
        (second, "POST", f"{at}/withdraw", {"reason": "Mine"}),
        (lay, "POST", "/decisions", TEXT),
        (lay, "PUT", f"{at}/ballots/Z99001", {"stance": "for"}),
        (second, "PUT", f"{at}/ballots/Z99001", {"stance": "for"}),
        (second, "GET", f"{at}/ballots/Z99001", None),
        (author, "POST", f"{at}/close", {"reason": "Mine"}),
        (author, "PATCH", "", {"purpose": "Mine"}),
        (author, "POST", "/people", {"email": "x@y.example", "name": "X", "role": "observer"}),
        (author, "POST", "/rules", {"title": "Mine", "rule": {"method": "advisory"}}),
    ):
        refused(asker(method, path, body), 403)
    assert author.get(at)["state"] == "discussion"


def test_unknown_addresses_and_methods(served: Flask, asks: Asks) -> None:
    author = asks("rep1")
    bare = served.test_client()
    missing = bare.get("/api/v1/nothing")
    assert refused(missing, 404) == {"type": "about:blank", "title": "Not Found", "status": 404}
    for path in (
        "/decisions/999999",
        "/decisions/0",
        "/decisions/x",
        "/decisions/9007199254740991",
        f"/decisions/{10**30}",
        "/practices/Z11111",
        "/practices/%00",
        "/practices/Z99001Z99001Z",
        "/people/999",
        "/actions/9",
        "/receipts/ABCDEFGH",
        "/receipts/%00",
        "/decisions/1/ballots/%00",
    ):
        assert author("GET", path).data == missing.data, path
    wrong = author("DELETE", "/decisions")
    assert refused(wrong, 405) and set(wrong.headers["Allow"].split(", ")) == {
        "GET",
        "HEAD",
        "OPTIONS",
        "POST",
    }
    assert author("OPTIONS", "/decisions").status_code == 200
    head = author("HEAD", "/decisions")
    assert (head.status_code, head.data) == (200, b"")
    refused(bare.post("/api/openapi.json"), 405)


def test_bodies_that_cannot_be_read(served: Flask, asks: Asks) -> None:
    author = asks("rep1")
    json_type = {"Content-Type": "application/json"}
    for body in (b"{", b"\xff\xfe", b'{"title": "a"', b"[" * 200_000, b'{"title": ' + b"9" * 6000 + b"}"):
        refused(author("POST", "/decisions", data=body, headers=json_type), 400)
    refused(
        author(
            "POST",
            "/decisions",
            data=b"title=a",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ),
        415,
    )
    refused(
        author("POST", "/decisions", data=b'{"title": "' + b"a" * 5_000_000 + b'"}', headers=json_type), 413
    )
    for body in ([], "text", 5, None):
        refused(author("POST", "/decisions", json=body), 422)


def test_every_field_that_is_wrong_is_named(asks: Asks) -> None:
    author = asks("rep1")
    found = refused(
        author(
            "POST",
            "/decisions",
            {
                "body": 5,
                "aims": [2.5, True, "1"],
                "colour": "red",
                "options": [{"title": "A", "id": "ab"}, {"text": "no title"}],
            },
        ),
        422,
    )["errors"]
    assert {
        name: sorted(words) if isinstance(words, dict) else len(words) for name, words in found.items()
    } == {"title": 1, "body": 1, "aims": ["0", "1", "2"], "colour": 1, "options": ["0", "1"]}
    for body, errors in (
        ({"title": " "}, {"title": ["Enter a title"]}),
        ({"aims": [7]}, {"aims": ["Select aims from the list"]}),
        ({"kind": "nothing"}, {"kind": ["Select a kind of matter from the list"]}),
        (
            {"options": [{"title": " ", "text": "x"}]},
            {"options": {"0": {"title": ["Enter a name of this option"]}}},
        ),
        ({"practice": "Z99002"}, {"practice": ["This is not one of your practices"]}),
        (
            {"effects": {"columns": ["A"], "rows": {"Q00000": ["1"]}}},
            {"effects": ["‘Q00000’ is not the code of a practice of this federation"]},
        ),
        ({"title": "a\0b"}, {"title": ["This text has characters that cannot be kept."]}),
        ({"body": "\ud800"}, {"body": ["This text has characters that cannot be kept."]}),
    ):
        assert refused(author("POST", "/decisions", TEXT | body), 422)["errors"] == errors
    assert (
        "NHS number"
        in refused(author("POST", "/decisions", TEXT | {"reasons": "As for 943 476 5919."}), 422)["errors"][
            "reasons"
        ][0]
    )
    assert author.get("/decisions")["items"] == []


def test_ways_of_opening_that_cannot_be(asks: Asks) -> None:
    author = asks("rep1")
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    later = in_hours(1)
    for body, fields in (
        ({"preset": "simple_majority"}, {"closes_at"}),
        ({"preset": "simple_majority", "closes_at": "2099-05-28T17:00:00"}, {"closes_at"}),
        ({"preset": "simple_majority", "closes_at": "2099-05-28"}, {"closes_at"}),
        ({"preset": "simple_majority", "closes_at": 4083670800}, {"closes_at"}),
        ({"preset": "simple_majority", "closes_at": "0001-01-01T00:00:00+14:00"}, {"closes_at"}),
        ({"preset": "simple_majority", "closes_at": in_hours(-1)}, {"closes_at"}),
        ({"preset": "simple_majority", "closes_at": in_hours(24 * 400)}, {"closes_at"}),
        ({"closes_at": later}, {"preset"}),
        ({"preset": "simple_majority", "rule": {"method": "advisory"}, "closes_at": later}, {"preset"}),
        ({"preset": "by_lot", "closes_at": later}, {"preset"}),
        ({"rule": {}, "closes_at": later}, {"rule"}),
        ({"rule": {"method": "advisory"}, "closes_at": later, "visibility": "sometimes"}, {"visibility"}),
        ({"preset": "simple_majority", "closes_at": later, "early_close": True}, {"early_close"}),
    ):
        assert set(refused(author("POST", f"/decisions/{number}/open", body), 422)["errors"]) == fields, body
    for rule, part in (
        (
            {"method": "majority", "threshold": {"fraction": "5/4", "strict": False}},
            ["threshold", "fraction"],
        ),
        ({"method": "majority", "threshold": {"fraction": "1/2", "strict": 1}}, ["threshold", "strict"]),
        (
            {
                "method": "majority",
                "weights": {"kind": "patients"},
                "threshold": {"fraction": "1/2", "strict": True},
            },
            ["weights", "per"],
        ),
        ({"method": "majority", "colour": "red"}, ["colour"]),
    ):
        inner = refused(author("POST", f"/decisions/{number}/open", {"rule": rule, "closes_at": later}), 422)[
            "errors"
        ]["rule"]
        for name in part:
            assert list(inner) == [name], (rule, inner)
            inner = inner[name]
    assert author.get(f"/decisions/{number}")["state"] == "draft"


def test_ballots_that_cannot_be(asks: Asks) -> None:
    author, second = asks("rep1"), asks("rep2")
    at = opened(author)
    for body, fields in (
        ({}, {"stance"}),
        ({"stance": "maybe"}, {"stance"}),
        ({"stance": None}, {"stance"}),
        ({"stance": "for", "reason": "x" * 2001}, {"reason"}),
        ({"stance": "for", "reason": 5}, {"reason"}),
    ):
        assert set(refused(author("PUT", f"{at}/ballots/Z99001", body), 422)["errors"]) == fields
    refused(author("PUT", f"{at}/ballots/Z11111", {"stance": "for"}), 404)
    second.done("POST", f"{at}/ballots/Z99002/stand-aside", {"reason": "We supply it."})
    refused(second("PUT", f"{at}/ballots/Z99002", {"stance": "for"}), 409)
    assert author.get(at)["voted"] == 0


def test_lists_refuse_what_they_cannot_mean(asks: Asks) -> None:
    author = asks("rep1")
    for path in (
        "/practices?page=0",
        "/practices?page=x",
        "/practices?per_page=1001",
        "/practices?page=99999999999999999999",
        "/decisions?limit=0",
        "/decisions?after=x",
        "/decisions?state=lost",
        "/decisions?year=-1",
        "/record?after=1.5",
        "/register?result=lost",
        "/decisions?q=a%00b",
        "/people?role=king",
    ):
        assert refused(author("GET", path), 422)["errors"], path
    assert author.get("/decisions?q=%2A")["items"] == []
