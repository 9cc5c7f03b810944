"""What somebody who holds the database changes in offers, orders, deliveries, bills and contracts, the proofs find."""

from datetime import date

import pytest
from flask import Flask

from federation.network.record.proving import flaws
from federation.purchasing.actions.billing import WantedBill, note_bill, note_delivery
from federation.purchasing.actions.contracts import WantedContract, keep_contract, renew_contract
from federation.purchasing.actions.finishing import WantedFinish, ask_finish, say_received
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, take_back, write_offer
from federation.purchasing.actions.ordering import place_order
from federation.purchasing.queries.deliveries import deliveries_of
from federation.purchasing.queries.needs import StatedLine
from federation.testing import both_databases
from federation.testing.world import World
from tests.assurance.proven import tamper, undone
from tests.mandates.conftest import Grants
from tests.purchasing.conftest import BUYS, Votes, over

FENMARK = WantedOffer("Fenmark Supplies", "Examination gloves", "box of 100", 372)
CHANGES = {
    "UPDATE purchasing_offer SET pence = 1 WHERE supplier = 'Fenmark Supplies'": "offer 1 is not",
    "UPDATE purchasing_offer SET supplier = 'Somebody'": "offer 1 is not",
    "DELETE FROM purchasing_offer_back": "taking back of offer 2 is missing",
    "UPDATE purchasing_offer_back SET reason = 'x'": "taking back of offer 2 is not",
    "UPDATE purchasing_order SET pence = 1": "order 1 is not",
    "UPDATE purchasing_order_share SET baseline_pence = 9999999 WHERE practice_id = 1": "order 1 is not",
    "UPDATE purchasing_order_share SET packs = 1 WHERE practice_id = 2": "order 1 is not",
    "UPDATE purchasing_delivery SET came_on = '2027-12-24'": "delivery 1 is not",
    "UPDATE purchasing_delivery_share SET packs = 1 WHERE practice_id = 2": "delivery 1 is not",
    "DELETE FROM purchasing_delivery_share WHERE practice_id = 1": "delivery 1 is not",
    "UPDATE purchasing_receipt SET packs = 100": "receipt (1, 1) is not",
    "DELETE FROM purchasing_receipt": "receipt (1, 1) is missing",
    "UPDATE purchasing_bill SET words = 'Mine'": "bill 1 is not",
    "UPDATE purchasing_bill SET last = (1 = 1)": "bill 1 is not",
    "UPDATE purchasing_bill_share SET pence = pence + 1 WHERE practice_id = 1": "bill 1 is not",
    "DELETE FROM purchasing_bill_share": "bill 1 is not",
    "UPDATE purchasing_finish SET reason = 'Mine'": "ending 1 is not",
    "UPDATE purchasing_finish SET state = 'agreed', settled_by = 1": "word on ending 1 is not in the record",
    "UPDATE purchasing_contract SET supplier = 'Mine'": "it is not what was put into the register",
    "UPDATE purchasing_contract SET ends_on = '2099-01-01'": "it is not what was put into the register",
    "UPDATE purchasing_contract_turn SET ends_on = '2099-01-01'": "what became of it, 1 is not",
    "DELETE FROM purchasing_contract_turn": "what became of it, 1 is missing",
}


@pytest.fixture
def bought(world: World, gloves: int, group: int, voted: Votes, granted: Grants) -> None:
    """An offer taken back, an order, a delivery that came in part, a bill, an ending that waits, a contract."""
    with world.scope():
        for name, code in (("rep1", "Z99001"), ("rep2", "Z99002")):
            say_needs(
                world.actor(name), gloves, code, [StatedLine("Examination gloves", "box of 100", 100, 435)]
            )
        over(gloves)
    voted()
    granted(**BUYS)
    with world.scope():
        lead, day = world.actor("lead"), date(2027, 4, 12)
        offer = write_offer(lead, gloves, FENMARK)
        take_back(
            lead, gloves, write_offer(lead, gloves, FENMARK._replace(supplier="Tern")), "It is sold out."
        )
        placed = place_order(lead, gloves, offer)
        note_delivery(lead, gloves, 150, day)
        [delivery] = deliveries_of(placed.id)
        say_received(world.actor("rep1"), gloves, delivery.id, "Z99001", 70, "Five are wet.")
        note_bill(lead, gloves, WantedBill(50_000, "quantity", "Invoice 1"))
        ask_finish(lead, gloves, WantedFinish(0, "quantity", "", "The rest never comes."))
        kept = WantedContract("Waste", "Tern", ["Z99001"], ["On time"], day, date(2028, 4, 11))
        renew_contract(lead, keep_contract(lead, group, kept), date(2029, 4, 11), "Letter of 3 March.")


def found_now() -> list[str]:
    return [str(one) for one in flaws()]


@both_databases
def test_every_change_behind_the_record_is_found(app: Flask, world: World, bought: None) -> None:
    with world.scope():
        before = found_now()
    assert not [one for one in before if one.startswith(("Purchase", "Contract"))]
    for change, words in CHANGES.items():
        with undone(world) as session:
            tamper(session.connection(), [change])
            told = [one for one in found_now() if one not in before]
            assert any(words in one for one in told), (change, told)
