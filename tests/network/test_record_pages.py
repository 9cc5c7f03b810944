"""The record on the page, and away from it."""

import subprocess
import sys
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import chain, record
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.network.record.views import record as record_views
from federation.people.models import Person
from federation.testing.world import LONG_AGO, World, make_world
from tests.network.files import counted_statements

BASE = "/f/saltmarsh/our-federation/record"


def write(world: World, entries: int) -> None:
    with world.scope(), unit_of_work():
        for number in range(1, entries + 1):
            record.append(world.people["admin"], "decision.opened", f"decision:{number % 3}", roll=number)


def test_entries_in_words_newest_first(app: Flask) -> None:
    world, other = make_world(), make_world("tidal-flats")
    with world.scope():
        proposals.to_discussion(
            world.actor("rep1"), proposals.start(world.actor("rep1"), Draft("Share a car", "We do."))
        )
    write(world, 3)
    with other.scope(), unit_of_work():
        record.append(other.people["rep1"], "secret.act", "secret:99")
    with world.scope(), unit_of_work():
        record.append(None, "something.new", "thing:4")
    page = world.client(app, "observer").get(BASE).text
    assert page.index("something.new") < page.index("Admin put a proposal to the vote")
    assert "The product" in page and "Decision or proposal 2" in page and "secret" not in page
    assert 'href="/f/saltmarsh/decisions/1"' in page and 'href="/f/saltmarsh/decisions/2"' not in page


def test_pages_and_one_subject(app: Flask) -> None:
    world = make_world()
    write(world, 120)
    client = world.client(app, "rep1")
    first = client.get(BASE).text
    assert "before=71" in first and 'rel="prev"' not in first
    second = client.get(f"{BASE}?before=71").text
    assert "before=21" in second and "after=70" in second
    assert client.get(f"{BASE}?after=70").text.count("<tr ") == 51
    assert 'rel="next"' not in client.get(f"{BASE}?before=21").text
    one = client.get(f"{BASE}?subject=decision:2").text
    assert one.count("<tr ") == 41 and "Remove filter" in one
    assert "No entries" in client.get(f"{BASE}?subject=decision:77").text


def test_statements_are_constant(app: Flask) -> None:
    world = make_world()
    counts = []
    for entries in (1, 200):
        write(world, entries)
        client = world.client(app, "rep1")
        with counted_statements() as statements:
            client.get(BASE)
        counts.append(len(statements))
    assert counts[0] == counts[1] == 6
    with world.scope(), unit_of_work():
        for number in world.people.values():
            record.append(world.people["admin"], "person.invited", f"person:{number}")
    client = world.client(app, "rep1")
    with counted_statements() as statements:
        client.get(BASE)
    assert len(statements) == 7


def test_people_and_proposals_have_their_names_where_the_reader_may_know_them(app: Flask) -> None:
    world, other = make_world(practices=3), make_world("tidal-flats", practices=1)
    with world.scope():
        shown = proposals.start(world.actor("rep1"), Draft(title="Share a nurse", body="We agree."))
        proposals.to_discussion(world.actor("rep1"), shown)
        draft = proposals.start(world.actor("rep1"), Draft(title="Quiet plan", body="We agree."))
        with unit_of_work() as session:
            session.get_one(Person, world.people["rep3"]).erased_at = LONG_AGO
            for name in ("rep2", "rep3"):
                record.append(None, "person.accepted", f"person:{world.people[name]}")
            record.append(world.people["rep3"], "practice.left", "practice:999")
    page = world.client(app, "rep2").get(BASE).text
    assert f'<a href="/f/saltmarsh/decisions/{shown}">Share a nurse</a>' in page
    assert f'<a href="/f/saltmarsh/people/{world.people["rep2"]}">Rep2</a>' in page
    assert "Quiet plan" not in page and f"Decision or proposal {draft}" in page
    assert "Former member marked a practice as having left" in page
    assert "Rep3" not in page and f"/people/{world.people['rep3']}" not in page
    assert "Practice 999" in page
    assert "Quiet plan" in world.client(app, "rep1").get(BASE).text
    chip = world.client(app, "rep1").get(f"{BASE}?subject=decision:{shown}").text
    assert "Remove filter: </span>Share a nurse" in chip
    foreign = world.client(app, "rep1").get(f"{BASE}?subject=person:{other.people['lay']}").text
    assert "Lay" not in foreign.partition("<main")[2]


def test_the_check_on_the_page(app: Flask, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    world = make_world()
    write(world, 5)
    client = world.client(app, "rep1")
    assert "The record is whole: 5 entries" in client.get(f"{BASE}/check").text
    monkeypatch.setattr(
        record_views.chain, "verify", lambda: (2, chain.BrokenChain(3, "its content does not match"))
    )
    assert "Entry 3 is not as it was written" in client.get(f"{BASE}/check").text
    monkeypatch.setattr(record_views, "MOST_TO_CHECK", 4)
    assert "federation record verify --federation saltmarsh" in client.get(f"{BASE}/check").text


def test_the_record_is_checked_on_another_machine(app: Flask, tmp_path: Path) -> None:
    world = make_world()
    write(world, 7)
    answer = world.client(app, "rep1").get(f"{BASE}.jsonl")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="saltmarsh-record.jsonl"'
    file = tmp_path / "record.jsonl"
    file.write_bytes(answer.data)
    done = subprocess.run([sys.executable, chain.__file__, str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "OK, 7 entries\n")
    file.write_text(answer.text.replace('"seq":4', '"seq":9'))
    assert subprocess.run([sys.executable, chain.__file__, str(file)], capture_output=True).returncode == 1
    with world.scope():
        assert len(db.session.scalars(select(RecordEntry.seq)).all()) == 7
