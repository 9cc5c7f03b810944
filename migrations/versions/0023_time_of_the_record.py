"""The record's end knows the time of its newest entry, and the guards let no vote be open again before that."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_VOTING_OVER = (
    "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = {row}.federation_id"
    " AND d.id = {row}.decision_id AND (d.state <> 'open' OR d.closes_at <= federation_now()%s))"
)
_OR_ENTRIES_SINCE = (
    " OR EXISTS (SELECT 1 FROM kernel_record_head h"
    " WHERE h.federation_id = d.federation_id AND h.at >= d.closes_at)"
)
_GUARDS = (
    ("decisions_ballot", "INSERT", "NEW"),
    ("decisions_roll_entry", "UPDATE", "OLD"),
    ("decisions_resolution", "INSERT", "NEW"),
    ("decisions_resolution", "UPDATE", "OLD"),
)
_NEWEST = (
    "UPDATE kernel_record_head SET at = (SELECT r.at FROM kernel_record r"
    " WHERE r.federation_id = kernel_record_head.federation_id AND r.seq = kernel_record_head.seq)"
)


def upgrade() -> None:
    op.add_column("kernel_record_head", sa.Column("at", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('federation.id', '*', true)")
    op.execute(_NEWEST)
    _guard(_OR_ENTRIES_SINCE)


def downgrade() -> None:
    _guard("")
    op.drop_column("kernel_record_head", "at")


def _guard(more: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, act, row in _GUARDS:
        name = f"guard_{table}_{act.lower()}"
        over = (_VOTING_OVER % more).format(row=row)
        if postgresql:
            op.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {over} THEN "
                "RAISE EXCEPTION 'voting is over' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
            )
        else:
            op.execute(f"DROP TRIGGER {name}")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {over} "
                "BEGIN SELECT RAISE(ABORT, 'voting is over'); END"
            )
