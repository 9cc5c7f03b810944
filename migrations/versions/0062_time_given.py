"""Time that people give to tasks of groups."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HOURS = "workstreams_hours"
_WITHIN = (
    ("group_id", "network_group"),
    ("task_id", "workstreams_task"),
    ("practice_id", "network_practice"),
)


def upgrade() -> None:
    op.create_table(
        _HOURS,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("task_id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_HOURS}")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_HOURS}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{_HOURS}_federation_id_{column}"),
            )
            for column, target in _WITHIN
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_HOURS}_person_id")),
        sa.CheckConstraint("minutes > 0", name=op.f(f"ck_{_HOURS}_minutes")),
    )
    op.create_index(f"ix_{_HOURS}_task", _HOURS, ["federation_id", "task_id", "id"])
    op.create_index(f"ix_{_HOURS}_group", _HOURS, ["federation_id", "group_id", "noted_at"])


def downgrade() -> None:
    op.drop_table(_HOURS)
