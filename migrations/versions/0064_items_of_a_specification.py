"""A version of what is to be bought names its items, and a later one that nobody voted stops no order."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

_NAME = "guard_purchasing_order_insert"
_WORDS = "what the members voted is ordered, within the mandate of the group, and nothing else"
_LATER_VOTE = (
    "SELECT 1 FROM purchasing_voted l JOIN purchasing_spec m ON m.federation_id = l.federation_id AND m.id = l.spec_id "
    "WHERE l.federation_id = s.federation_id AND m.round_id = s.round_id AND l.id > w.id AND m.id <> s.id"
)
_LATER_VERSION = (
    "SELECT 1 FROM purchasing_spec l WHERE l.federation_id = s.federation_id AND l.round_id = s.round_id "
    "AND l.number > s.number"
)
_VOTED = (
    "EXISTS (SELECT 1 FROM purchasing_voted w JOIN purchasing_spec s ON s.federation_id = w.federation_id "
    "AND s.id = w.spec_id WHERE w.federation_id = NEW.federation_id AND w.spec_id = NEW.spec_id "
    "AND w.fingerprint = NEW.fingerprint AND s.round_id = NEW.round_id AND NOT EXISTS ({later}))"
)
_WITHIN_ITS_MANDATE = (
    "EXISTS (SELECT 1 FROM mandates_act a JOIN purchasing_round r ON r.federation_id = a.federation_id "
    "AND r.group_id = a.group_id WHERE a.federation_id = NEW.federation_id AND a.id = NEW.act_id AND a.power = 'buy' "
    "AND a.pence = NEW.pence AND r.id = NEW.round_id)"
)


def upgrade() -> None:
    op.add_column("purchasing_spec", sa.Column("items", sa.JSON(), nullable=False, server_default="[]"))
    _guard_orders(_LATER_VOTE)


def downgrade() -> None:
    _guard_orders(_LATER_VERSION)
    op.drop_column("purchasing_spec", "items")


def _guard_orders(later: str) -> None:
    refused = f"NOT ({_VOTED.format(later=later)} AND {_WITHIN_ITS_MANDATE})"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
            f"RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        return
    op.execute(f"DROP TRIGGER {_NAME}")
    op.execute(
        f"CREATE TRIGGER {_NAME} BEFORE INSERT ON purchasing_order FOR EACH ROW WHEN {refused} "
        f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    )
