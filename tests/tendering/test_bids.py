"""Bids are sealed until the deadline, nobody reads one early or alone, and nothing comes late."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from federation.kernel.db import db, unit_of_work
from federation.kernel.proof import acts_about
from federation.kernel.refusals import NotYours, Refusal
from federation.kernel.seal.keeping import seal_flaws
from federation.kernel.seal.seals import StillSealed, opened, unseal
from federation.tendering.bidding.actions.inviting import invite_bidder
from federation.tendering.bidding.actions.opening import open_half
from federation.tendering.bidding.proofs import bids as bid_flaws
from federation.tendering.bidding.queries.bidders import sealed_bids
from federation.tendering.bidding.queries.bids import all_prices, bids_of, prices_of, refused_tries
from federation.tendering.models import LateTry
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.testing import both_databases
from federation.testing.letters import letters_to, work
from federation.testing.world import World
from tests.assurance.proven import tamper, undone
from tests.people.test_letters_wait_sealed import everything
from tests.tendering.bidding import (
    ANSWERS,
    BRIGHT,
    CANARY,
    DOWNS,
    PDF,
    PRICE,
    asked_to_bid,
    code_for,
    guest,
    named,
    sends,
    sends_file,
)

Travel = Callable[[timedelta], None]
Starts = Callable[[], int]
AFTER = timedelta(days=31)


@both_databases
def test_a_bid_is_sealed_and_two_people_open_it(
    app: Flask,
    world: World,
    started: Starts,
    travel: Travel,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tender = started()
    bright, downs = asked_to_bid(world, tender), asked_to_bid(world, tender, DOWNS, "Olu Bright")
    named(world, tender)
    assert sends_file(app, bright).status_code == 201
    first = sends(app, bright, price_pence=PRICE - 1)
    assert (first.status_code, first.json["version"], first.json["files"]) == (201, 1, 1)
    second = sends(app, bright)
    assert (second.json["version"], len(second.json["receipt"]), len(second.json["fingerprint"])) == (
        2,
        8,
        64,
    )
    assert sends(app, downs, DOWNS, price_pence=99).status_code == 201
    withdrawn = guest(app).delete(f"/api/v1/bids/{downs}", json={"code": code_for(app, downs, DOWNS)})
    assert withdrawn.status_code == 204
    assert sends(app, downs, DOWNS, price_pence=PRICE + 5).json["version"] == 2
    work(app)
    letters = "\n".join(letters_to("@"))
    assert second.json["receipt"][:4] in letters and second.json["fingerprint"] in letters
    with world.scope():
        live = sealed_bids(tender)
        assert [one.letter for one in live] == ["A", "B"]
        assert {one.receipt.fingerprint for one in live} >= {second.json["fingerprint"]}
        number = next(one.id for one in live if one.receipt.fingerprint == second.json["fingerprint"])
        with pytest.raises(StillSealed):
            opened("tendering_price", number, "price")
    db.session.remove()
    kept = everything(database_url) + caplog.text
    for canary in (str(PRICE), str(PRICE - 1), f"{PRICE // 100:,}", "Canary Quay", "Rota"):
        assert canary not in kept + letters, canary
    assert bright not in kept and downs not in kept
    with world.scope(), pytest.raises(Refusal, match="sealed until"):
        open_half(world.actor("chair"), tender)
    travel(AFTER)
    assert world.program(app, "chair").post(
        f"/api/v1/federations/saltmarsh/tendering/tenders/{tender}/openings"
    ).json == {"openers": 1}
    with world.scope():
        with pytest.raises(Refusal, match="your half already"):
            open_half(world.actor("chair"), tender)
        for name in ("lead", "admin", "rep1", "lay"):
            with pytest.raises(NotYours):
                open_half(world.actor(name), tender)
        with pytest.raises(Refusal, match="are sealed"):
            bids_of(tender, world.actor("chair"))
    answer = world.program(app, "member").post(
        f"/api/v1/federations/saltmarsh/tendering/tenders/{tender}/openings"
    )
    assert (answer.status_code, [one["letter"] for one in answer.json["bids"]]) == (200, ["A", "B"])
    with world.scope():
        bids = {one.name: one for one in bids_of(tender, world.actor("lay"))}
        assert set(bids) == {"Tess Marlow", "Olu Bright"}
        mine = bids["Tess Marlow"]
        assert (mine.answers, mine.version, [one.name for one in mine.files]) == (ANSWERS, 2, ["Rota.pdf"])
        assert opened("tendering_bid_file", mine.files[0].id, "content") == PDF
        for read in (lambda: prices_of(tender, world.actor("lay")), lambda: all_prices(tender)):
            with pytest.raises(Refusal, match="prices are sealed"):
                read()
        with pytest.raises(Refusal, match="until all scores"):
            open_half(world.actor("chair"), tender, "price", lambda _tender: False)
        for name in ("chair", "member"):
            open_half(world.actor(name), tender, "price", lambda _tender: True)
        assert prices_of(tender, world.actor("lay"))[mine.id] == PRICE
        told = [(one.name, one.actor) for one in acts_about([f"tender:{tender}"])[f"tender:{tender}"]]
        assert ("bid.opened", world.people["member"]) in told and refused_tries(tender) == 6
        assert {actor for name, actor in told if name in ("bid.received", "bid.withdrawn")} == {None}
        assert [*seal_flaws(), *bid_flaws()] == []


@both_databases
def test_nothing_comes_late_and_more_time_is_given_before_the_deadline_alone(
    app: Flask, world: World, started: Starts, travel: Travel
) -> None:
    tender = started()
    token, lead = asked_to_bid(world, tender), world.program(app, "lead")
    path = f"/api/v1/federations/saltmarsh/tendering/tenders/{tender}"
    closes = guest(app).get(f"/api/v1/bids/{token}").json["closes_at"]
    later = (datetime.fromisoformat(closes) + timedelta(days=30)).isoformat()
    assert sends(app, token).status_code == 201
    more = {"closes_at": later, "reason": "Ice."}
    assert lead.post(f"{path}/more-time", json={**more, "closes_at": closes}).status_code == 422
    assert lead.post(f"{path}/more-time", json=more).status_code == 204
    work(app)
    assert any("More time" in one and "Ice." in one for one in letters_to(BRIGHT))
    travel(timedelta(days=32))
    assert sends(app, token).json["version"] == 2
    travel(timedelta(days=70))
    code = code_for(app, token)
    for answer in (
        guest(app).put(f"/api/v1/bids/{token}", json={"price_pence": 1, "answers": ANSWERS, "code": code}),
        guest(app).delete(f"/api/v1/bids/{token}", json={"code": code}),
        sends_file(app, token),
    ):
        assert answer.status_code == 409 and "late, so it was not taken" in answer.json["detail"]
    assert (
        lead.post(f"{path}/more-time", json={**more, "closes_at": "2030-01-01T12:00:00Z"}).status_code == 409
    )
    with world.scope():
        assert list(db.session.scalars(select(LateTry.what).order_by(LateTry.id))) == [
            "bid",
            "withdrawal",
            "file",
        ]
        assert [one.receipt.number for one in sealed_bids(tender)] == [2]
        assert list(seal_flaws()) == []


STATEMENTS = (
    "INSERT INTO tendering_bid (federation_id, id, tender_id, bidder_id, number, submitted_at, receipt, fingerprint, files, "
    "ended) SELECT federation_id, id + 9, tender_id, bidder_id, 9, submitted_at, receipt, fingerprint, files, ended "
    "FROM tendering_bid",
    "UPDATE tendering_bid SET ended = 'withdrawn', ended_at = submitted_at",
    "UPDATE tendering_bid SET fingerprint = 'x'",
    "UPDATE tendering_bidder SET practice_id = NULL, organisation = 'Others'",
    "DELETE FROM tendering_bid",
    "DELETE FROM tendering_late",
    "INSERT INTO tendering_bid_file (federation_id, id, bidder_id, added_at) "
    "SELECT federation_id, 9, bidder_id, submitted_at FROM tendering_bid",
    "UPDATE tendering_opening SET person_id = person_id + 1",
    "INSERT INTO tendering_opening (federation_id, id, tender_id, what, person_id, opened_at) "
    "SELECT federation_id, id + 9, tender_id, 'price', person_id, opened_at FROM tendering_opening",
    "INSERT INTO tendering_opening (federation_id, id, tender_id, what, person_id, opened_at) "
    "SELECT federation_id, id + 9, tender_id, 'quality', 1, opened_at FROM tendering_opening",
)


@both_databases
def test_conflicted_people_are_refused_and_the_database_refuses_too(
    app: Flask, world: World, started: Starts, travel: Travel
) -> None:
    """Whoever has an interest, has not said, or belongs to a practice that bids reads nothing; one person opens nothing; a bid
    that was changed or swapped is found."""
    tender = started()
    named(world, tender)
    other = asked_to_bid(world, tender, DOWNS, "Olu Bright")
    token = asked_to_bid(world, tender, organisation="Lighthouse Medical Centre", practice="Z99002")
    assert [sends(app, token).status_code, sends(app, other, DOWNS).status_code] == [201, 201]
    with world.scope():
        with pytest.raises(NotYours, match="sent to your practice"):
            invite_bidder(world.actor("lead"), tender, "x@y.example", "Xenia")
        declare_interest(world.actor("rep2"), tender, False)
        declare_interest(world.actor("rep3"), tender, True, "My sister works there.")
    path = f"/api/v1/federations/saltmarsh/tendering/tenders/{tender}"
    travel(AFTER)
    assert sends_file(app, token).status_code == 409
    assert world.program(app, "chair").post(f"{path}/openings").status_code == 202
    with world.scope():
        numbers = [one.id for one in sealed_bids(tender)]
    for kind in ("tendering_quality", "tendering_price"):
        with pytest.raises(DBAPIError, match="two people open"), unit_of_work(), world.scope():
            unseal(world.people["chair"], kind, numbers, "I am curious.")
    for statement in STATEMENTS:
        with pytest.raises(DBAPIError), unit_of_work() as session, world.scope():
            session.scalar(select(LateTry.id).limit(1))
            session.connection().execute(text(statement))
    assert world.program(app, "member").post(f"{path}/openings").status_code == 200
    for name in ("rep1", "rep2", "rep3", "admin", "lead"):
        asker = world.program(app, name)
        for answer in (asker.get(f"{path}/bids"), asker.post(f"{path}/openings")):
            assert answer.status_code == 403 and CANARY not in answer.text, name
    assert CANARY in world.program(app, "lay").get(f"{path}/bids").text
    db.session.remove()
    with world.scope():
        assert refused_tries(tender) == 5 and [*seal_flaws(), *bid_flaws()] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "UPDATE kernel_seal SET content = zeroblob(length(content)) WHERE kind = 'tendering_price'",
            "its content was changed",
        ),
        (
            "UPDATE kernel_seal SET content = (SELECT k.content FROM kernel_seal k WHERE k.kind = 'tendering_quality' "
            "ORDER BY k.number DESC LIMIT 1) WHERE kind = 'tendering_quality'",
            "its content was changed",
        ),
        ("UPDATE tendering_bid SET fingerprint = 'x'", "the record does not say that it came so"),
        ("DELETE FROM tendering_bid WHERE id = 1", "it is gone"),
    ],
)
def test_a_bid_that_was_changed_or_swapped_is_found(handed_in: World, change: str, words: str) -> None:
    with undone(handed_in) as session:
        tamper(session.connection(), [change])
        assert words in "\n".join(str(one) for one in (*seal_flaws(), *bid_flaws()))


@pytest.fixture
def handed_in(app: Flask, world: World, started: Starts) -> World:
    """A federation with two bids."""
    tender = started()
    for email, name in ((BRIGHT, "Tess Marlow"), (DOWNS, "Olu Bright")):
        assert sends(app, asked_to_bid(world, tender, email, name), email).status_code == 201
    return world


def test_what_is_sent_may_be_hostile_and_is_never_unpacked(
    app: Flask, world: World, started: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    tender = started()
    token = asked_to_bid(world, tender)
    monkeypatch.setattr("zipfile.ZipFile.extract", lambda *_: pytest.fail("unpacked"))
    monkeypatch.setattr("zipfile.ZipFile.extractall", lambda *_: pytest.fail("unpacked"))
    for name, content in (
        ("bomb.zip", zipped({"a": b"0" * 9_000_000})),
        ("bomb.docx", zipped({"[Content_Types].xml": b" " * 2_000_000})),
        ("run.pdf", b"MZ\0\0 program"),
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("rota.txt", b"%PDF-1.4"),
        ("empty.pdf", b""),
        ("patient.txt", b"NHS number 943 476 5919"),
        ("large.pdf", b"%PDF-" + bytes(20_000_000)),
    ):
        assert sends_file(app, token, name, content).status_code == 422, name
    assert sends_file(app, token, "huge.pdf", b"%PDF-" + bytes(22_000_000)).status_code == 413
    named_so = sends_file(app, token, "../../etc/\u202epasswd.pdf").json
    assert named_so["name"] == "passwd.pdf"
    assert [sends_file(app, token).status_code for _ in range(10)] == [201] * 9 + [422]
    assert sends_file(app, f"{token}x").status_code == 410
    wrong = {"price_pence": 1, "answers": {"c9": "?"}, "code": code_for(app, token)}
    assert guest(app).put(f"/api/v1/bids/{token}", json=wrong).status_code == 422
    short = guest(app).put(f"/api/v1/bids/{token}", json={**wrong, "answers": {"c1": "Yes"}})
    assert (short.status_code, short.json["errors"]) == (
        422,
        {"answers": {"c2": ["Answer the question: Working with practices"]}},
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
