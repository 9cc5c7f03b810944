"""Seats in groups that act in the members' name wait for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "network_group_seat"
_CHECKS = {
    "second": "confirmed_by <> given_by",
    "confirmed": "(confirmed_by is null) = (confirmed_at is null)",
}


def upgrade() -> None:
    with op.batch_alter_table(_TABLE) as seats:
        seats.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
        seats.add_column(sa.Column("confirmed_by", _ROW, nullable=True))
        seats.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        seats.create_foreign_key(op.f(f"fk_{_TABLE}_confirmed_by"), "people_person", ["confirmed_by"], ["id"])
        for name, words in _CHECKS.items():
            seats.create_check_constraint(op.f(f"ck_{_TABLE}_{name}"), words)


def downgrade() -> None:
    with op.batch_alter_table(_TABLE) as seats:
        for name in _CHECKS:
            seats.drop_constraint(op.f(f"ck_{_TABLE}_{name}"), type_="check")
        seats.drop_constraint(op.f(f"fk_{_TABLE}_confirmed_by"), type_="foreignkey")
        for column in ("confirmed_at", "confirmed_by", "waits"):
            seats.drop_column(column)
