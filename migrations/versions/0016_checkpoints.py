"""Signed checkpoints of the record, which nobody changes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WORDS = "a checkpoint is never changed"


def upgrade() -> None:
    op.create_table(
        "kernel_checkpoint",
        sa.Column("federation_id", _ROW, autoincrement=False, nullable=False),
        sa.Column("seq", _ROW, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_kernel_checkpoint_federation_id")
        ),
        sa.PrimaryKeyConstraint("federation_id", "seq", name=op.f("pk_kernel_checkpoint")),
    )
    for act in ("UPDATE", "DELETE"):
        name = f"guard_kernel_checkpoint_{act.lower()}"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'check_violation'; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON kernel_checkpoint "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON kernel_checkpoint FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            )


def downgrade() -> None:
    op.drop_table("kernel_checkpoint")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION guard_kernel_checkpoint_update()")
        op.execute("DROP FUNCTION guard_kernel_checkpoint_delete()")
