"""Amounts that change after the close, what practices say came, and orders that two people end below what was promised."""

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
    within,
)

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

_CHANGE, _RECEIPT, _FINISH = "purchasing_change", "purchasing_receipt", "purchasing_finish"
_SETTLED = "(state in ('agreed', 'refused')) = (settled_by is not null)"
_BY_ANOTHER = "settled_by <> asked_by"
_NOTED = (
    "EXISTS (SELECT 1 FROM purchasing_delivery_share s WHERE s.federation_id = NEW.federation_id "
    "AND s.delivery_id = NEW.delivery_id AND s.practice_id = NEW.practice_id AND s.packs >= NEW.packs)"
)


def upgrade() -> None:
    _add_changes()
    _add_receipts()
    _add_finishes()
    for table in (_CHANGE, _FINISH):
        guard(table, "delete", "1 = 1", "what was asked and settled stays")
    _guard_settling(_CHANGE, ("kind", "words"), ("before", "after"), ("round_id", "practice_id", "asked_by"))
    _guard_settling(_FINISH, ("basis", "words", "reason"), (), ("order_id", "pence", "asked_by"))
    guard(
        _CHANGE, "insert", "NEW.state NOT IN ('done', 'asked')", "what comes late waits for a second person"
    )
    guard(_FINISH, "insert", "NEW.state <> 'asked'", "an order that ends short waits for a second person")
    guard(_RECEIPT, "insert", f"NOT {_NOTED}", "nobody receives more than was noted for them")
    for act in ("update", "delete"):
        guard(_RECEIPT, act, "1 = 1", "what a practice said it got stays")


def _guard_settling(
    table: str, words: tuple[str, ...], lists: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    """Let nothing of a row change but that it is settled, once."""
    same = [f"NEW.{name} <> OLD.{name}" for name in (*words, *numbers)]
    same += [f"CAST(NEW.{name} AS TEXT) <> CAST(OLD.{name} AS TEXT)" for name in lists]
    guard(
        table,
        "update",
        " OR ".join(["OLD.state <> 'asked'", *same]),
        "what was asked is settled once, as it was asked",
    )


def _add_changes() -> None:
    make_table(
        _CHANGE,
        sa.Column("round_id", ROW, nullable=False),
        sa.Column("practice_id", ROW, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_by", ROW, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("settled_by", ROW, nullable=True),
        sa.Column("settled_at", AT, nullable=True),
        *within(_CHANGE, round_id="purchasing_round", practice_id="network_practice"),
        *people(_CHANGE, "asked_by", "settled_by"),
        check(_CHANGE, "kind", "kind in ('amount', 'late')"),
        check(_CHANGE, "state", "state in ('done', 'asked', 'agreed', 'refused')"),
        check(_CHANGE, "alone", "(kind = 'amount') = (state = 'done')"),
        check(_CHANGE, "settled", _SETTLED),
        check(_CHANGE, "another", _BY_ANOTHER),
        pointed_to(_CHANGE),
    )
    op.create_index(f"ix_{_CHANGE}_round", _CHANGE, ["federation_id", "round_id", "id"])


def _add_receipts() -> None:
    make_table(
        _RECEIPT,
        sa.Column("delivery_id", ROW, nullable=False),
        sa.Column("practice_id", ROW, nullable=False),
        sa.Column("packs", ROW, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", ROW, nullable=False),
        sa.Column("said_at", AT, nullable=False),
        *within(_RECEIPT, delivery_id="purchasing_delivery", practice_id="network_practice"),
        *people(_RECEIPT, "said_by"),
        check(_RECEIPT, "packs", "packs >= 0"),
    )
    op.create_index(
        f"ix_{_RECEIPT}_delivery", _RECEIPT, ["federation_id", "delivery_id", "practice_id", "id"]
    )


def _add_finishes() -> None:
    make_table(
        _FINISH,
        sa.Column("order_id", ROW, nullable=False),
        sa.Column("pence", ROW, nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_by", ROW, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("settled_by", ROW, nullable=True),
        sa.Column("settled_at", AT, nullable=True),
        *within(_FINISH, order_id="purchasing_order"),
        *people(_FINISH, "asked_by", "settled_by"),
        check(_FINISH, "pence", "pence >= 0"),
        check(_FINISH, "basis", "basis in ('quantity', 'patients', 'equal')"),
        check(_FINISH, "state", "state in ('asked', 'agreed', 'refused')"),
        check(_FINISH, "settled", _SETTLED),
        check(_FINISH, "another", _BY_ANOTHER),
    )
    op.create_index(f"ix_{_FINISH}_order", _FINISH, ["federation_id", "order_id", "id"])


def downgrade() -> None:
    for table in (_FINISH, _RECEIPT, _CHANGE):
        op.drop_table(table)
        if is_postgresql():
            for act in ("insert", "update", "delete"):
                op.execute(f"DROP FUNCTION guard_{table}_{act}()")
