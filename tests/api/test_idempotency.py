"""An act that is sent twice under one key is done once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from federation.decisions.models import Decision
from federation.kernel import idempotency
from federation.kernel.db import db
from federation.testing.world import World
from tests.api.programs import Program, in_hours
from tests.api.test_whole_decision import TEXT

Asks = Callable[..., Program]
pytestmark = pytest.mark.both_databases


def decisions(app: Flask, world: World) -> int:
    with app.app_context(), world.scope():
        return db.session.scalar(select(func.count()).select_from(Decision)) or 0


def test_the_same_again_gets_the_same_answer(served: Flask, asks: Asks, world: World) -> None:
    author, other = asks("rep1"), asks("rep2")
    key = {"Idempotency-Key": "first"}
    one, two = (author("POST", "/decisions", TEXT, headers=key) for _ in range(2))
    assert (one.status_code, one.json, one.headers["Location"]) == (
        two.status_code,
        two.json,
        two.headers["Location"],
    )
    assert decisions(served, world) == 1
    reused = author("POST", "/decisions", TEXT | {"title": "Another"}, headers=key)
    assert (reused.status_code, list(reused.json["errors"])) == (422, ["Idempotency-Key"])
    assert author("POST", f"/decisions/{one.json['id']}/discussion", headers=key).status_code == 422
    assert other("POST", "/decisions", TEXT, headers=key).status_code == 201
    assert author("POST", "/decisions", TEXT, headers={"Idempotency-Key": "second"}).status_code == 201
    assert decisions(served, world) == 3


def test_a_ballot_sent_again_is_not_a_change(asks: Asks) -> None:
    author = asks("rep1")
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    author.done("POST", f"/decisions/{number}/open", {"preset": "advisory", "closes_at": in_hours(1)})
    at = f"/decisions/{number}/ballots/Z99001"
    receipts = [
        author.done("PUT", at, {"stance": "for"}, 201, headers={"Idempotency-Key": "ballot"})["receipt"]
        for _ in range(3)
    ]
    assert len(set(receipts)) == 1 and len(author.get(at)["items"]) == 1


def test_what_was_refused_can_be_sent_again(served: Flask, asks: Asks, world: World) -> None:
    author, admin = asks("rep1"), asks("admin")
    key = {"Idempotency-Key": "aims"}
    with_aim = TEXT | {"aims": [1]}
    assert author("POST", "/decisions", with_aim, headers=key).status_code == 422
    admin.done("POST", "/aims", {"words": "Fair shares"}, 201)
    assert author("POST", "/decisions", with_aim, headers=key).status_code == 201
    for wrong in ("", "x" * 201, "tab\there", "a b"):
        assert author("POST", "/decisions", TEXT, headers={"Idempotency-Key": wrong}).status_code == 422
    assert decisions(served, world) == 1


def test_a_failure_before_the_commit_leaves_nothing(
    served: Flask, asks: Asks, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = asks("rep1")
    served.config["PROPAGATE_EXCEPTIONS"] = False
    true = idempotency.update

    def fail(*_: Any) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(idempotency, "update", fail)
    assert author("POST", "/decisions", TEXT, headers={"Idempotency-Key": "a"}).status_code == 500
    assert decisions(served, world) == 0
    monkeypatch.setattr(idempotency, "update", true)
    assert author("POST", "/decisions", TEXT, headers={"Idempotency-Key": "a"}).status_code == 201
    assert decisions(served, world) == 1


def test_many_at_once(served: Flask, asks: Asks, world: World) -> None:
    author = asks("rep1")
    answers: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(
                author("POST", "/decisions", TEXT, headers={"Idempotency-Key": "storm"})
            )
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.json["id"] for answer in answers}) == 1 and decisions(served, world) == 1
