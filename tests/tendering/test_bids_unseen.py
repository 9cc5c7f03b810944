"""Nothing tells before the opening what a bid says or whose it is, and whoever bids takes no part."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import GUEST, Actor
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.seal import envelope
from federation.kernel.seal.keeping import by_recovery_key, rewrap_seals, seal_flaws
from federation.kernel.seal.seals import BrokenSeal
from federation.network.for_plugins import people
from federation.network.members.actions.inviting import invite
from federation.people.models import SecurityEvent
from federation.tendering.bidding.actions.drafting import save_draft
from federation.tendering.bidding.actions.opening import open_half
from federation.tendering.bidding.actions.submitting import hand_in
from federation.tendering.bidding.proofs import bids as bid_flaws
from federation.tendering.bidding.queries.bidders import bidders_of
from federation.tendering.bidding.queries.bids import bids_of
from federation.tendering.models import LateTry
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import name_part
from federation.tendering.preparing.actions.proposing import propose_cancel, propose_sharing, propose_start
from federation.tendering.preparing.actions.writing import begin_tender
from federation.testing import both_databases
from federation.testing.letters import letters_to, work
from federation.testing.statements import statements
from federation.testing.world import World
from federation.worker import run_once
from tests.assurance.proven import tamper, undone
from tests.tendering.bidding import (
    ANSWERS,
    CANARY,
    DOWNS,
    PRICE,
    asked_to_bid,
    guest,
    named,
    sends,
    sends_file,
)
from tests.tendering.conftest import WAY, asked

Starts = Callable[[], int]
Travel = Callable[[timedelta], None]
AFTER = timedelta(days=31)
PEOPLE = ("admin", "chair", "rep1", "rep2", "rep3", "member", "lay", "observer", "lead")
SECRETS = (CANARY, "Canary Quay", str(PRICE), f"{PRICE // 100:,}", "Rota.pdf")


def addresses(app: Flask, tender: int, everything: bool) -> list[str]:
    """All that can be read without naming anything but the federation and the tender; else what concerns tenders, the record and
    the search."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments <= {"federation", "tender_id"}:
            continue
        about = any(word in rule.rule for word in ("tender", "record", "security", "groups", "calendar"))
        if "federation" in rule.arguments and (everything or about):
            given = {"federation": "saltmarsh", "tender_id": tender}
            with app.test_request_context():
                found.append(
                    str(app.url_map.bind("").build(rule.endpoint, {k: given[k] for k in rule.arguments}))
                )
    return [*found, *(f"/f/saltmarsh/search?q={word}" for word in (PRICE, "Canary", "Rota.pdf"))]


def told(app: Flask, world: World, tender: int, names: tuple[str, ...] = PEOPLE) -> str:
    """Everything that people read in their browsers and that their programs read."""
    pages = []
    for name in names:
        browser, program = world.client(app, name), world.program(app, name)
        for path in addresses(app, tender, name == "admin"):
            answer = (program if path.startswith("/api/") else browser).get(path)
            pages.append(answer.get_data(as_text=True).replace("search?q=", "").replace(f"“{PRICE}”", ""))
    return "\n".join(pages)


def test_no_page_program_letter_or_log_tells_what_a_bid_says(
    app: Flask, world: World, started: Starts, travel: Travel, caplog: pytest.LogCaptureFixture
) -> None:
    """Before the deadline, after it with one person's half, and of the prices once the bids are open."""
    tender = started()
    named(world, tender)
    token = asked_to_bid(world, tender, organisation="Brightwater Health")
    assert (sends_file(app, token).status_code, sends(app, token).status_code) == (201, 201)
    searched = [one for one in SECRETS if one not in ("Rota.pdf", str(PRICE))]
    read = told(app, world, tender)
    assert "Brightwater Health" in read and "took in a bid, sealed" in read
    assert [one for one in searched if one in read] == []
    travel(AFTER)
    path = f"/api/v1/federations/saltmarsh/tendering/tenders/{tender}/openings"
    assert world.program(app, "chair").post(path).status_code == 202
    read = told(app, world, tender, ("chair", "admin", "lay"))
    assert "Bid A" in read and "Bid A: Brightwater Health" not in read
    assert [one for one in searched if one in read] == []
    assert world.program(app, "member").post(path).status_code == 200
    work(app)
    read = told(app, world, tender, ("chair", "admin", "lay"))
    assert CANARY in read and "Rota.pdf" in read and f"{PRICE // 100:,}" not in read
    assert [one for one in SECRETS if one in caplog.text + "\n".join(letters_to("@"))] == []


def test_the_security_log_does_not_tell_who_hands_in(app: Flask, world: World, started: Starts) -> None:
    tender = started()
    token = asked_to_bid(world, tender)
    assert sends(app, token).status_code == 201
    log = world.client(app, "admin").get("/f/saltmarsh/admin/security").text
    assert "code of a letter" not in log and "had a code sent" not in log
    codes = SecurityEvent.kind.in_(("guest_code_sent", "guest_code_right"))
    assert db.session.scalars(select(SecurityEvent.federation_id).where(codes)).all() == [None, None]


