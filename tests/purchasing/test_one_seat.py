"""What one seat of a group that buys cannot do alone: order twice, past what was voted, undo the vote, or invent savings."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.mandates.actions.acting import pay
from federation.mandates.models import MandateAct
from federation.purchasing.actions.billing import note_delivery
from federation.purchasing.actions.finishing import WantedFinish, ask_finish, say_received, settle_finish
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, write_offer
from federation.purchasing.actions.ordering import CannotOrder, place_order
from federation.purchasing.actions.rounds import call_off
from federation.purchasing.actions.specifications import propose_version, write_version
from federation.purchasing.models import OrderFinish, ShareReceipt
from federation.purchasing.proofs.rounds import purchase_rounds
from federation.purchasing.queries.deliveries import deliveries_of
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.queries.orders import orders_of, savings, shares_of
from federation.purchasing.queries.rounds import round_here
from federation.testing import both_databases
from federation.testing.world import World
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import Grants
from tests.purchasing.conftest import Votes, over

BOX = StatedLine("Examination gloves", "box of 100", 100, 435)
FENMARK = WantedOffer("Fenmark Supplies", "Examination gloves", "box of 100", 372)
TABLET = WantedOffer("Somebody I know", "Tablet computer", "each", 59_900)
BUYS = {
    "areas": ["purchasing"],
    "powers": ["buy"],
    "item_pence": 60_000,
    "total_pence": 9_000_000,
    "call_in_days": 0,
}


@pytest.fixture
def asked(world: World, gloves: int) -> None:
    """Two practices need gloves, and one of them something that nobody was asked about."""
    with world.scope():
        say_needs(world.actor("rep1"), gloves, "Z99001", [BOX])
        say_needs(
            world.actor("rep2"),
            gloves,
            "Z99002",
            [BOX._replace(quantity=50), StatedLine("Tablet computer", "each", 1)],
        )
        over(gloves)


def refused(act: Callable[[], Any]) -> tuple[str, ...]:
    with pytest.raises(CannotOrder) as found:
        act()
    return found.value.reasons


@both_databases
def test_an_item_is_ordered_once_for_each_vote(
    app: Flask, world: World, gloves: int, asked: None, voted: Votes, granted: Grants
) -> None:
    voted()
    granted(**BUYS)
    with world.scope():
        lead = world.actor("lead")
        first, second, again = (
            write_offer(lead, gloves, FENMARK._replace(item=item, supplier=supplier))
            for item, supplier in (
                ("Examination gloves", "A"),
                ("Examination  Gloves", "B"),
                ("EXAMINATION GLOVES", "C"),
            )
        )
        place_order(lead, gloves, first)
        assert refused(lambda: place_order(lead, gloves, second)) == ("ordered", "amount")
        with unit_of_work() as session:
            session.execute(update(MandateAct).values(state="refused"))
        with pytest.raises(Refusal, match="stopped this order"):
            note_delivery(lead, gloves, 1, date(2027, 4, 12))
        assert refused(lambda: place_order(lead, gloves, second)) == ("ordered",)
    voted()
    with world.scope():
        lead = world.actor("lead")
        place_order(lead, gloves, second)
        assert refused(lambda: place_order(lead, gloves, again)) == ("ordered", "amount")


@both_databases
def test_only_items_that_the_members_voted_are_ordered(
    app: Flask, world: World, gloves: int, asked: None, voted: Votes, granted: Grants
) -> None:
    voted()
    granted(**BUYS, reserved=["consumables"])
    with world.scope():
        lead = world.actor("lead")
        tablet = write_offer(lead, gloves, TABLET)
        assert refused(lambda: place_order(lead, gloves, tablet)) == ("item", "reserved")
        box = write_offer(lead, gloves, FENMARK._replace(unit="box"))
        assert refused(lambda: place_order(lead, gloves, box))[:2] == ("item", "demand")
        with pytest.raises(Invalid, match="from 1 to"):
            write_offer(lead, gloves, FENMARK._replace(pence=0))
        with pytest.raises(Invalid, match="lower prices"):
            write_offer(lead, gloves, FENMARK._replace(breaks=[(10, 0)]))


@both_databases
def test_one_seat_neither_blocks_nor_calls_off_what_was_voted(
    app: Flask, world: World, gloves: int, asked: None, voted: Votes, granted: Grants
) -> None:
    voted()
    granted(**BUYS)
    with world.scope():
        write_version(world.actor("rep3"), gloves, "Nothing.", {})
        with pytest.raises(Refusal, match="have voted what is bought"):
            call_off(world.actor("rep3"), gloves, "No.")
        lead = world.actor("lead")
        assert place_order(lead, gloves, write_offer(lead, gloves, FENMARK)).pence == 150 * 372


@both_databases
def test_a_round_is_not_called_off_while_the_members_vote(
    app: Flask, world: World, gloves: int, asked: None
) -> None:
    with world.scope():
        lead = world.actor("lead")
        write_version(lead, gloves, "Gloves.", {})
        decision = propose_version(lead, gloves)
        open_vote(lead, decision, preset("simple_majority"), in_hours(100))
        with pytest.raises(Refusal, match="are voting"):
            call_off(world.actor("rep3"), gloves, "No.")
        assert round_here(gloves).state == "closed"


@both_databases
def test_members_vote_when_all_needs_are_known(app: Flask, world: World, gloves: int) -> None:
    with world.scope():
        lead = world.actor("lead")
        write_version(lead, gloves, "Gloves.", {})
        with pytest.raises(Refusal, match="can still say what they need"):
            propose_version(lead, gloves)


@both_databases
def test_an_order_ends_below_what_was_promised_by_two_people(
    app: Flask, world: World, gloves: int, asked: None, voted: Votes, granted: Grants
) -> None:
    voted(basis="quantity")
    granted(**BUYS)
    with world.scope():
        lead = world.actor("lead")
        placed = place_order(lead, gloves, write_offer(lead, gloves, FENMARK))
        with pytest.raises(Refusal, match="two people"):
            pay(lead, placed.act, 1, "Invoice", True)
        note_delivery(lead, gloves, 150, date(2027, 4, 12))
        [delivery] = deliveries_of(placed.id)
        assert [one.unconfirmed for one in shares_of(placed.id)] == [100, 50]
        rep, two = world.actor("rep1"), world.actor("rep3")
        for packs, words, why in ((101, "", "from 0 to 100"), (90, "", "what is missing")):
            with pytest.raises(Invalid, match=why):
                say_received(rep, gloves, delivery.id, "Z99001", packs, words)
        with pytest.raises(NotYours):
            say_received(rep, gloves, delivery.id, "Z99002", 50)
        say_received(rep, gloves, delivery.id, "Z99001", 90, "Ten boxes were wet.")
        say_received(world.actor("rep2"), gloves, delivery.id, "Z99002", 50)
        assert [(one.came, one.unconfirmed) for one in shares_of(placed.id)] == [(90, 0), (50, 0)]
        for wanted in (WantedFinish(0, "equal", "", "x"), WantedFinish(55_800, "quantity", "Bill", "x")):
            with pytest.raises(Invalid):
                ask_finish(lead, gloves, wanted)
        ended = ask_finish(lead, gloves, WantedFinish(50_000, "quantity", "Invoice", "Ten never come."))
        with pytest.raises(Refusal, match="asked this already"):
            ask_finish(two, gloves, WantedFinish(0, "quantity", "", "x"))
        with pytest.raises(Refusal, match="asked this yourself"):
            settle_finish(lead, gloves, ended, True)
        assert savings() == [] and orders_of(gloves)[0].state == "standing"
        for change in (
            update(OrderFinish).values(pence=1),
            update(OrderFinish).values(state="agreed", settled_by=lead.person_id, settled_at=time_now()),
            update(ShareReceipt).values(packs=100),
            delete(ShareReceipt),
        ):
            with pytest.raises(DBAPIError), unit_of_work() as session:
                session.execute(change)
        shares = settle_finish(two, gloves, ended, True)
        assert shares == {"Z99001": 33_333, "Z99002": 16_667}
        assert db.session.scalar(select(MandateAct.state).where(MandateAct.id == placed.act)) == "settled"
        assert [(one.code, one.saved_pence) for one in savings()] == [
            ("Z99001", 90 * 435 - 33_333),
            ("Z99002", 50 * 435 - 16_667),
        ]
        for act in (
            lambda: settle_finish(two, gloves, ended, True),
            lambda: note_delivery(lead, gloves, 10, date(2027, 4, 13)),
            lambda: say_received(rep, gloves, delivery.id, "Z99001", 100),
        ):
            with pytest.raises(Refusal):
                act()
        assert list(purchase_rounds()) == []
