"""Offers, orders, deliveries, bills and contracts: there is no order but of the version that the members voted."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import (
    AT,
    ROW,
    check,
    guard,
    is_postgresql,
    make_table,
    people,
    pointed_to,
    unique,
    within,
)

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_OFFER, _ORDER, _SHARE = "purchasing_offer", "purchasing_order", "purchasing_order_share"
_DELIVERY, _CAME = "purchasing_delivery", "purchasing_delivery_share"
_BILL, _PAID, _CONTRACT = "purchasing_bill", "purchasing_bill_share", "purchasing_contract"
_TABLES = (_OFFER, _ORDER, _SHARE, _DELIVERY, _CAME, _BILL, _PAID, _CONTRACT)
_VOTED = (
    "EXISTS (SELECT 1 FROM purchasing_voted w JOIN purchasing_spec s ON s.federation_id = w.federation_id "
    "AND s.id = w.spec_id WHERE w.federation_id = NEW.federation_id AND w.spec_id = NEW.spec_id "
    "AND w.fingerprint = NEW.fingerprint AND s.round_id = NEW.round_id AND NOT EXISTS (SELECT 1 FROM purchasing_spec l "
    "WHERE l.federation_id = s.federation_id AND l.round_id = s.round_id AND l.number > s.number))"
)
_WITHIN_ITS_MANDATE = (
    "EXISTS (SELECT 1 FROM mandates_act a JOIN purchasing_round r ON r.federation_id = a.federation_id "
    "AND r.group_id = a.group_id WHERE a.federation_id = NEW.federation_id AND a.id = NEW.act_id AND a.power = 'buy' "
    "AND a.pence = NEW.pence AND r.id = NEW.round_id)"
)


def upgrade() -> None:
    _add_offers()
    _add_orders()
    _add_deliveries()
    _add_bills()
    _add_contracts()
    guard(
        _ORDER,
        "insert",
        f"NOT ({_VOTED} AND {_WITHIN_ITS_MANDATE})",
        "what the members voted is ordered, within the mandate of the group, and nothing else",
    )
    for table in _TABLES:
        for act in ("update", "delete"):
            guard(table, act, "1 = 1", "what was offered, ordered, delivered and billed stays")


def _add_offers() -> None:
    make_table(
        _OFFER,
        sa.Column("round_id", ROW, nullable=False),
        sa.Column("supplier", sa.String(120), nullable=False),
        sa.Column("item", sa.String(120), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("pence", ROW, nullable=False),
        sa.Column("delivery_pence", ROW, nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("minimum", ROW, nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", ROW, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        *within(_OFFER, round_id="purchasing_round"),
        *people(_OFFER, "written_by"),
        check(_OFFER, "amounts", "pence >= 0 and delivery_pence >= 0 and deliveries >= 0"),
        check(_OFFER, "terms", "vat_percent between 0 and 100 and minimum >= 0"),
        pointed_to(_OFFER),
    )
    op.create_index(f"ix_{_OFFER}_round", _OFFER, ["federation_id", "round_id", "id"])


def _add_orders() -> None:
    make_table(
        _ORDER,
        sa.Column("round_id", ROW, nullable=False),
        sa.Column("offer_id", ROW, nullable=False),
        sa.Column("spec_id", ROW, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("act_id", ROW, nullable=False),
        sa.Column("pence", ROW, nullable=False),
        sa.Column("ordered_by", ROW, nullable=False),
        sa.Column("ordered_at", AT, nullable=False),
        *within(
            _ORDER,
            round_id="purchasing_round",
            offer_id=_OFFER,
            spec_id="purchasing_spec",
            act_id="mandates_act",
        ),
        *people(_ORDER, "ordered_by"),
        unique(_ORDER, "offer_id"),
        unique(_ORDER, "act_id"),
        pointed_to(_ORDER),
    )
    op.create_index(f"ix_{_ORDER}_round", _ORDER, ["federation_id", "round_id", "id"])
    make_table(
        _SHARE,
        sa.Column("order_id", ROW, nullable=False),
        sa.Column("practice_id", ROW, nullable=False),
        sa.Column("quantity", ROW, nullable=False),
        sa.Column("packs", ROW, nullable=False),
        sa.Column("pence", ROW, nullable=False),
        sa.Column("baseline_pence", ROW, nullable=True),
        *within(_SHARE, order_id=_ORDER, practice_id="network_practice"),
        unique(_SHARE, "order_id", "practice_id"),
    )


def _add_deliveries() -> None:
    make_table(
        _DELIVERY,
        sa.Column("order_id", ROW, nullable=False),
        sa.Column("packs", ROW, nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("noted_by", ROW, nullable=False),
        sa.Column("noted_at", AT, nullable=False),
        *within(_DELIVERY, order_id=_ORDER),
        *people(_DELIVERY, "noted_by"),
        check(_DELIVERY, "packs", "packs > 0"),
        pointed_to(_DELIVERY),
    )
    op.create_index(f"ix_{_DELIVERY}_order", _DELIVERY, ["federation_id", "order_id", "id"])
    make_table(
        _CAME,
        sa.Column("delivery_id", ROW, nullable=False),
        sa.Column("practice_id", ROW, nullable=False),
        sa.Column("packs", ROW, nullable=False),
        *within(_CAME, delivery_id=_DELIVERY, practice_id="network_practice"),
        unique(_CAME, "delivery_id", "practice_id"),
    )


def _add_bills() -> None:
    make_table(
        _BILL,
        sa.Column("order_id", ROW, nullable=False),
        sa.Column("pence", ROW, nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("last", sa.Boolean(), nullable=False),
        sa.Column("noted_by", ROW, nullable=False),
        sa.Column("noted_at", AT, nullable=False),
        *within(_BILL, order_id=_ORDER),
        *people(_BILL, "noted_by"),
        check(_BILL, "pence", "pence > 0"),
        check(_BILL, "basis", "basis in ('quantity', 'patients', 'equal')"),
        pointed_to(_BILL),
    )
    op.create_index(f"ix_{_BILL}_order", _BILL, ["federation_id", "order_id", "id"])
    make_table(
        _PAID,
        sa.Column("bill_id", ROW, nullable=False),
        sa.Column("practice_id", ROW, nullable=False),
        sa.Column("pence", ROW, nullable=False),
        *within(_PAID, bill_id=_BILL, practice_id="network_practice"),
        unique(_PAID, "bill_id", "practice_id"),
    )


def _add_contracts() -> None:
    make_table(
        _CONTRACT,
        sa.Column("group_id", ROW, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("supplier", sa.String(120), nullable=False),
        sa.Column("practices", sa.JSON(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("break_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("written_by", ROW, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        *within(_CONTRACT, group_id="network_group"),
        *people(_CONTRACT, "written_by"),
        check(_CONTRACT, "runs", "starts_on <= ends_on"),
        pointed_to(_CONTRACT),
    )
    op.create_index(f"ix_{_CONTRACT}_ends", _CONTRACT, ["federation_id", "ends_on", "id"])


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    if is_postgresql():
        for name in (
            f"{_ORDER}_insert",
            *(f"{table}_{act}" for table in _TABLES for act in ("update", "delete")),
        ):
            op.execute(f"DROP FUNCTION guard_{name}()")