@both_databases
def test_whoever_bids_takes_no_part(app: Flask, world: World, started: Starts) -> None:
    """The lead's own practice is asked to bid: the lead does nothing more, and the practice stands aside in what is voted."""
    tender = started()
    with world.scope():
        declare_interest(world.actor("rep2"), tender, False)
        declare_interest(world.actor("rep3"), tender, False)
        first = propose_cancel(world.actor("rep3"), tender, "There is no money.")
    asked_to_bid(world, tender, DOWNS, "Olu Bright", practice="Z99002")
    with world.scope():
        second = propose_cancel(world.actor("rep3"), tender, "There is no money at all.")
    path = f"/f/saltmarsh/tendering/tenders/{tender}"
    lead = world.client(app, "lead")
    for part in ("invitations", "more-time", "people/new", "versions/new", "cancel", "bids/read"):
        assert lead.get(f"{path}/{part}").status_code in (403, 404), part
    page = lead.get(path).text
    assert "Ask somebody to bid" not in page and "Cancel this tender" not in page
    for decision in (first, second):
        seen = world.client(app, "rep1").get(f"/f/saltmarsh/decisions/{decision}").text
        assert "was asked to bid" in seen
    with world.scope(), pytest.raises(Refusal, match="sent to your practice"):
        name_part(world.actor("lead"), tender, world.people["chair"], "opener")


@both_databases
def test_nobody_is_made_up_to_open_and_the_deadline_only_moves_later(
    app: Flask, world: World, started: Starts, travel: Travel
) -> None:
    tender = started()
    asked_to_bid(world, tender)
    with world.scope():
        invite(world.actor("admin"), "new@saltmarsh.example", "Nia New", "member", "Z99001")
        newcomer = next(one.id for one in people() if one.name == "Nia New")
        with pytest.raises(Invalid, match="was here when the members started"):
            name_part(world.actor("lead"), tender, newcomer, "opener")
    earlier = "UPDATE tendering_tender SET closes_at = opened_at"
    with pytest.raises(DBAPIError, match="moves later"), unit_of_work() as session, world.scope():
        session.scalar(select(LateTry.id).limit(1))  # which lets PostgreSQL know the federation
        session.connection().execute(text(earlier))
    travel(AFTER)
    later = "UPDATE tendering_tender SET closes_at = (SELECT max(until) FROM network_guest)"
    with pytest.raises(DBAPIError, match="moves later"), unit_of_work() as session, world.scope():
        session.scalar(select(LateTry.id).limit(1))
        session.connection().execute(text(later))
    db.session.remove()
    with world.scope():
        assert [*bid_flaws()] == []


def test_a_deadline_that_was_moved_behind_the_record_is_found(
    app: Flask, world: World, started: Starts
) -> None:
    tender = started()
    asked_to_bid(world, tender)
    with undone(world) as session:
        tamper(session.connection(), ["UPDATE tendering_tender SET closes_at = '2099-01-01 12:00:00.000000'"])
        assert "its deadline is not as the record says" in "\n".join(str(one) for one in bid_flaws())


def test_bids_open_with_the_recovery_key_when_the_servers_is_lost(
    app: Flask, world: World, started: Starts, travel: Travel, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, paper = app.config["SETTINGS"], envelope.new_recovery_key()
    monkeypatch.setitem(settings, "seal_recovery_key", paper.public)
    tender = started()
    named(world, tender)
    assert sends(app, asked_to_bid(world, tender)).status_code == 201
    monkeypatch.setitem(settings, "seal_key", "another key of the server, 1234567890")
    travel(AFTER)
    path = f"/api/v1/federations/saltmarsh/tendering/tenders/{tender}/openings"
    assert [world.program(app, name).post(path).status_code for name in ("chair", "member")] == [202, 200]
    with world.scope():
        with pytest.raises(BrokenSeal):
            bids_of(tender, world.actor("lay"))
        assert rewrap_seals(by_recovery_key(paper.private)).troubles == []
        assert [one.answers for one in bids_of(tender, world.actor("lay"))] == [ANSWERS]
        assert [*seal_flaws(), *bid_flaws()] == []


def test_100_bids_cost_as_many_statements_as_3(
    app: Flask, world: World, group: int, granted: Callable[[], object], travel: Travel
) -> None:
    """The page of the tender, that of its bids, the bids themselves for people and programs, and what a bidder sees."""
    granted()
    tenders = [_tender_with_bids(app, world, group, many) for many in (3, 100)]
    travel(AFTER)
    costs: list[list[int]] = []
    for tender, token in tenders:
        for name in ("chair", "member"):
            with world.scope():
                open_half(world.actor(name), tender)
        costs.append([])
        path = f"tendering/tenders/{tender}"
        for client, at in (
            (world.client(app, "chair"), f"/f/saltmarsh/{path}"),
            (world.client(app, "chair"), f"/f/saltmarsh/{path}/bids"),
            (world.client(app, "chair"), f"/f/saltmarsh/{path}/bids/read"),
            (world.program(app, "chair"), f"/api/v1/federations/saltmarsh/{path}/bids"),
            (guest(app), f"/f/saltmarsh/bids/{token}"),
        ):
            with statements(app) as seen:
                assert client.get(at).status_code == 200
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]


def _tender_with_bids(app: Flask, world: World, group: int, many: int) -> tuple[int, str]:
    """A tender with as many bids, each with an answer and a price of its own; and the secret of the link of one bidder."""
    with world.scope():
        lead = world.actor("lead")
        tender = begin_tender(lead, group, f"Visits of {many}", asked(), True).id
        decisions = [propose_start(lead, tender), propose_sharing(lead, tender, WAY)]
    for decision in decisions:
        world.decide(decision)
        run_once(app)
    named(world, tender)
    token = ""
    for number in range(many):
        token = asked_to_bid(world, tender, f"bidder{number}@downs.example", f"Bidder {number}")
    with world.scope():
        for one in bidders_of(tender):
            actor = Actor(one.person_id, one.name, one.email, world.federation_id, frozenset({GUEST}))
            save_draft(actor, 1_000 + one.id, ANSWERS)
            with unit_of_work():
                hand_in(actor, True)
    return tender, token
