"""Neighbourhoods are split and merged, and what there was before stays known."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_CHANGE, _PLACE = "network_place_change", "network_neighbourhood"


def upgrade() -> None:
    op.add_column(_PLACE, sa.Column("ended_at", _AT, nullable=True))
    op.create_table(
        _CHANGE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_CHANGE}")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_CHANGE}_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_CHANGE}_person_id")),
        sa.CheckConstraint("kind in ('split', 'merged')", name=op.f(f"ck_{_CHANGE}_kind")),
    )
    op.create_index(f"ix_{_CHANGE}_id", _CHANGE, ["federation_id", "id"])
    for act in ("update", "delete"):
        _guard(act)


def downgrade() -> None:
    op.drop_table(_CHANGE)
    if _is_postgresql():
        for act in ("update", "delete"):
            op.execute(f"DROP FUNCTION guard_{_CHANGE}_{act}()")
    op.drop_column(_PLACE, "ended_at")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(act: str) -> None:
    name, words = f"guard_{_CHANGE}_{act}", "what was split or merged stays as it was"
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_CHANGE} FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_CHANGE} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
