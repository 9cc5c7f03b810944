"""Offers that are taken back and never ordered, and contracts that are renewed or end."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import (
    AT,
    ROW,
    check,
    drop_guard,
    guard,
    make_table,
    people,
    unique,
    within,
)

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

_BACK, _TURN, _ORDER = "purchasing_offer_back", "purchasing_contract_turn", "purchasing_order"


_IS_ORDERED = (
    "EXISTS (SELECT 1 FROM purchasing_order o WHERE o.federation_id = NEW.federation_id "
    "AND o.offer_id = NEW.offer_id)"
)
_IS_BACK = (
    "EXISTS (SELECT 1 FROM purchasing_offer_back o WHERE o.federation_id = NEW.federation_id "
    "AND o.offer_id = NEW.offer_id)"
)


def upgrade() -> None:
    make_table(
        _BACK,
        sa.Column("offer_id", ROW, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_by", ROW, nullable=False),
        sa.Column("taken_at", AT, nullable=False),
        *within(_BACK, offer_id="purchasing_offer"),
        *people(_BACK, "taken_by"),
        unique(_BACK, "offer_id"),
    )
    make_table(
        _TURN,
        sa.Column("contract_id", ROW, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("break_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", ROW, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        *within(_TURN, contract_id="purchasing_contract"),
        *people(_TURN, "written_by"),
        check(_TURN, "kind", "kind in ('renewed', 'ended')"),
        check(_TURN, "ended", "kind = 'renewed' or break_on is null"),
    )
    op.create_index(f"ix_{_TURN}_contract", _TURN, ["federation_id", "contract_id", "id"])
    for table in (_BACK, _TURN):
        for act in ("update", "delete"):
            guard(table, act, "1 = 1", "what became of an offer or a contract stays")
    guard(_BACK, "insert", _IS_ORDERED, "what is ordered is not taken back")
    guard(_ORDER, "insert", _IS_BACK, "what was taken back is not ordered", "back")


def downgrade() -> None:
    drop_guard(_ORDER, "insert", "back")
    for table in (_BACK, _TURN):
        op.drop_table(table)
        for act in ("insert", "update", "delete"):
            drop_guard(table, act)
