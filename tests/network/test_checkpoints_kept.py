"""Checkpoints reach people outside the database: who gets them, when, and where they are shown."""

import json

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.kernel import checkpoints, outbox, record
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid
from federation.kernel.tenancy import every_federation
from federation.network.record.actions import name_keepers, tell_checkpoint, write_daily
from federation.network.record.proving import prove
from federation.people.models import Person
from tests.assurance.proven import proven

BASE = "/f/saltmarsh/our-federation/record/checkpoints"


def letters_waiting() -> dict[str, set[int]]:
    with every_federation("a test reads what waits"):
        rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")).all()
        found: dict[str, set[int]] = {}
        for row in rows:
            found.setdefault(row.payload["subject"], set()).add(row.payload["person"])
    return found


def accepted(*names: str) -> None:
    addresses = [f"{name}@saltmarsh.example" for name in names]
    with unit_of_work() as session:
        session.execute(
            update(Person)
            .where(Person.email.in_(addresses))
            .values(password_hash="x")
            .execution_options(synchronize_session=False)
        )


def test_who_gets_checkpoints_cannot_be_changed_unseen(app: Flask) -> None:
    vote = proven()
    people = vote.world.people
    accepted("admin", "chair", "lay", "rep2")
    admin = vote.world.actor("admin")
    with vote.world.scope():
        with pytest.raises(Invalid, match="nobody@saltmarsh"):
            name_keepers(admin, ["lay@saltmarsh.example", "nobody@saltmarsh.example"])
        assert name_keepers(admin, ["LAY@saltmarsh.example"])
        assert not name_keepers(admin, ["lay@saltmarsh.example"])
        assert name_keepers(admin, ["rep2@saltmarsh.example"])
        told = letters_waiting()["Who keeps the fingerprints of Saltmarsh GP Federation has changed"]
        assert told == {people[name] for name in ("admin", "chair", "lay", "rep2")}
        seq = db.session.scalar(
            select(checkpoints.RecordCheckpoint.seq).order_by(checkpoints.RecordCheckpoint.seq.desc())
        )
        assert seq is not None
        tell_checkpoint(seq)
        subject = f"Please keep: fingerprint {seq} of the record of Saltmarsh GP Federation"
        assert letters_waiting()[subject] == {people[name] for name in ("admin", "chair", "rep2")}
        assert "federation.checkpoints_to" in set(db.session.scalars(select(record.RecordEntry.action)))
    assert vote.found() == []
    changed = vote.after(["UPDATE network_federation SET settings = '{\"checkpoints_to\": []}'"])
    assert any("who gets checkpoints was changed" in line for line in changed)


def test_a_day_with_something_in_it_ends_with_a_checkpoint(app: Flask) -> None:
    vote = proven()
    with vote.world.scope():
        assert write_daily() == 0
        with unit_of_work() as session:
            session.connection().exec_driver_sql("DROP TRIGGER guard_kernel_checkpoint_update")
            session.connection().exec_driver_sql(
                "UPDATE kernel_checkpoint SET at = '2026-01-01 09:00:00.000000'"
            )
        assert write_daily() == 1
        assert write_daily() == 0
        events = [due.key for due in outbox.lease("event") if due.key.startswith("event:checkpoint:")]
        assert len(events) == 7
    said: list[str] = []
    with vote.world.scope():
        assert not prove(said.append)
    assert said


def test_the_pages(app: Flask) -> None:
    vote = proven()
    accepted("admin", "chair", "lay")
    lay = vote.world.client(app, "lay")
    page = lay.get(BASE).text
    assert "It goes by email to Admin and Chair." in page and "Change who gets" not in page
    with vote.world.scope():
        assert checkpoints.public_key() in page
        seq = db.session.scalar(select(checkpoints.RecordCheckpoint.seq).limit(1))
    file = lay.get(f"{BASE}/{seq}.json")
    assert json.loads(file.text)["seq"] == seq and "attachment" in file.headers["Content-Disposition"]
    assert lay.get(f"{BASE}/99999.json").status_code == 404
    assert "def is_signed(" in lay.get(f"{BASE}/check.py").text
    assert lay.get(f"{BASE}/people").status_code == 403
    admin = vote.world.client(app, "admin")
    assert "Change who gets checkpoints" in admin.get(BASE).text
    wrong = admin.post(
        f"{BASE}/people", data={"addresses": "lay@saltmarsh.example\nnobody@elsewhere.example"}
    )
    assert "Nobody in this federation has the address nobody@elsewhere.example" in wrong.text
    assert "lay@saltmarsh.example" in wrong.text
    answer = admin.post(f"{BASE}/people", data={"addresses": "lay@saltmarsh.example"})
    assert answer.status_code == 303
    page = vote.world.client(app, "admin").get(BASE).text
    assert "It goes by email to Admin, Chair and Lay." in page
