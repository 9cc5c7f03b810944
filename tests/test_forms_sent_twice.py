"""A form that is sent twice has one effect; tests/walks/test_sent_twice.py sends all others."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from federation.decisions.models import Decision, OwnRule
from federation.kernel.db import db
from federation.kernel.idempotency import KeptAnswer
from federation.kernel.record import RecordEntry
from federation.kernel.tenancy import every_federation
from federation.network.models import PackedUpload, Practice, ThreadComment
from federation.people.jobs import forget as forget_old
from federation.testing.world import World, make_world
from tests.decisions.votes import all_can_sign_in, in_hours, opened, propose
from tests.network.files import counted_statements, line, ours, practice_file, seen, to_check
from tests.people.accounts import forget

pytestmark = pytest.mark.both_databases
_FIELD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
KEY = "x~a-key-of-12-"


def rows(model: type[Any]) -> int:
    db.session.rollback()
    with every_federation("a test counts"):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def sent(client: FlaskClient, path: str, key: str = KEY, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data={"csrf_token": key, **fields})
    return answer.status_code, answer.headers.get("Location", "")


def twice(client: FlaskClient, path: str, **fields: str) -> tuple[int, str]:
    """Send a form, lose the answer, send it again: both answers are alike, and the record grows once."""
    before = rows(RecordEntry)
    first = sent(client, path, **fields)
    after = rows(RecordEntry)
    assert first[0] == 303 and after <= before + 2, first
    assert sent(client, path, **fields) == first
    assert rows(RecordEntry) == after
    return first


def talked_of(app: Flask) -> tuple[World, FlaskClient, str]:
    world = make_world(practices=3)
    number = propose(world, "rep1")
    return world, world.client(app, "rep1"), f"/f/{world.slug}/decisions/{number}"


def test_a_comment_from_the_page_itself(app: Flask) -> None:
    _, client, page = talked_of(app)
    app.config["WTF_CSRF_ENABLED"] = True
    keys = [key for _ in range(3) for key in _FIELD.findall(client.get(page).text)]
    assert len(keys) == len(set(keys)) == 3
    for key in (keys[0], keys[0], keys[1]):
        assert sent(client, f"{page}/comments", key, words="We think so.")[0] == 303
    assert rows(ThreadComment) == 2
    assert sent(client, f"{page}/comments", f"forged~{keys[2][-12:]}", words="We think so.")[0] == 400


def test_the_same_key_with_something_else(app: Flask) -> None:
    _, client, page = talked_of(app)
    assert sent(client, f"{page}/comments", words="We think so.")[0] == 303
    answer = client.post(f"{page}/comments", data={"csrf_token": KEY, "words": "We think otherwise."})
    assert answer.status_code == 409 and "This form was sent before with something else in it" in answer.text
    assert rows(ThreadComment) == 1


def test_a_form_that_was_refused_can_be_put_right(app: Flask) -> None:
    _, client, page = talked_of(app)
    assert sent(client, f"{page}/comments", words=" ")[0] == 422
    assert (rows(ThreadComment), rows(KeptAnswer)) == (0, 0)
    assert sent(client, f"{page}/comments", words="We think so.")[0] == 303
    assert (rows(ThreadComment), rows(KeptAnswer)) == (1, 1)


def test_one_s_key_is_nothing_to_another(app: Flask) -> None:
    world, client, page = talked_of(app)
    assert sent(client, f"{page}/comments", words="We think so.")[0] == 303
    other = world.client(app, "rep2")
    assert sent(other, f"{page}/comments", words="We think so.")[0] == 303
    assert rows(ThreadComment) == 2


def test_two_clicks_at_the_same_instant(app: Flask) -> None:
    _, client, page = talked_of(app)
    cookie = client.get_cookie("federation")
    assert cookie is not None
    db.session.remove()
    start, answers = threading.Barrier(2), []

    def click() -> None:
        mine = app.test_client()
        mine.set_cookie("federation", cookie.value)
        start.wait()
        answers.append(sent(mine, f"{page}/comments", words="We think so."))

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0] == answers[1] and answers[0][0] == 303
    assert (rows(ThreadComment), rows(KeptAnswer)) == (1, 1)


def test_a_key_costs_one_statement_and_a_ballot_has_none(app: Flask) -> None:
    world, client, page = talked_of(app)
    client.post(f"{page}/comments", data={"words": "We begin."})
    forget()
    with counted_statements() as plain:
        client.post(f"{page}/comments", data={"words": "We think so."})
    forget()
    with counted_statements() as keyed:
        sent(client, f"{page}/comments", words="We think so too.")
    assert len(keyed) == len(plain) + 1
    number = opened(world, author="rep1")
    path = f"/f/{world.slug}/decisions/{number}/vote/{world.practices['Z99001']}"
    with counted_statements() as ballot:
        assert sent(client, path, stance="for")[0] == 303
    assert not [one for one in ballot if "kernel_idempotency" in one]


def test_putting_to_the_vote(app: Flask) -> None:
    world, client, page = talked_of(app)
    all_can_sign_in(world)
    assert sent(client, f"{page}/rule", "", rule="simple_majority")[0] == 303
    with world.scope():
        closes = in_hours(300)
    at = {f"closes_at-{part}": str(getattr(closes, part)) for part in ("day", "month", "year")}
    at["closes_at-time"] = "9am"
    more = {"early_close": "never", "visibility": "after_close", "reasons": "optional"}
    assert sent(client, f"{page}/when", "", **at, **more)[0] == 303
    assert twice(client, f"{page}/check")[1] == page
    with world.scope():
        assert db.session.scalar(select(Decision.state)) == "open"


def test_rules(app: Flask) -> None:
    world, client, _ = talked_of(app)
    asks = f"/f/{world.slug}/decisions/rules/suggest"
    kind = re.findall(r'<option value="([^"]+)"', client.get(asks).text)[0]
    before = rows(Decision)
    twice(client, asks, kind=kind, rule="simple_majority")
    assert rows(Decision) == before + 1
    chair = world.client(app, "chair")
    new = f"/f/{world.slug}/decisions/rules/new"
    assert twice(chair, new, **typed(chair.get(new).text), title="Our way", save="1")
    assert rows(OwnRule) == 1


def typed(page: str) -> dict[str, str]:
    """What stands in a form already."""
    found = dict(re.findall(r'<input[^>]* name="([^"]+)" type="radio" value="([^"]*)" checked', page))
    found |= dict(re.findall(r'<input[^>]* name="([^"]+)" type="text"[^>]* value="([^"]*)"', page))
    return {name: value for name, value in found.items() if name not in ("title", "csrf_token")}


def test_a_file(app: Flask) -> None:
    world = make_world(practices=3)
    admin = world.client(app, "admin")
    path = f"/f/{world.slug}/practices/import"
    content = practice_file(*ours())

    def send() -> tuple[int, str]:
        answer = admin.post(path, data={"csrf_token": KEY, "file": (BytesIO(content), "epraccur.csv")})
        return answer.status_code, answer.headers["Location"]

    first = send()
    assert first[0] == 303 and send() == first
    assert rows(PackedUpload) == 1
    other = admin.post(path, data={"csrf_token": KEY, "file": (BytesIO(content[:-9]), "epraccur.csv")})
    assert other.status_code == 409


def test_saving_an_import(app: Flask) -> None:
    world = make_world(practices=3)
    admin = world.client(app, "admin")
    check = to_check(
        admin, world, practice_file(*ours(), line("Z99013", "MUDFLAT LANE SURGERY", opened="20260901"))
    )
    before = rows(Practice)
    twice(admin, check, seen=seen(admin.get(check).text), membership="full")
    assert rows(Practice) > before


def test_keys_are_forgotten_after_a_week(app: Flask, travel: Callable[[timedelta], None]) -> None:
    _, client, page = talked_of(app)
    assert sent(client, f"{page}/comments", words="We think so.")[0] == 303
    db.session.rollback()
    travel(timedelta(days=6))
    forget_old()
    assert rows(KeptAnswer) == 1
    travel(timedelta(days=8))
    forget_old()
    assert rows(KeptAnswer) == 0
