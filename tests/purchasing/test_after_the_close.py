"""After a round has closed practices change amounts as far as the members agreed, leave, or join with the group's word."""

from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from federation.kernel.days import today
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.purchasing.actions.changing import ask_late, change_needs, settle_late
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, write_offer
from federation.purchasing.actions.ordering import place_order
from federation.purchasing.models import NeedChange, OrderDelivery, OrderFinish
from federation.purchasing.proofs.rounds import purchase_rounds
from federation.purchasing.queries.changes import changes_of
from federation.purchasing.queries.needs import StatedLine, answer_of, demand_of
from federation.purchasing.rules import bounds, may_change
from federation.testing import both_databases
from federation.testing.world import World
from tests.mandates.conftest import Grants
from tests.purchasing.conftest import BUYS, Votes, over
from tests.workstreams.test_planning import fields

API = "/api/v1/federations/saltmarsh"
KEY = ("Examination gloves", "box of 100")
BOX, FRIDGE = StatedLine(*KEY, 100, 435), StatedLine("Fridge", "each", 2)


@given(st.integers(1, 10**9), st.fractions(0, Fraction(1, 2)))
def test_the_bounds_are_the_last_amounts_that_may_be(said: int, tolerance: Fraction) -> None:
    least, most = bounds(said, tolerance)
    assert may_change(said, least, tolerance) and may_change(said, most, tolerance) and least <= said <= most
    assert not may_change(said, most + 1, tolerance) and may_change(said, 0, tolerance)
    assert least <= 1 or not may_change(said, least - 1, tolerance)


@both_databases
def test_amounts_change_within_what_is_agreed_until_the_order(
    app: Flask, world: World, gloves: int, voted: Votes, granted: Grants
) -> None:
    with world.scope():
        rep, two, late, lead = (world.actor(name) for name in ("rep1", "rep2", "rep3", "lead"))
        say_needs(rep, gloves, "Z99001", [BOX, FRIDGE])
        say_needs(two, gloves, "Z99002", [BOX])
        with pytest.raises(Refusal, match="still open"):
            change_needs(rep, gloves, "Z99001", {KEY: 105})
    voted(basis="quantity")
    granted(**BUYS)
    with world.scope():
        for amount in (94, 106):
            with pytest.raises(Invalid, match="enter 95 to 105, or 0 to leave"):
                change_needs(rep, gloves, "Z99001", {KEY: amount})
        with pytest.raises(Invalid, match="has not said"):
            change_needs(two, gloves, "Z99002", {FRIDGE[:2]: 1})
        with pytest.raises(NotYours):
            change_needs(rep, gloves, "Z99002", {KEY: 100})
        change_needs(rep, gloves, "Z99001", {KEY: 105}, "Two nurses more.")
        with pytest.raises(Invalid, match="enter 95 to 105"):
            change_needs(rep, gloves, "Z99001", {KEY: 110})
        change_needs(two, gloves, "Z99002", {KEY: 0})
        with pytest.raises(Refusal, match="is over"):
            say_needs(rep, gloves, "Z99001", [BOX])
        asked = ask_late(late, gloves, "Z99003", [BOX._replace(quantity=40)], "We were closed.")
        refused = ask_late(two, gloves, "Z99002", [BOX._replace(quantity=9_000)], "We want more.")
        assert demand_of(gloves).items[0].quantity == 105
        with pytest.raises(Refusal, match="asked this yourself"):
            settle_late(late, gloves, asked, True)
        with pytest.raises(NotYours):
            settle_late(two, gloves, asked, True)
        settle_late(lead, gloves, asked, True)
        settle_late(late, gloves, refused, False)
        with pytest.raises(Refusal, match="settled already"):
            settle_late(lead, gloves, refused, True)
        assert [(one.code, one.kind, one.state) for one in changes_of(gloves)] == [
            ("Z99001", "amount", "done"),
            ("Z99002", "amount", "done"),
            ("Z99003", "late", "agreed"),
            ("Z99002", "late", "refused"),
        ]
        change_needs(late, gloves, "Z99003", {KEY: 42})
        given = answer_of(gloves, world.practices["Z99001"])
        assert given and [(one.quantity, one.pence) for one in given.lines] == [(105, 435), (2, None)]
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.execute(update(NeedChange).where(NeedChange.id == refused).values(state="agreed"))
        placed = place_order(lead, gloves, write_offer(lead, gloves, WantedOffer("Fenmark", *KEY, 372)))
        assert placed.pence == 147 * 372
        for act in (
            lambda: change_needs(rep, gloves, "Z99001", {KEY: 100}),
            lambda: ask_late(two, gloves, "Z99002", [BOX], "Please."),
        ):
            with pytest.raises(Refusal, match="has been ordered"):
                act()
        change_needs(rep, gloves, "Z99001", {FRIDGE[:2]: 0})
        assert list(purchase_rounds()) == []


