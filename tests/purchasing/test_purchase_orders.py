"""Offers, orders within the mandate of what was voted, deliveries, bills and savings."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.mandates.actions.acting import do_act
from federation.mandates.models import MandateAct
from federation.mandates.rules import GroupAct
from federation.network.models import LedgerLine
from federation.purchasing.actions.billing import WantedBill, note_bill, note_delivery
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, write_offer
from federation.purchasing.actions.ordering import CannotOrder, place_order
from federation.purchasing.actions.specifications import write_version
from federation.purchasing.models import PurchaseOffer, PurchaseOrder, PurchaseRound, SpecVersion
from federation.purchasing.proofs.rounds import purchase_rounds
from federation.purchasing.queries.needs import StatedLine, demand_of
from federation.purchasing.queries.offers import offers_compared
from federation.purchasing.queries.orders import orders_of, savings, shares_of
from federation.testing import both_databases
from federation.testing.world import World
from tests.mandates.conftest import Grants
from tests.purchasing.conftest import BUYS, Votes
from tests.workstreams.test_planning import fields

API = "/api/v1/federations/saltmarsh"
FENMARK = WantedOffer("Fenmark Supplies", "Examination gloves", "box of 100", 372)
NORTHGATE = FENMARK._replace(supplier="Northgate", unit="box of 90", pence=345, vat_percent=20)


@pytest.fixture
def close(world: World, gloves: int) -> Callable[[], None]:
    """Let practices say what they need, and close the round: 620 and 480 boxes; the third practice does not say a price."""

    def closed() -> None:
        with world.scope():
            for name, code, many, pence in (
                ("rep1", "Z99001", 620, 435),
                ("rep2", "Z99002", 480, 460),
                ("rep3", "Z99003", 100, None),
            ):
                line = StatedLine("Examination gloves", "box of 100", many, pence)
                say_needs(world.actor(name), gloves, code, [line])
            with unit_of_work() as session:
                session.execute(update(PurchaseRound).values(closes_at=time_now() - timedelta(minutes=1)))

    return closed


def refused(act: Callable[[], Any]) -> tuple[str, ...]:
    with pytest.raises(CannotOrder) as found:
        act()
    return found.value.reasons


@both_databases
def test_from_offers_to_what_was_saved(
    app: Flask, world: World, gloves: int, voted: Votes, close: Callable[[], None], granted: Grants
) -> None:
    close()
    voted(basis="quantity")
    granted(**BUYS)
    with world.scope():
        lead = world.actor("lead")
        dear, cheap = write_offer(lead, gloves, NORTHGATE), write_offer(lead, gloves, FENMARK)
        compared = offers_compared(gloves, demand_of(gloves))
        assert [(one.offer.id, one.cost and one.cost.total_pence) for one in compared] == [
            (cheap, 1200 * 372),
            (dear, (689 + 534 + 112) * 345 * 6 // 5),
        ]
        placed = place_order(lead, gloves, cheap)
        assert (placed.pence, placed.call_in_until) == (446_400, None)
        assert refused(lambda: place_order(lead, gloves, cheap)) == ("ordered", "amount")
        assert refused(lambda: place_order(lead, gloves, dear))[0] == "ordered"
        [order] = orders_of(gloves)
        assert sum(one.pence for one in shares_of(order.id)) == order.pence == 446_400
        with pytest.raises(Invalid, match="from 1 to 1,200"):
            note_delivery(lead, gloves, 1201, date(2027, 4, 12))
        assert note_delivery(lead, gloves, 600, date(2027, 4, 12)) == {
            "Z99001": 310,
            "Z99002": 240,
            "Z99003": 50,
        }
        with pytest.raises(Invalid, match="another way"):
            note_bill(lead, gloves, WantedBill(446_400, "equal", "Invoice 1"))
        with pytest.raises(Invalid, match="more than is promised"):
            note_bill(lead, gloves, WantedBill(446_401, "quantity", "Invoice 1"))
        assert savings() == []
        half = note_bill(lead, gloves, WantedBill(223_200, "quantity", "Invoice 1"))
        assert half == {"Z99001": 115_320, "Z99002": 89_280, "Z99003": 18_600}
        assert [(one.code, one.saved_pence) for one in savings()] == [
            ("Z99001", 19_530),
            ("Z99002", 21_120),
            ("Z99003", None),
        ]
        note_bill(lead, gloves, WantedBill(223_200, "quantity", "Invoice 2"))
        found = savings(gloves)
        assert [(one.code, one.paid_pence, one.saved_pence, one.unknown) for one in found] == [
            ("Z99001", 230_640, 620 * (435 - 372), 0),
            ("Z99002", 178_560, 480 * (460 - 372), 0),
            ("Z99003", 37_200, None, 1),
        ]
        lines = select(LedgerLine.kind, func.sum(LedgerLine.pence)).group_by(LedgerLine.kind)
        noted = {row[0]: int(row[1]) for row in db.session.execute(lines)}
        assert noted == {"paid": 446_400, "gained": 39_060 + 42_240}
        act = db.session.get_one(MandateAct, placed.act)
        assert (act.spent_pence, act.state) == (446_400, "settled")
        assert list(purchase_rounds()) == []


@both_databases
def test_nothing_is_ordered_without_a_vote_a_mandate_or_the_version_that_was_voted(
    app: Flask, world: World, gloves: int, voted: Votes, close: Callable[[], None], granted: Grants
) -> None:
    with world.scope():
        lead = world.actor("lead")
        offer = write_offer(lead, gloves, FENMARK._replace(minimum=2000))
        none = ("specification", "open", "demand", "task", "power", "term")
        assert refused(lambda: place_order(lead, gloves, offer)) == none
    close()
    voted()
    granted(**{**BUYS, "powers": ["spend"], "areas": ["premises"], "item_pence": 100})
    with world.scope():
        assert refused(lambda: place_order(lead, gloves, offer)) == ("minimum", "task", "power", "amount")
        write_version(lead, gloves, "Gloves of silk.", {})
        assert refused(lambda: place_order(lead, gloves, offer)) == ("minimum", "task", "power", "amount")
        for name in ("admin", "chair", "rep1", "lay", "observer"):
            with pytest.raises(NotYours):
                place_order(world.actor(name), gloves, offer)
            with pytest.raises(NotYours):
                write_offer(world.actor(name), gloves, FENMARK)
        with pytest.raises(NotFound):
            place_order(lead, gloves, offer + 100)
        with pytest.raises(Refusal, match="Nothing has been ordered"):
            note_bill(lead, gloves, WantedBill(1, "equal", "Invoice"))
        assert orders_of(gloves) == [] and db.session.scalar(select(func.count(MandateAct.id))) == 0


@both_databases
def test_a_bill_waits_until_no_practice_can_call_the_order_in(
    app: Flask, world: World, gloves: int, voted: Votes, close: Callable[[], None], granted: Grants
) -> None:
    close()
    voted()
    granted(**{**BUYS, "call_in_days": 10})
    with world.scope():
        lead = world.actor("lead")
        offer = write_offer(lead, gloves, FENMARK)
        assert place_order(lead, gloves, offer).call_in_until is not None
        with pytest.raises(Refusal, match="can still call this act in"):
            note_bill(lead, gloves, WantedBill(1, "equal", "Invoice"))
        assert savings() == []


@both_databases
def test_the_database_itself_refuses_an_order_that_was_not_voted(
    app: Flask, world: World, gloves: int, voted: Votes, close: Callable[[], None], granted: Grants
) -> None:
    close()
    voted()
    granted(**BUYS)
    with world.scope():
        lead = world.actor("lead")
        offer = write_offer(lead, gloves, FENMARK)
        act = do_act(lead, orders_group(gloves), GroupAct("buy", "purchasing", 446_400, "Gloves")).id
        spec = db.session.scalars(select(SpecVersion)).one()
        good: dict[str, Any] = {
            "round_id": gloves,
            "offer_id": offer,
            "spec_id": spec.id,
            "fingerprint": spec.fingerprint,
            "act_id": act,
            "pence": 446_400,
            "ordered_by": lead.person_id,
            "ordered_at": time_now(),
        }
        db.session.rollback()
        for wrong in ({"fingerprint": "0" * 64}, {"pence": 446_401}):
            with pytest.raises(DBAPIError), unit_of_work() as session:
                session.add(PurchaseOrder(**{**good, **wrong}))
        write_version(lead, gloves, "Gloves of silk.", {})
        silk = db.session.scalars(select(SpecVersion).where(SpecVersion.number == 2)).one()
        unvoted = {"spec_id": silk.id, "fingerprint": silk.fingerprint}
        db.session.rollback()
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.add(PurchaseOrder(**{**good, **unvoted}))
    voted("Gloves of wool.")
    with world.scope():
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.add(PurchaseOrder(**good))
        for change in (update(PurchaseOffer).values(pence=1), delete(PurchaseOffer)):
            with pytest.raises(DBAPIError), unit_of_work() as session:
                session.execute(change)


def orders_group(round_id: int) -> int:
    return db.session.get_one(PurchaseRound, round_id).group_id


def test_pages_and_programs_order_and_bill(
    app: Flask, world: World, gloves: int, voted: Votes, close: Callable[[], None], granted: Grants
) -> None:
    close()
    lead, rep, page = (
        world.client(app, "lead"),
        world.client(app, "rep1"),
        world.address(f"purchasing/rounds/{gloves}"),
    )
    sent = {
        "supplier": "Fenmark",
        "item": "Examination gloves",
        "unit": "box of 100",
        "pence": "3.72",
        "breaks": "many",
    }
    bad = lead.post(f"{page}/offers/new", data=sent)
    assert bad.status_code == 422 and "Write each line as" in bad.text
    sent["breaks"] = "6,500: 3.48"
    assert lead.post(f"{page}/offers/new", data=sent).status_code == 303
    assert "5,300 more for the next price" in rep.get(f"{page}/offers").text
    with world.scope():
        offer = db.session.scalars(select(PurchaseOffer.id)).one()
        db.session.rollback()
    at = f"{page}/offers/{offer}/order"
    assert rep.get(at).status_code == 403
    assert "The members have not voted yet what is to be bought." in lead.get(at).text
    refusal = lead.post(at)
    assert refusal.status_code == 409 and "The group has no mandate that is in force." in refusal.text
    program = world.program(app, "lead")
    answer = program.post(f"{API}/purchasing/rounds/{gloves}/order", json={"offer": offer})
    assert (answer.status_code, answer.json["reasons"]) == (409, ["specification", "task", "power", "term"])
    voted()
    granted(**BUYS)
    assert "Order it" in lead.get(at).text
    made = program.post(f"{API}/purchasing/rounds/{gloves}/order", json={"offer": offer})
    assert (made.status_code, made.json["pence"]) == (201, 446_400)
    order = f"{page}/orders/{made.json['id']}"
    assert "£4,464" in rep.get(order).text and "Not billed yet" in rep.get(order).text
    with world.scope():
        came = fields("came_on", today())
    assert lead.post(f"{order}/deliveries/new", data={"packs": "1200", **came}).status_code == 303
    billed = program.post(
        f"{API}/purchasing/rounds/{gloves}/invoices", json={"pence": 446_400, "basis": "quantity"}
    )
    assert billed.json == {"shares": {"Z99001": 230_640, "Z99002": 178_560, "Z99003": 37_200}}
    saved = program.get(f"{API}/purchasing/rounds/{gloves}/savings").json
    assert (saved["paid_pence"], saved["saved_pence"]) == (446_400, 81_300)
    assert saved == program.get(f"{API}/purchasing/savings").json
    assert [one["saved_pence"] for one in saved["practices"]] == [39_060, 42_240, None]
    [shown] = program.get(f"{API}/purchasing/rounds/{gloves}/orders").json["items"]
    assert sum(one["paid_pence"] for one in shown["shares"]) == shown["pence"] and shown["state"] == "settled"
    text = rep.get(world.address("purchasing/savings")).text
    assert "Paid £4,464, saved £813" in text and "Not known" in text
    assert "390.60" in rep.get(world.address("purchasing/savings.csv")).text
    assert "Not known" in rep.get(order).text
    over = lead.post(f"{order}/bills/new", data={"pence": "1.00", "basis": "quantity", "words": "Invoice 2"})
    assert over.status_code in (409, 422)


def test_contracts_and_projects(app: Flask, world: World, group: int) -> None:
    lead, program = world.client(app, "lead"), world.program(app, "lead")
    with world.scope():
        day = today()
    sent = {
        "title": "Clinical waste",
        "supplier": "Tern",
        "practices": ["Z99001", "Z99003"],
        "indicators": "On time",
    }
    days = {
        **fields("starts_on", day),
        **fields("ends_on", day + timedelta(days=20)),
        **fields("break_on", day),
    }
    at = world.address(f"groups/{group}/contracts/new")
    assert (
        lead.post(at, data={**sent, **days, **fields("break_on", day - timedelta(days=9))}).status_code == 422
    )
    made = lead.post(at, data={**sent, **days})
    assert made.status_code == 303 and "Driftwood Surgery, Quayside Practice" in lead.get(made.location).text
    home = lead.get(world.address("")).text
    assert "The last day to break this contract" in home and "Say whether this contract goes on" in home
    assert world.client(app, "rep1").get(at).status_code == 403
    assert "Z99001 Z99003" in lead.get(world.address("purchasing/contracts.csv")).text
    assert "Clinical waste" in lead.get(world.address("purchasing/contracts")).text
    body = {
        "group": group,
        "title": "Phones",
        "supplier": "Tern",
        "practices": ["Z99002"],
        "starts_on": "2027-01-01",
        "ends_on": "2027-12-31",
    }
    assert program.post(f"{API}/purchasing/contracts", json=body).status_code == 201
    assert program.post(f"{API}/purchasing/contracts", json={**body, "practices": ["Q1"]}).status_code == 422
    assert len(program.get(f"{API}/purchasing/contracts").json["items"]) == 2
    project = {"title": "Frailty pilot", "source": "The board", "ends_on": "2027-03-31"}
    pence = {"income_pence": 10_000_000, "direct_pence": 9_000_000, "overhead_pence": 2_200_000}
    proposed = program.post(f"{API}/purchasing/projects", json={**project, **pence})
    assert proposed.json["subsidy_pence"] == 1_200_000
    page = lead.get(world.address(f"decisions/{proposed.json['decision']}")).text
    assert "Paid by members’ fees" in page and "£12,000" in page
    money = {
        "income_pence": "100000",
        "direct_pence": "90000",
        "overhead_pence": "22000",
        "salaries_pence": "30000",
    }
    form = {**project, **money, "secure_pence": "60000", **fields("ends_on", day)}
    shown = lead.post(world.address("purchasing/projects/new"), data=form)
    assert shown.status_code == 303 and "50.0% of £60,000" in lead.get(shown.location).text
