"""What an operator reads: lines that say when, where and for whom; a failure by the number that its page shows; no floods."""

import io
import json
import logging
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from federation.kernel import log_lines, outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.log_lines import A_MINUTE, CountingHandler
from federation.testing.world import make_world
from federation.worker import run_once

AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00"


class Read:
    """Lines as they were written to standard error."""

    def __init__(self, form: str) -> None:
        self._out, self.handler = io.StringIO(), CountingHandler(form)
        self.handler.setStream(self._out)

    def lines(self) -> list[str]:
        """Those since the last time."""
        found = self._out.getvalue().splitlines()
        self._out.seek(0)
        self._out.truncate()
        return found

    def objects(self) -> list[dict[str, Any]]:
        """Those since the last time, each a JSON object."""
        return [json.loads(line) for line in self.lines()]


@pytest.fixture
def read(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Read]:
    """All lines of the product, as JSON or as the test's parameter says."""
    found, log = Read(getattr(request, "param", "json")), logging.getLogger("federation")
    monkeypatch.setattr(log, "level", logging.INFO)
    logging.getLogger("federation.requests").manager._clear_cache()
    log.addHandler(found.handler)
    yield found
    log.removeHandler(found.handler)
    log.manager._clear_cache()


@pytest.mark.both_databases
def test_a_request_is_a_line_that_holds_nothing_typed(app: Flask, read: Read) -> None:
    world = make_world("saltmarsh", 3)
    client = world.client(app, "rep1")
    read.lines()
    page = client.get(
        "/f/saltmarsh/decisions/?state=canary", headers={"X-Request-ID": "a-canary-of-a-client"}
    )
    client.open("/canary/nowhere", method="CANARY")
    client.post("/f/saltmarsh/decisions/new", data={"title": "canary"})
    found = read.objects()
    assert [line["event"] for line in found] == ["answered"] * 3
    line = found[0]
    assert re.fullmatch(AT, line.pop("at")) and line.pop("ms") >= 0 and line.pop("statements") >= 2
    assert line == {
        "level": "info",
        "log": "federation.requests",
        "event": "answered",
        "method": "GET",
        "route": "/f/<federation>/decisions/",
        "status": 200,
        "request": page.headers["X-Request-ID"],
        "federation": world.federation_id,
        "person": world.people["rep1"],
    }
    assert (found[1]["method"], found[1]["route"]) == ("OTHER", "")
    assert "canary" not in json.dumps(found)


def test_a_failure_is_found_by_the_number_on_its_page(
    app: Flask, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("a canary")

    world = make_world("saltmarsh", 3)
    client = world.client(app, "rep1")
    fail.permission = app.view_functions["decisions.register"].permission  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "decisions.register", fail)
    read.lines()
    page = client.get("/f/saltmarsh/decisions/")
    failed, answered = read.objects()
    assert page.status_code == 500
    assert f"<strong>{failed['request']}</strong>" in page.text
    assert (failed["federation"], failed["person"]) == (world.federation_id, world.people["rep1"])
    assert failed["error"].endswith("RuntimeError") and "in fail" in failed["error"]
    assert (answered["status"], answered["request"]) == (500, failed["request"])


def test_a_proxy_that_is_trusted_names_the_request(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config["SETTINGS"], "trusted_proxies", 1)
    given = {
        name: app.test_client().get("/", headers={"X-Request-ID": name})
        for name in ("b7" * 16, "a b", "x\u00e9" * 9)
    }
    assert [answer.headers["X-Request-ID"] == name for name, answer in given.items()] == [True, False, False]


def test_a_round_of_a_worker_is_a_line_where_something_was_done(app: Flask, read: Read) -> None:
    world = make_world("saltmarsh", 3)
    run_once(app)
    read.lines()
    run_once(app)
    assert read.lines() == []
    with unit_of_work(), world.scope():
        outbox.add("event", "broken:1", {"kind": "no.such:Event"})
        outbox.add("mail", "letter:1", {"person": world.people["rep1"], "subject": "A", "text": "B"})
    db.session.remove()
    run_once(app)
    failed, facts, mail = read.objects()
    assert (failed["level"], failed["work"], failed["federation"]) == ("error", "facts", world.federation_id)
    assert [(line["event"], line["work"], line["done"]) for line in (facts, mail)] == [
        ("worked", "facts", 1),
        ("worked", "mail", 1),
    ]
    assert mail["statements"] > 0


@pytest.mark.parametrize("read", ["plain"], indirect=True)
def test_a_failure_that_repeats_is_counted_and_said_once(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    now, log = 1000.0, logging.getLogger("federation.flood")
    monkeypatch.setattr(log_lines, "time", SimpleNamespace(monotonic=lambda: now))
    for number in range(A_MINUTE + 30):
        log.warning("the disk\nis full: %d", number)
        log.info("answered")
    log.warning("something else")
    found = read.lines()
    assert re.fullmatch(AT + r" WARNING federation\.flood: the disk is full: 0", found[0])
    assert [sum(word in line for line in found) for word in ("full", "answered", "else")] == [
        A_MINUTE,
        A_MINUTE + 30,
        1,
    ]
    now += 61
    log.info("answered")
    counted, answered = read.lines()
    assert counted.endswith(
        "federation.flood: 30 more lines like this one within a minute: the disk is full: 0"
    )
    assert answered.endswith("answered")
    for _ in range(A_MINUTE + 1):
        log.error("again")
    read.lines()
    read.handler.close()
    assert [line.split(": ")[1] for line in read.lines()] == ["1 more lines like this one within a minute"]
