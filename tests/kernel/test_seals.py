"""Nobody reads what is sealed before its time or unseen, and whatever was changed about it is noticed."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

import federation
from federation.kernel.db import db, unit_of_work
from federation.kernel.proof import acts_about
from federation.kernel.record import now_here
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.seal import envelope
from federation.kernel.seal.keeping import (
    by_former_key,
    by_recovery_key,
    check_seals,
    rewrap_seals,
    seal_flaws,
)
from federation.kernel.seal.seals import (
    BrokenSeal,
    SealedContent,
    SealKeyMissing,
    StillSealed,
    drop_seals,
    drop_seals_of,
    opened,
    postpone_opening,
    seal,
    unseal,
)
from federation.kernel.sealing import NotUnderThisKey
from federation.testing import both_databases
from federation.testing.world import World, make_world

ROOT = Path(federation.__file__).parents[1]
OFFER = b"We deliver for 4,250.00 pounds"
AFTER = timedelta(days=2)
BROKEN = "The seal offer of offers_bid:1: it cannot be read: it, its key or what it belongs to was changed"


@pytest.fixture
def world(app: Flask) -> World:
    """A federation with two bids that are sealed for a day."""
    made = make_world(practices=1)
    sealed(made, 1, OFFER)
    sealed(made, 2, b"We deliver for 3,900.00 pounds")
    return made


def now() -> datetime:
    return db.session.execute(select(now_here())).scalar_one()


def sealed(world: World, number: int, content: bytes, days: int = 1) -> None:
    with unit_of_work(), world.scope():
        seal(None, "offers_bid", number, "offer", content, now() + timedelta(days=days))


def open_all(world: World, *numbers: int) -> None:
    with unit_of_work(), world.scope():
        unseal(world.people["admin"], "offers_bid", numbers, "The time for bids is over")


def flaws(world: World) -> list[str]:
    db.session.remove()
    with world.scope():
        return [str(flaw) for flaw in seal_flaws()]


def change(statement: str, **values: object) -> None:
    """What somebody does who can write rows and has taken the guard away."""
    with unit_of_work() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS guard_kernel_seal_update")
        connection.execute(text(statement), values)


@both_databases
def test_what_is_sealed_is_opened_at_its_time_and_on_record(
    world: World, travel: Callable[[timedelta], None]
) -> None:
    with world.scope():
        with pytest.raises(StillSealed):
            opened("offers_bid", 1, "offer")
        kept = db.session.scalars(select(SealedContent).order_by(SealedContent.number)).all()
        assert all(OFFER not in part for row in kept for part in (row.content, row.wrapped))
        assert len({len(row.content) for row in kept}) == 1
    with pytest.raises(StillSealed, match="stays sealed until"):
        open_all(world, 1)
    travel(AFTER)
    open_all(world, 1)
    with world.scope():
        assert opened("offers_bid", 1, "offer") == OFFER
        with pytest.raises(StillSealed, match="nobody has opened it"):
            opened("offers_bid", 2, "offer")
        with pytest.raises(NotFound):
            opened("offers_bid", 3, "offer")
        acts = acts_about(["offers_bid:1", "offers_bid:2"])
    told = [(one.name, one.actor) for one in acts["offers_bid:1"]]
    assert told == [("seal.made", None), ("seal.opened", world.people["admin"])]
    assert acts["offers_bid:1"][1].data == {"why": ["The time for bids is over"]}
    assert [one.name for one in acts["offers_bid:2"]] == ["seal.made"]
    open_all(world, 1, 2)
    with world.scope():
        assert len(acts_about(["offers_bid:1"])["offers_bid:1"]) == 2
    assert flaws(world) == []


@both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_seal SET openable_at = sealed_at",
        "UPDATE kernel_seal SET opened_entry = 1",
        "UPDATE kernel_seal SET opened_entry = (SELECT max(seq) FROM kernel_record)",
        "UPDATE kernel_seal SET number = number + 10",
        "UPDATE kernel_seal SET content = wrapped",
    ],
)
def test_the_database_refuses_to_open_or_change_it_otherwise(world: World, statement: str) -> None:
    with pytest.raises(DBAPIError), unit_of_work() as session, world.scope():
        session.scalar(select(SealedContent.id).limit(1))
        session.connection().execute(text(statement))
    assert flaws(world) == []


def test_an_entry_that_opens_too_early_opens_nothing(world: World) -> None:
    """Not even code that writes the record can open before the time: guard, reading and proof each say no."""
    from federation.kernel import record

    with pytest.raises(DBAPIError), unit_of_work() as session, world.scope():
        entry = record.append(None, "seal.opened", "offers_bid:1", why=["Too early"])
        session.connection().execute(
            text("UPDATE kernel_seal SET opened_entry = :entry WHERE number = 1"), {"entry": entry}
        )
    with unit_of_work(), world.scope():
        entry = record.append(None, "seal.opened", "offers_bid:1", why=["Too early"])
    change("UPDATE kernel_seal SET opened_entry = :entry WHERE number = 1", entry=entry)
    with world.scope(), pytest.raises(StillSealed):
        opened("offers_bid", 1, "offer")
    assert flaws(world) == [f"Entry {entry}: it opened offer before its time"]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE kernel_seal SET content = zeroblob(length(content)) WHERE number = 1",
            ["The seal offer of offers_bid:1: its content was changed"],
        ),
        (
            "UPDATE kernel_seal SET wrapped = (SELECT wrapped FROM kernel_seal WHERE number = 2) WHERE number = 1",
            [BROKEN],
        ),
        (
            "UPDATE kernel_seal SET content = (SELECT content FROM kernel_seal WHERE number = 2), "
            "wrapped = (SELECT wrapped FROM kernel_seal WHERE number = 2) WHERE number = 1",
            ["The seal offer of offers_bid:1: its content was changed"],
        ),
        (
            "UPDATE kernel_seal SET openable_at = sealed_at WHERE number = 1",
            ["The seal offer of offers_bid:1: the time from which it may be opened was changed"],
        ),
        (
            "UPDATE kernel_seal SET number = 3 WHERE number = 1",
            [
                "The seal offer of offers_bid:3: the record does not say that it was sealed",
                "The seal offer of offers_bid:1: it is gone, and the record does not say why",
            ],
        ),
        (
            "DELETE FROM kernel_seal WHERE number = 1",
            ["The seal offer of offers_bid:1: it is gone, and the record does not say why"],
        ),
    ],
)
def test_whoever_changes_rows_reads_nothing_and_is_found(
    world: World, statement: str, found: list[str], travel: Callable[[timedelta], None]
) -> None:
    travel(AFTER)
    change(statement)
    assert flaws(world) == found
    for number in (1, 3):
        with world.scope(), pytest.raises(Refusal):
            unsealed_now(world, number)


def unsealed_now(world: World, number: int) -> None:
    with unit_of_work():
        unseal(None, "offers_bid", [number], "The time for bids is over")
    opened("offers_bid", number, "offer")


def test_a_seal_moved_to_another_federation_opens_nothing(
    world: World, travel: Callable[[timedelta], None]
) -> None:
    theirs = make_world("dunes", practices=1)
    change(f"UPDATE kernel_seal SET federation_id = {theirs.federation_id} WHERE number = 1")
    travel(AFTER)
    with theirs.scope(), pytest.raises(BrokenSeal):
        unsealed_now(theirs, 1)
    with theirs.scope(), pytest.raises(NotFound):
        unsealed_now(theirs, 2)
    assert flaws(theirs)[0] == "The seal offer of offers_bid:1: the record does not say that it was sealed"


@both_databases
def test_a_time_is_put_off_and_never_brought_forward(
    world: World, travel: Callable[[timedelta], None]
) -> None:
    with unit_of_work(), world.scope():
        postpone_opening(None, "offers_bid", [1], now() + timedelta(days=9))
    with pytest.raises(Refusal, match="never earlier"), unit_of_work(), world.scope():
        postpone_opening(None, "offers_bid", [1], now() + timedelta(days=8))
    travel(AFTER)
    with pytest.raises(StillSealed):
        open_all(world, 1, 2)
    open_all(world, 2)
    with pytest.raises(Refusal, match="opened already"), unit_of_work(), world.scope():
        postpone_opening(None, "offers_bid", [1, 2], now() + timedelta(days=20))
    travel(timedelta(days=10))
    open_all(world, 1)
    with world.scope():
        assert opened("offers_bid", 1, "offer") == OFFER
    assert flaws(world) == []


@both_databases
def test_what_is_destroyed_is_gone_and_said_so(world: World) -> None:
    sealed(world, 3, b"of another feature")
    with unit_of_work(), world.scope():
        seal(None, "offersother", 1, "offer", b"stays", now() + AFTER)
        drop_seals(None, "offers_bid", 1)
        drop_seals(None, "offers_bid", 9)
        drop_seals_of("offers")
        left = db.session.execute(select(SealedContent.kind, SealedContent.number)).all()
    assert [tuple(row) for row in left] == [("offersother", 1)]
    assert flaws(world) == []


def test_it_is_sealed_once_with_a_reason_to_open_it_and_only_with_a_key(
    app: Flask, world: World, travel: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="sealed already"):
        sealed(world, 1, b"another offer")
    travel(AFTER)
    with pytest.raises(Refusal, match="Say why"), unit_of_work(), world.scope():
        unseal(None, "offers_bid", [1], " ")
    monkeypatch.setitem(app.config["SETTINGS"], "seal_key", "")
    with pytest.raises(SealKeyMissing):
        sealed(world, 3, b"without a key")


def test_keys_are_changed_and_recovered(
    app: Flask, world: World, travel: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, before = app.config["SETTINGS"], app.config["SETTINGS"]["seal_key"]
    paper = envelope.new_recovery_key()
    monkeypatch.setitem(settings, "seal_recovery_key", paper.public)
    monkeypatch.setitem(settings, "seal_key", "another key of the server, 1234567890")
    with world.scope():
        assert [trouble.why for trouble in check_seals().troubles] == [
            "it is sealed under another key than the server’s"
        ] * 2
        assert rewrap_seals(by_former_key("never the key of this server")).well == 0
        assert rewrap_seals(by_former_key(before)).well == 2
        assert (check_seals().well, check_seals().troubles) == (2, [])
        monkeypatch.setitem(settings, "seal_key", "a third key, when the second is lost 1234567890")
        other = envelope.new_recovery_key()
        assert rewrap_seals(by_recovery_key(other.private)).well == 0
        assert rewrap_seals(by_recovery_key(paper.private)).well == 2
    travel(AFTER)
    open_all(world, 1)
    with world.scope():
        assert opened("offers_bid", 1, "offer") == OFFER
    assert flaws(world) == []


@given(content=st.binary(max_size=5000), bound=st.binary(max_size=20), at=st.integers(min_value=0))
def test_an_envelope_gives_back_what_it_holds_and_only_whole(content: bytes, bound: bytes, at: int) -> None:
    key = envelope.new_key()
    raw = envelope.closed(key, content, bound)
    assert envelope.read(key, raw, bound) == content
    place = at % len(raw)
    bent = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
    for wrong in ((key, bent, bound), (key, raw, bound + b"x"), (envelope.new_key(), raw, bound)):
        with pytest.raises(NotUnderThisKey):
            envelope.read(*wrong)


@given(size=st.integers(min_value=0, max_value=3_000_000))
def test_lengths_fall_into_few_steps(size: int) -> None:
    more = len(envelope._padded(bytes(size))) - size - 8
    assert 0 <= more < max(1024, size // 8 + 8)


def test_the_example_for_plugins_runs(world: World, travel: Callable[[timedelta], None]) -> None:
    """A plugin seals and opens as ``docs/plugins.md`` shows it."""
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs" / "plugins.md").read_text("utf-8"), re.M | re.S
    )
    example: dict[str, Any] = {}
    exec(next(block for block in blocks if "unseal(" in block), example)
    example["authorize"] = lambda actor, name: None
    with world.scope():
        example["hand_in"](world.actor("rep1"), 12, "4,250.00", now() + timedelta(days=1))
        with pytest.raises(StillSealed):
            example["open_offers"](world.actor("chair"), [12])
        travel(AFTER)
        assert example["open_offers"](world.actor("chair"), [12]) == {12: "4,250.00"}
        acts = acts_about(["lending_offer:12"])["lending_offer:12"]
    told = [(one.name, one.actor) for one in acts]
    assert told == [("seal.made", world.people["rep1"]), ("seal.opened", world.people["chair"])]
