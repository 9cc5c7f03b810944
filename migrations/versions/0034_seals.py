"""Sealed content: fixed once it is sealed, opened at its time alone, and never without an entry in the record."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_TABLE = "kernel_seal"
_FIXED = ("federation_id", "id", "kind", "number", "name", "sealed_at", "content")
_UNRECORDED = (
    "NEW.opened_entry IS NOT NULL AND NOT EXISTS (SELECT 1 FROM kernel_record r WHERE r.federation_id = NEW.federation_id "
    "AND r.seq = NEW.opened_entry AND r.action = 'seal.opened' AND r.subject = NEW.kind || ':' || NEW.number "
    "AND r.at >= NEW.openable_at)"
)


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", _ROW, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("sealed_at", _AT, nullable=False),
        sa.Column("openable_at", _AT, nullable=False),
        sa.Column("opened_entry", _ROW, nullable=True),
        sa.Column("key_name", sa.String(16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("recovery", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TABLE}_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint(
            "federation_id", "kind", "number", "name", name=op.f(f"uq_{_TABLE}_federation_id")
        ),
    )
    differs = "IS DISTINCT FROM" if _is_postgresql() else "IS NOT"
    changed = " OR ".join(
        [
            *(f"NEW.{column} {differs} OLD.{column}" for column in _FIXED),
            "NEW.openable_at < OLD.openable_at",
            f"OLD.opened_entry IS NOT NULL AND (NEW.opened_entry {differs} OLD.opened_entry "
            f"OR NEW.openable_at {differs} OLD.openable_at)",
            _UNRECORDED,
        ]
    )
    _guard("update", changed, "what is sealed stays so until its time, and is opened on record")
    _guard("insert", "NEW.opened_entry IS NOT NULL", "what is sealed begins closed")


def downgrade() -> None:
    op.drop_table(_TABLE)
    if _is_postgresql():
        op.execute(f"DROP FUNCTION guard_{_TABLE}_update()")
        op.execute(f"DROP FUNCTION guard_{_TABLE}_insert()")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(act: str, refused: str, words: str) -> None:
    name = f"guard_{_TABLE}_{act}"
    if _is_postgresql():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_TABLE} FOR EACH ROW WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
