"""Every figure of a purchase adds up, from the line to the practice to the total: on the demonstration, recomputed from its rows
in another way than the product does."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pytest
from flask import Flask, g
from sqlalchemy import func, select

from federation.kernel.db import db
from federation.kernel.tenancy import federation_scope
from federation.kernel.words import money, number
from federation.mandates.models import MandateAct
from federation.network.models import Federation, LedgerLine, Practice
from federation.purchasing.models import (
    BillShare,
    DeliveryShare,
    NeedAnswer,
    NeedLine,
    OrderDelivery,
    OrderShare,
    PurchaseBill,
    PurchaseOffer,
    PurchaseOrder,
    ShareReceipt,
)
from federation.purchasing.queries.needs import demand_of
from federation.purchasing.queries.orders import savings

OURS = LedgerLine.feature == "purchasing"
SIZES = {"box of 100": 100, "box of 90": 90, "each": 1}


@pytest.fixture
def saltmarsh(demo_app: Flask) -> int:
    return db.session.scalars(select(Federation.id).where(Federation.slug == "saltmarsh")).one()


@pytest.fixture
def read(demo_app: Flask) -> Callable[[str], str]:
    """A page of buying together, as somebody of a practice reads it."""
    demo_app.config["SETTINGS"]["demo"] = True
    demo_app.config["WTF_CSRF_ENABLED"] = False
    client = demo_app.test_client()
    client.post("/demo/sign-in", data={"email": "priya.nair@saltmarsh.example"})

    def page(path: str) -> str:
        g.pop("_login_user", None)
        return client.get(f"/f/saltmarsh/purchasing/{path}").text

    return page


def lines_of(round_id: int) -> list[NeedLine]:
    of_round = (
        select(NeedLine)
        .join(NeedAnswer, NeedAnswer.id == NeedLine.answer_id)
        .where(NeedAnswer.round_id == round_id)
    )
    return list(db.session.scalars(of_round))


def sums(amount: object, practice: object, of: object) -> Counter[int]:
    """Sums of shares by practice."""
    rows = db.session.execute(select(practice, func.sum(amount)).where(of).group_by(practice))  # type: ignore[call-overload]
    return Counter({row[0]: int(row[1]) for row in rows})


def test_orders_add_up_from_the_lines_that_practices_wrote(saltmarsh: int) -> None:
    with federation_scope(saltmarsh):
        [order] = db.session.scalars(select(PurchaseOrder)).all()
        offer = db.session.get_one(PurchaseOffer, order.offer_id)
        shares = db.session.scalars(select(OrderShare).where(OrderShare.order_id == order.id)).all()
        wanted, before, unknown = Counter[int](), Counter[int](), set[int]()
        for line in lines_of(order.round_id):
            practice = db.session.get_one(NeedAnswer, line.answer_id).practice_id
            wanted[practice] += line.quantity * SIZES[line.unit]
            before[practice] += line.quantity * (line.pence or 0)
            unknown |= {practice} if line.pence is None else set()
        assert len(shares) == len(wanted) == 10 and len(unknown) == 1
        for one in shares:
            assert one.quantity == wanted[one.practice_id]
            assert one.packs == -(-one.quantity // SIZES[offer.unit])
            known = None if one.practice_id in unknown else before[one.practice_id]
            assert one.baseline_pence == known
            assert abs(one.pence - Fraction(order.pence * one.packs, 6260)) < 1
        packs = sum(one.packs for one in shares)
        assert packs == 6260 and sum(one.pence for one in shares) == order.pence
        goods = packs * offer.pence + offer.delivery_pence * offer.deliveries
        assert order.pence == goods + goods * offer.vat_percent // 100
        assert db.session.get_one(MandateAct, order.act_id).pence == order.pence


def test_deliveries_and_bills_add_up_from_each_practice_to_the_whole(saltmarsh: int) -> None:
    with federation_scope(saltmarsh):
        [order] = db.session.scalars(select(PurchaseOrder)).all()
        for delivery in db.session.scalars(select(OrderDelivery)).all():
            came = sums(
                DeliveryShare.packs, DeliveryShare.practice_id, DeliveryShare.delivery_id == delivery.id
            )
            assert came.total() == delivery.packs == 3100
        said = db.session.execute(select(ShareReceipt.practice_id, ShareReceipt.packs)).all()
        assert len(said) == 3 and sum(came[row.practice_id] - row.packs for row in said) == 10
        paid, billed = Counter[int](), 0
        for bill in db.session.scalars(select(PurchaseBill).where(PurchaseBill.order_id == order.id)).all():
            split = sums(BillShare.pence, BillShare.practice_id, BillShare.bill_id == bill.id)
            assert split.total() == bill.pence
            paid, billed = paid + split, billed + bill.pence
        assert billed == db.session.get_one(MandateAct, order.act_id).spent_pence == 1_150_000
        noted = sums(LedgerLine.pence, LedgerLine.practice_id, OURS & (LedgerLine.kind == "paid"))
        assert noted == paid


def test_savings_add_up_from_each_practice_to_what_pages_and_the_ledger_say(
    saltmarsh: int, read: Callable[[str], str]
) -> None:
    with federation_scope(saltmarsh):
        [order] = db.session.scalars(select(PurchaseOrder)).all()
        bills = db.session.scalars(select(PurchaseBill)).all()
        part = Fraction(sum(one.pence for one in bills), order.pence)
        expected = {}
        for share in db.session.scalars(select(OrderShare)).all():
            code = db.session.get_one(Practice, share.practice_id).code
            paid = db.session.scalar(
                select(func.sum(BillShare.pence)).where(BillShare.practice_id == share.practice_id)
            )
            before = (
                None
                if share.baseline_pence is None
                else int(share.baseline_pence * part + Fraction(1, 2)) - int(paid or 0)
            )
            expected[code] = (int(paid or 0), before)
        found = savings()
        assert {one.code: (one.paid_pence, one.saved_pence) for one in found} == expected
        saved = sum(one.saved_pence or 0 for one in found)
        gained = db.session.scalar(
            select(func.sum(LedgerLine.pence)).where(OURS, LedgerLine.kind == "gained")
        )
        assert gained == sum(one.saved_pence for one in found if (one.saved_pence or 0) > 0)
        assert sum(one.unknown for one in found) == 1
        demand = demand_of(order.round_id)
        [item] = demand.items
        assert item.quantity == sum(line.quantity for line in lines_of(order.round_id)) == 6260
        assert item.spend_pence == sum((line.pence or 0) * line.quantity for line in lines_of(order.round_id))
        round_id, order_id = order.round_id, order.id
        db.session.rollback()
    assert f"Paid {money(1_150_000)}, saved {money(saved)}" in read("savings")
    shown = read(f"rounds/{round_id}/orders/{order_id}")
    for words in (money(6260 * 372), money(1_150_000), number(6260), "3,090"):
        assert words in shown
    assert "6,260 × box of 100" in read(f"rounds/{round_id}")


def test_a_round_that_runs_shows_how_far_it_is(saltmarsh: int, read: Callable[[str], str]) -> None:
    with federation_scope(saltmarsh):
        fridges = db.session.scalars(
            select(PurchaseOffer.round_id).where(PurchaseOffer.item == "Vaccine fridge")
        ).one()
        db.session.rollback()
    page = read(f"rounds/{fridges}")
    assert "1 more for the least amount" in page
    assert "The practices need 5 so far. The supplier asks for 6 at least" in page
    assert '<rect class="app-fill" y="28" width="47.06%" height="22"/>' in page
