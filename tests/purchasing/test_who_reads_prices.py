"""What a practice pays now is read by members and the group that buys; observers read sums that give nobody away."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from federation.kernel.days import time_now
from federation.kernel.policy import SEATED, GroupPlace, may
from federation.kernel.refusals import NotYours
from federation.purchasing.actions.billing import WantedBill, note_bill, note_delivery
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, write_offer
from federation.purchasing.actions.ordering import place_order
from federation.purchasing.permissions import RoundOf
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.queries.rounds import round_priced
from federation.testing.world import World
from tests.mandates.conftest import Grants
from tests.purchasing.conftest import BUYS, Votes

API = "/api/v1/federations/saltmarsh"
SECRETS = ("7.77", "777", "£7,770", "7,770", "Canary Medical", "4.07", "£407", "40700", "1,222", "1222")
"""What one practice pays for one and for all, to whom, and what it saved."""


def test_observers_read_sums_that_give_no_practice_away(
    app: Flask, world: World, group: int, gloves: int, voted: Votes, granted: Grants
) -> None:
    with world.scope():
        lines = (("rep1", "Z99001", 777, "Canary Medical"), ("rep2", "Z99002", 445, "Tern"))
        for name, code, pence, supplier in lines:
            line = StatedLine("Examination gloves", "box of 100", 100, pence, supplier)
            say_needs(world.actor(name), gloves, code, [line])
    voted(basis="quantity")
    granted(**BUYS)
    with world.scope():
        lead = world.actor("lead")
        offer = WantedOffer("Fenmark Supplies", "Examination gloves", "box of 100", 370)
        order = place_order(lead, gloves, write_offer(lead, gloves, offer)).id
        note_delivery(lead, gloves, 200, date(2027, 4, 12))
        note_bill(lead, gloves, WantedBill(74_000, "quantity", "Invoice 1"))
    at = f"purchasing/rounds/{gloves}"
    pages = (
        at,
        f"{at}/offers",
        f"{at}/orders/{order}",
        "purchasing/savings",
        "purchasing",
        "search?q=Canary",
    )
    ledger = ("our-federation/ledger", f"practices/{world.practices['Z99001']}")
    private = (f"{at}/lines", f"{at}/lines.csv", "purchasing/savings.csv")
    programs = (
        f"{at}/demand",
        f"{at}/offers",
        f"{at}/orders",
        f"{at}/savings",
        "purchasing/savings",
        "ledger",
    )
    observer, program = world.client(app, "observer"), world.program(app, "observer")
    told = [observer.get(world.address(path)) for path in (*pages, *ledger)]
    told += [program.get(f"{API}/{path}") for path in programs]
    assert [answer.status_code for answer in told] == [200] * len(told)
    for answer in told:
        assert [one for one in SECRETS if one in answer.text] == [], answer.request.path
    assert "Not shown: too few say it" in told[0].text and "200 × box of 100" in told[0].text
    assert all(observer.get(world.address(path)).status_code == 403 for path in private)
    assert program.get(f"{API}/{at}/needs/Z99001").status_code == 403
    demand = program.get(f"{API}/{at}/demand").json["items"][0]
    assert (demand["quantity"], demand["spend_pence"], demand["practices"]) == (200, None, [])
    sums = program.get(f"{API}/{at}/savings").json
    assert sums == {"practices": [], "paid_pence": 74_000, "saved_pence": None}
    for name in ("rep3", "member", "lay", "admin"):
        reader = world.client(app, name)
        assert "Canary Medical" in reader.get(world.address(private[0])).text
        assert "£407" in reader.get(world.address(f"{at}/orders/{order}")).text
    with world.scope():
        outside = world.actor("observer")
        place = GroupPlace(group, "G1", "Home Visiting Group", True, False, time_now())
        seated = replace(outside, groups=(place,), roles=outside.roles | {SEATED})
        assert round_priced(seated, gloves).id == gloves
        assert not may(seated, "purchasing.prices", RoundOf(None))
        with pytest.raises(NotYours):
            round_priced(replace(seated, groups=(replace(place, has_vote=False),)), gloves)
