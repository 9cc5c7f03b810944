"""Every page that anybody can see: its parts, its links, its headers."""

import re
from collections import defaultdict
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from federation.kernel.answers import CONTENT_SECURITY_POLICY
from federation.kernel.endpoints import permission_of
from federation.kernel.files.sending import SANDBOX
from federation.kernel.policy import PUBLIC, SIGNED_IN, policy
from federation.testing.asking import WalkAnswer
from tests.walks.page import read_page
from tests.walks.test_matrix import BY_SECRET, in_lines
from tests.walks.walk import Seen, Walk
from tests.walks.walker import Walker


def test_parts(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    faults: dict[str, str] = {}
    pages = walk.pages()
    for seen in pages:
        for fault in read_page(seen.answer.plain).faults:
            faults.setdefault(
                f"{seen.cell.endpoint if seen.cell else seen.path}: {fault}", f"{seen.one.name}, {seen.path}"
            )
    with capsys.disabled():
        print(f"\n{len(pages)} different pages")
    assert not faults, in_lines(f"{fault} ({where})" for fault, where in faults.items())
    assert len(pages) > 400


def _opened_by_a_secret(seen: Seen) -> bool:
    """Whether the page is had by a letter: its links and rights are those of whoever it was written to, not the reader's."""
    return seen.cell is not None and seen.cell.endpoint in {*BY_SECRET, "decisions.receipt_by_link"}


def test_links_lead_somewhere(walk: Walk, walker: Walker, capsys: pytest.CaptureFixture[str]) -> None:
    """What is offered to a reader is there for that reader."""
    known = {(seen.one.name, seen.path): seen.answer.status for seen in walk.seen}
    dead: dict[str, str] = {}
    followed = set()
    for seen in walk.seen:
        if not seen.answer.is_page or _opened_by_a_secret(seen):
            continue
        for link in read_page(seen.answer.plain).links:
            if link.startswith("#"):
                continue
            parts = urlsplit(urljoin(seen.path, link))
            if parts.scheme in ("mailto", "tel") or (parts.netloc and parts.netloc != "localhost"):
                continue
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if (seen.one.name, path) not in known:
                known[seen.one.name, path] = walker.get(seen.one, path).status
            followed.add((seen.one.name, path))
            if known[seen.one.name, path] >= 400:
                dead.setdefault(f"{seen.one.name}: {path}: {known[seen.one.name, path]}", seen.path)
    with capsys.disabled():
        print(f"\n{len(followed)} links followed")
    assert not dead, in_lines(f"{link} (on {where})" for link, where in dead.items())
    assert len(followed) > 500


def test_forms_lead_somewhere(walk: Walk, walk_app: Flask) -> None:
    """A form is shown to those alone whose role may send it."""
    wrong: dict[str, str] = {}
    urls = walk_app.url_map.bind("localhost")
    for seen in walk.seen:
        if not seen.answer.is_page or _opened_by_a_secret(seen):
            continue
        for form in read_page(seen.answer.plain).forms:
            path = urlsplit(urljoin(seen.path, form.action)).path
            try:
                endpoint, _ = urls.match(path, method=form.method.upper())
            except HTTPException as error:
                wrong.setdefault(f"{form.method} {path}: {error.code}", f"{seen.one.name}, {seen.path}")
                continue
            needed = permission_of(walk_app, endpoint, form.method.upper()) or ""
            actor = seen.one.actor
            if policy.secret_of(needed):
                continue  # whoever has the address may send it
            if needed not in (PUBLIC, SIGNED_IN) and not (actor and policy.allows(actor, needed)):
                wrong.setdefault(f"{seen.one.name} may not {form.method} {endpoint}", seen.path)
    assert not wrong, in_lines(f"{form} ({where})" for form, where in wrong.items())


_ATTACHED = re.compile(r"/files/\d+$")
"""The content of a file that somebody attached."""


def _wrong_headers(path: str, answer: WalkAnswer, signed_in: bool) -> list[str]:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    wanted = {
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
    }
    if signed_in and not path.startswith("/static/"):
        wanted["cache-control"] = "no-store"
    if _ATTACHED.search(path) and answer.status == 200:
        wanted |= {"content-security-policy": SANDBOX, "cache-control": "private, no-cache"}
    return [f"{name}: {headers.get(name)!r}" for name, value in wanted.items() if headers.get(name) != value]


def test_headers(walk: Walk, walker: Walker, walk_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """On every answer: pages, tables, JSON, styles, 404, 500."""
    assert (
        "default-src 'none'" in CONTENT_SECURITY_POLICY
        and "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY
    )
    assert "unsafe" not in CONTENT_SECURITY_POLICY and "http" not in CONTENT_SECURITY_POLICY
    wrong: dict[str, str] = {}
    statuses: dict[int, int] = defaultdict(int)

    def look(one: str, path: str, answer: WalkAnswer, signed_in: bool) -> None:
        statuses[answer.status] += 1
        for fault in _wrong_headers(path, answer, signed_in):
            wrong.setdefault(f"{fault} with {answer.status} {answer.kind}", f"{one}: {path}")

    for seen in walk.seen:
        look(seen.one.name, seen.path, seen.answer, seen.one.session is not None)
    broken: Any = walk_app.view_functions["home.first_page"]

    def fail(**_: object) -> None:
        raise ZeroDivisionError("broken on purpose")

    fail.permission = broken.permission  # type: ignore[attr-defined]
    monkeypatch.setitem(walk_app.view_functions, "home.first_page", fail)
    for one in (walker.called("admin"), walker.called("nobody signed in")):
        for path in (
            f"/f/{walker.world.slug}/",
            "/nothing-here",
            "/static/nothing.css",
            "/api/v1/nothing",
            "/f/",
        ):
            look(one.name, path, walker.get(one, path), one.session is not None)
    assert statuses[500] == 1
    assert not wrong, in_lines(f"{fault} ({where})" for fault, where in wrong.items())
    assert {200, 302, 401, 403, 404, 409} <= set(statuses)


def test_addresses_are_for_those_who_may_see_them(walk: Walk) -> None:
    shown = defaultdict(set)
    for seen in walk.seen:
        if seen.one.actor and seen.path.startswith(f"/f/{'saltmarsh'}/people/"):
            others = seen.answer.body.count(b"@saltmarsh.example") - seen.answer.body.count(
                seen.one.actor.email.encode()
            )
            shown[seen.one.name].add(others > 0)
    allowed = {
        seen.one.name: policy.allows(seen.one.actor, "network.addresses")
        for seen in walk.seen
        if seen.one.actor
    }
    assert {name: any(found) for name, found in shown.items()} == allowed