def test_pages_and_programs_after_the_close(
    app: Flask, world: World, gloves: int, voted: Votes, granted: Grants
) -> None:
    with world.scope():
        say_needs(world.actor("rep1"), gloves, "Z99001", [BOX])
        over(gloves)
        came = fields("came_on", today())
    page, at = world.address(f"purchasing/rounds/{gloves}"), f"{API}/purchasing/rounds/{gloves}"
    rep, late, lead, two = (world.client(app, name) for name in ("rep1", "rep2", "lead", "rep3"))
    assert "may change an amount by 5%" in rep.get(page).text
    assert "From 95 to 105, or 0 to leave" in rep.get(f"{page}/change").text
    wrong = rep.post(f"{page}/change", data={"lines-0-quantity": "120", "words": "More people"})
    assert wrong.status_code == 422 and "enter 95 to 105" in wrong.text and 'value="120"' in wrong.text
    assert rep.post(f"{page}/change", data={"lines-0-quantity": "104"}).status_code == 303
    assert "changed what it needs" in lead.get(page).text
    line = {"item": KEY[0], "unit": KEY[1], "quantity": 105, "pence": 1}
    program = world.program(app, "rep1")
    assert program.put(f"{at}/needs/Z99001", json={"lines": [line]}).status_code == 204
    assert program.put(f"{at}/needs/Z99001", json={"lines": [line | {"quantity": 200}]}).status_code == 422
    assert program.get(f"{at}/needs/Z99001").json["lines"][0]["pence"] == 435
    assert late.get(f"{page}/change").status_code == 303
    sent = {"item": KEY[0], "unit": KEY[1], "quantity": "45", "words": ""}
    bare = late.post(f"{page}/late", data=sent)
    assert bare.status_code == 422 and "Say why it comes late" in bare.text
    assert late.post(f"{page}/late", data=sent | {"words": "We were closed."}).status_code == 303
    assert "asks to join late" in lead.get(page).text
    with world.scope():
        change = db.session.scalars(select(NeedChange.id).order_by(NeedChange.id.desc())).first()
        db.session.rollback()
    assert "45 × box of 100" in lead.get(f"{page}/late/{change}").text
    assert late.get(f"{page}/late/{change}").status_code == 403
    assert "Select yes or no" in lead.post(f"{page}/late/{change}", data={}).text
    assert lead.post(f"{page}/late/{change}", data={"word": "agree"}).status_code == 303
    leader = world.program(app, "lead")
    assert leader.post(f"{at}/late/{change}", json={"agree": True}).status_code == 409
    body = {"practice": "Z99003", "lines": [line], "words": "Late."}
    assert world.program(app, "rep3").post(f"{at}/late", json=body).status_code == 201
    voted()
    granted(**BUYS)
    offer = {"supplier": "Fenmark", "item": KEY[0], "unit": KEY[1], "pence": 372}
    number = leader.post(f"{at}/offers", json=offer).json["id"]
    order = leader.post(f"{at}/order", json={"offer": number}).json
    assert order["pence"] == 150 * 372
    assert "may change an amount" not in rep.get(page).text
    own = f"{page}/orders/{order['id']}"
    assert lead.post(f"{own}/deliveries/new", data={"packs": "150", **came}).status_code == 303
    with world.scope():
        delivery = db.session.scalars(select(OrderDelivery.id)).one()
        db.session.rollback()
    assert "no practice has confirmed 150 yet" in rep.get(own).text
    assert "Say what your practice got" in rep.get(world.address("")).text
    got = f"{own}/deliveries/{delivery}/receipt"
    assert rep.get(got).status_code == 200 and two.get(got).status_code == 404
    short = rep.post(got, data={"packs": "100", "words": ""})
    assert short.status_code == 422 and "Say what is missing" in short.text
    assert rep.post(got, data={"packs": "100", "words": "Five are missing"}).status_code == 303
    assert "Say what your practice got" not in rep.get(world.address("")).text
    seen = {"delivery": delivery, "practice": "Z99002", "packs": 45}
    assert world.program(app, "rep2").post(f"{at}/receipts", json=seen).status_code == 204
    assert "100, confirmed" in lead.get(own).text and "5 still to come" in lead.get(own).text
    end = {"pence": "500.00", "basis": "quantity", "words": "Invoice 1"}
    assert "Say why the order ends so" in lead.post(f"{own}/finish", data=end).text
    assert lead.post(f"{own}/finish", data=end | {"reason": "Five never come"}).status_code == 303
    with world.scope():
        finish = db.session.scalars(select(OrderFinish.id)).one()
        db.session.rollback()
    assert "You have asked this yourself" in lead.get(f"{own}/finish/{finish}").text
    assert "Invoice 1" in two.get(f"{own}/finish/{finish}").text
    assert lead.post(f"{own}/finish/{finish}", data={"word": "agree"}).status_code == 409
    done = world.program(app, "rep3").post(f"{at}/finish/{finish}", json={"agree": True}).json
    assert done == {"shares": {"Z99001": 35_000, "Z99002": 15_000}}
    assert leader.post(f"{at}/finish", json={"reason": "Again"}).status_code == 409
    assert "the last one" in rep.get(own).text and "£500" in rep.get(own).text
