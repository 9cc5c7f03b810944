"""The whole of England into one federation, from the real files where they lie beside the checkout."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.kernel.search import find
from federation.network.imports.queries.checks import ImportSource, JoiningPlan
from federation.network.imports.rules import ImportSelection, read_list_sizes, read_practices
from federation.network.models import Practice
from federation.network.practices.queries.totals import count_totals, totals
from federation.testing.world import make_world
from tests.network.files import save_list_sizes, save_practices, seen, to_check

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SOURCE = ImportSource("file.csv", "0" * 64)
pytestmark = pytest.mark.skipif(not (DATA / "epraccur.csv").exists(), reason="the real files are not here")


def timed(words: str, run: Callable[[], Any], capsys: pytest.CaptureFixture[str]) -> Any:
    begun = time.perf_counter()
    result = run()
    with capsys.disabled():
        print(f"\n  {words}: {time.perf_counter() - begun:.2f} s", end="")
    return result


@pytest.mark.both_databases
def test_the_whole_of_england_imports_in_seconds(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world(practices=0)
    admin = world.actor("admin")
    with world.scope():
        file = timed(
            "read epraccur.csv", lambda: read_practices((DATA / "epraccur.csv").read_bytes()), capsys
        )
        saved = timed(
            f"save 6,750 practices on {db.engine.dialect.name}",
            lambda: save_practices(admin, file, ImportSelection(), JoiningPlan(), SOURCE, accept_older=True),
            capsys,
        )
        assert saved.counts == {
            "added": 6750,
            "changed": 0,
            "closed": 0,
            "reopened": 0,
            "unchanged": 0,
            "left_out": 0,
        }
        assert db.session.scalar(select(func.count()).select_from(Practice)) == 6750
        again = timed(
            "save it again",
            lambda: save_practices(admin, file, ImportSelection(), JoiningPlan(), SOURCE),
            capsys,
        )
        assert again == (
            0,
            {"added": 0, "changed": 0, "closed": 0, "reopened": 0, "unchanged": 6750, "left_out": 0},
        )

        sizes = read_list_sizes((DATA / "gp-reg-pat-prac-all.csv").read_bytes())
        first = timed(
            "save list sizes", lambda: save_list_sizes(admin, sizes, SOURCE, accept_older=True), capsys
        )
        assert (first.counts["changed"], first.counts["missing"]) == (6300, 450)
        second = save_list_sizes(admin, sizes, SOURCE)
        assert (second.seq, second.counts["changed"], second.counts["confirmed"]) == (0, 0, 0)
        assert totals() == count_totals()
        assert (totals().full, totals().unsized) == (6750, 450)
        assert db.session.scalars(select(RecordEntry.action).order_by(RecordEntry.seq)).all() == [
            "practices.imported",
            "list_sizes.imported",
        ]
        assert record.verify() == (2, None)
        assert [hit.title for hit in find("A81001", admin.person_id, ["practice"])] == ["The Densham Surgery"]


@pytest.mark.both_databases
def test_the_same_on_the_web(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world(practices=0)
    client = world.client(app, "admin")
    content = (DATA / "epraccur.csv").read_bytes()
    kind = db.engine.dialect.name
    check = timed(f"upload and pick ({kind})", lambda: to_check(client, world, content), capsys)
    page = timed("preview", lambda: client.get(check), capsys)
    assert "Save 6,750 changes" in page.text and "6,650 more" in page.text and len(page.data) < 100_000
    typed = {"seen": seen(page.text), "membership": "full", "older": "1"}
    saved = timed("save", lambda: client.post(check, data=typed), capsys)
    assert saved.status_code == 303
    timed("list", lambda: client.get("/f/saltmarsh/practices/"), capsys)
    with world.scope():
        assert totals().full == 6750
