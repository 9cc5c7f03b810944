"""Offers that are taken back, orders that the members let a group place beyond its mandate, and contracts that go on or end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.mandates.actions.acting import do_act, pay
from federation.mandates.models import MandateAct
from federation.mandates.rules import GroupAct
from federation.network.models import ThingDue
from federation.purchasing.actions.billing import WantedBill, note_bill
from federation.purchasing.actions.contracts import (
    WantedContract,
    end_contract,
    keep_contract,
    renew_contract,
)
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, take_back, write_offer
from federation.purchasing.actions.ordering import CannotOrder, ask_members, place_order
from federation.purchasing.models import ContractTurn, OfferTakenBack, PurchaseOrder
from federation.purchasing.proofs.contracts import kept_contracts
from federation.purchasing.proofs.orders import purchase_orders
from federation.purchasing.queries.contracts import contract_here
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.queries.orders import orders_of
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import Grants
from tests.purchasing.conftest import BUYS, Votes, over
from tests.workstreams.test_planning import fields

API = "/api/v1/federations/saltmarsh"
BOX = StatedLine("Examination gloves", "box of 100", 100, 435)
FENMARK = WantedOffer("Fenmark Supplies", "Examination gloves", "box of 100", 372)


@pytest.fixture
def needed(world: World, gloves: int) -> None:
    with world.scope():
        say_needs(world.actor("rep1"), gloves, "Z99001", [BOX])
        over(gloves)


def refused(act: Callable[[], Any]) -> tuple[str, ...]:
    with pytest.raises(CannotOrder) as found:
        act()
    return found.value.reasons


@both_databases
def test_an_offer_that_is_taken_back_stays_and_is_not_ordered(
    app: Flask, world: World, gloves: int, needed: None, voted: Votes, granted: Grants
) -> None:
    voted()
    granted(**BUYS)
    with world.scope():
        lead = world.actor("lead")
        offer, other = write_offer(lead, gloves, FENMARK), write_offer(lead, gloves, FENMARK)
        with pytest.raises(Invalid, match="Say why"):
            take_back(lead, gloves, offer, "  ")
        for name in ("rep1", "admin", "chair", "observer"):
            with pytest.raises(NotYours):
                take_back(world.actor(name), gloves, offer, "Mine.")
        with pytest.raises(NotFound):
            take_back(lead, gloves, other + 100, "It is gone.")
        take_back(lead, gloves, offer, "Fenmark sells it no longer.")
        with pytest.raises(Refusal, match="taken back already"):
            take_back(lead, gloves, offer, "Again.")
        assert refused(lambda: place_order(lead, gloves, offer)) == ("taken_back",)
        for change in (update(OfferTakenBack).values(reason="x"), delete(OfferTakenBack)):
            with pytest.raises(DBAPIError), unit_of_work() as session:
                session.execute(change)
        placed = place_order(lead, gloves, other)
        with pytest.raises(Refusal, match="has been ordered, so it stays"):
            take_back(lead, gloves, other, "Too dear.")
        row = OfferTakenBack(offer_id=other, reason="x", taken_by=lead.person_id, taken_at=time_now())
        with pytest.raises(DBAPIError, match="ordered is not taken back"), unit_of_work() as session:
            session.add(row)
        values = db.session.get_one(PurchaseOrder, placed.id)
        act = do_act(lead, 1, GroupAct("buy", "purchasing", values.pence, "Gloves again")).id
        again = PurchaseOrder(
            round_id=gloves,
            offer_id=offer,
            spec_id=values.spec_id,
            fingerprint=values.fingerprint,
            act_id=act,
            pence=values.pence,
            ordered_by=lead.person_id,
            ordered_at=time_now(),
        )
        with pytest.raises(DBAPIError, match="taken back is not ordered"), unit_of_work() as session:
            session.add(again)
        assert list(purchase_orders()) == []


@both_databases
def test_members_let_a_group_order_what_its_mandate_does_not(
    app: Flask, world: World, gloves: int, needed: None, voted: Votes, granted: Grants
) -> None:
    with world.scope():
        lead = world.actor("lead")
        offer, dearer = (write_offer(lead, gloves, FENMARK._replace(pence=pence)) for pence in (372, 400))
        assert refused(lambda: ask_members(lead, gloves, offer)) == ("specification",)
    voted()
    granted(**{**BUYS, "item_pence": 30_000})
    with world.scope():
        lead = world.actor("lead")
        assert refused(lambda: place_order(lead, gloves, offer)) == ("amount",)
        for name in ("rep1", "admin", "observer"):
            with pytest.raises(NotYours):
                ask_members(world.actor(name), gloves, offer)
        number = ask_members(lead, gloves, offer)
        with pytest.raises(Refusal, match="asked already"):
            ask_members(world.actor("rep3"), gloves, offer)
        assert refused(lambda: place_order(lead, gloves, offer)) == ("amount",)
    world.decide(number)
    run_once(app)
    with world.scope():
        lead = world.actor("lead")
        let = db.session.scalars(select(MandateAct).where(MandateAct.decision_id == number)).one()
        assert (let.pence, let.mandate_id, "from Fenmark Supplies" in let.words) == (37_200, None, True)
        assert refused(lambda: place_order(lead, gloves, dearer)) == ("amount",)
        placed = place_order(world.actor("rep3"), gloves, offer)
        assert (placed.act, placed.pence, placed.call_in_until) == (let.id, 37_200, None)
        assert refused(lambda: place_order(lead, gloves, dearer)) == ("ordered", "amount")
        with pytest.raises(Refusal, match="two people"):
            pay(lead, placed.act, 1, "Invoice", True)
        assert note_bill(lead, gloves, WantedBill(37_200, "equal", "Invoice")) == {"Z99001": 37_200}
        assert orders_of(gloves)[0].state == "settled"
        assert list(purchase_orders()) == []


@both_databases
def test_what_the_members_did_not_let_is_not_ordered(
    app: Flask, world: World, gloves: int, needed: None, voted: Votes, granted: Grants
) -> None:
    voted()
    granted(**{**BUYS, "item_pence": 30_000})
    with world.scope():
        lead = world.actor("lead")
        offer = write_offer(lead, gloves, FENMARK)
        number = ask_members(lead, gloves, offer)
    world.decide(number, "against")
    run_once(app)
    with world.scope():
        lead = world.actor("lead")
        assert refused(lambda: place_order(lead, gloves, offer)) == ("amount",)
        cheap = write_offer(lead, gloves, FENMARK._replace(pence=100))
        with pytest.raises(Refusal, match="without asking"):
            ask_members(lead, gloves, cheap)
        assert orders_of(gloves) == []


def test_pages_and_programs_take_back_and_ask(
    app: Flask, world: World, gloves: int, needed: None, voted: Votes, granted: Grants
) -> None:
    voted()
    granted(**{**BUYS, "item_pence": 30_000})
    with world.scope():
        lead = world.actor("lead")
        offer, other = write_offer(lead, gloves, FENMARK), write_offer(lead, gloves, FENMARK)
    lead, rep = world.client(app, "lead"), world.client(app, "rep1")
    page, program = world.address(f"purchasing/rounds/{gloves}"), world.program(app, "lead")
    at = f"{page}/offers/{offer}"
    assert "Take an offer back" in lead.get(f"{page}/offers").text
    assert "Take an offer back" not in rep.get(f"{page}/offers").text
    assert rep.get(f"{at}/back").status_code == rep.get(f"{at}/ask").status_code == 403
    wrong = lead.post(f"{at}/back", data={"reason": ""})
    assert wrong.status_code == 422 and "Say why it is not to be had any more" in wrong.text
    shown = lead.get(f"{at}/order").text
    assert "Ask the members to let the group order this" in shown
    assert "more than the group may spend on one item" in lead.get(f"{at}/ask").text
    asked = lead.post(f"{at}/ask")
    assert asked.status_code == 303 and "/decisions/" in asked.location
    assert "The members have been asked" in lead.get(f"{at}/order").text
    assert lead.post(f"{at}/ask").status_code == 409
    assert lead.post(f"{at}/back", data={"reason": "It is sold out."}).status_code == 303
    assert "Taken back: It is sold out." in rep.get(f"{page}/offers").text
    order = program.post(f"{API}/purchasing/rounds/{gloves}/ask", json={"offer": offer})
    assert (order.status_code, order.json["reasons"]) == (409, ["taken_back"])
    made = program.post(f"{API}/purchasing/rounds/{gloves}/ask", json={"offer": other})
    assert made.status_code == 201 and made.json["decision"] > 0
    back = f"{API}/purchasing/rounds/{gloves}/offers/{other}/back"
    assert program.post(back, json={"reason": "It is sold out."}).status_code == 204
    items = program.get(f"{API}/purchasing/rounds/{gloves}/offers").json["items"]
    assert [one["taken_back"] for one in items] == ["It is sold out."] * 2


@pytest.fixture
def waste(world: World, group: int) -> int:
    with world.scope():
        day = today()
        wanted = WantedContract(
            "Clinical waste",
            "Tern",
            ["Z99001"],
            ["On time"],
            day,
            day + timedelta(days=20),
            day + timedelta(days=5),
        )
        return keep_contract(world.actor("lead"), group, wanted)


def owed() -> list[tuple[str, int]]:
    """What leads owe about contracts: the words, and in how many days."""
    asked = select(ThingDue.words, ThingDue.due_at).where(
        ThingDue.feature == "purchasing", ThingDue.is_open()
    )
    days = [(one.words, (one.due_at - timedelta(hours=2)).date()) for one in db.session.execute(asked)]
    return sorted(((words.partition(":")[0], (day - today()).days) for words, day in days), reverse=True)


@both_databases
def test_a_contract_goes_on_and_ends(app: Flask, world: World, waste: int) -> None:
    with world.scope():
        lead, day = world.actor("lead"), today()
        goes_on, breaks = "Say whether this contract goes on", "The last day to break this contract"
        assert owed() == [(breaks, 5), (goes_on, 20)]
        for name in ("rep1", "admin", "observer"):
            with pytest.raises(NotYours):
                renew_contract(world.actor(name), waste, day + timedelta(days=99), "Mine.")
            with pytest.raises(NotYours):
                end_contract(world.actor(name), waste, day, "Mine.")
        with pytest.raises(Invalid, match="after the one"):
            renew_contract(lead, waste, day + timedelta(days=20), "Letter.")
        with pytest.raises(Invalid, match="what shows it"):
            renew_contract(lead, waste, day + timedelta(days=400), "")
        renew_contract(lead, waste, day + timedelta(days=400), "Letter of 3 March.", day + timedelta(days=90))
        assert owed() == [(breaks, 90), (goes_on, 400)]
        found = contract_here(waste)
        assert (found.turn, found.ends_on - day) == ("renewed", timedelta(days=400))
        with pytest.raises(Invalid, match="within the contract"):
            end_contract(lead, waste, day + timedelta(days=401), "It is over.")
        end_contract(lead, waste, day + timedelta(days=30), "Decision 2027/14.")
        assert owed() == [] and contract_here(waste).tag(day) == ("Ended", "grey")
        for act in (
            lambda: renew_contract(lead, waste, day + timedelta(days=900), "Again."),
            lambda: end_contract(lead, waste, day, "Again."),
        ):
            with pytest.raises(Refusal, match="ended already"):
                act()
        for change in (update(ContractTurn).values(ends_on=day), delete(ContractTurn)):
            with pytest.raises(DBAPIError), unit_of_work() as session:
                session.execute(change)
        assert list(kept_contracts()) == []


def test_pages_and_programs_renew_and_end(app: Flask, world: World, waste: int) -> None:
    lead, rep, program = world.client(app, "lead"), world.client(app, "rep1"), world.program(app, "lead")
    page = world.address(f"purchasing/contracts/{waste}")
    with world.scope():
        day = today()
    assert "It goes on" in lead.get(page).text and "It goes on" not in rep.get(page).text
    assert rep.get(f"{page}/renew").status_code == rep.get(f"{page}/end").status_code == 403
    wrong = lead.post(f"{page}/renew", data=fields("ends_on", day + timedelta(days=99)))
    assert wrong.status_code == 422 and "Say what was agreed, and what shows it" in wrong.text
    sent = {"words": "Letter of 3 March", **fields("ends_on", day + timedelta(days=99))}
    assert lead.post(f"{page}/renew", data=sent).status_code == 303
    assert "Letter of 3 March" in rep.get(page).text
    api = f"{API}/purchasing/contracts"
    until = (day + timedelta(days=200)).isoformat()
    assert program.post(f"{api}/{waste}/renew", json={"ends_on": until, "words": "More"}).status_code == 204
    assert [one["ends_on"] for one in program.get(api).json["items"]] == [until]
    ended = {"ends_on": day.isoformat(), "words": "Decision 2027/14"}
    assert program.post(f"{api}/{waste}/end", json=ended).status_code == 204
    assert program.post(f"{api}/{waste}/end", json=ended).status_code == 409
    assert [one["turn"] for one in program.get(api).json["items"]] == ["ended"]
    assert "It goes on" not in lead.get(page).text and lead.post(f"{page}/end", data=sent).status_code == 409
