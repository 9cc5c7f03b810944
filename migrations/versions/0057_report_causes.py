"""Things after which a mandate asks for a report."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CAUSE = "mandates_cause"


def upgrade() -> None:
    op.create_table(
        _CAUSE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("mandate_id", _ROW, nullable=False),
        sa.Column("act_id", _ROW, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_CAUSE}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{_CAUSE}_federation_id_{column}"),
            )
            for column, target in (("mandate_id", "mandates_mandate"), ("act_id", "mandates_act"))
        ),
        sa.CheckConstraint("kind in ('act', 'call_in')", name=op.f(f"ck_{_CAUSE}_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_CAUSE}")),
    )
    op.create_index("ix_mandates_cause_mandate", _CAUSE, ["federation_id", "mandate_id", "at"])
    for act in ("update", "delete"):
        _guard(act, "what a report is asked for is kept as it was")


def downgrade() -> None:
    op.drop_table(_CAUSE)
    if _is_postgresql():
        for act in ("update", "delete"):
            op.execute(f"DROP FUNCTION guard_{_CAUSE}_{act}()")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(act: str, words: str) -> None:
    name = f"guard_{_CAUSE}_{act}"
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_CAUSE} FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_CAUSE} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
