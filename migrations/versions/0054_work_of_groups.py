"""Work that is brought to groups, with where it came from and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_ITEM = "workstreams_item"
_WITHIN = (
    ("group_id", "network_group"),
    ("practice_id", "network_practice"),
    ("after_id", "decisions_decision"),
    ("decision_id", "decisions_decision"),
    ("act_id", "mandates_act"),
    ("task_id", "workstreams_task"),
    ("report_id", "mandates_report"),
)
_CHECKS = {
    "kind": "kind in ('problem', 'position', 'digest', 'commission')",
    "fate": "fate in ('', 'decision', 'act', 'task', 'report', 'closed')",
    "ended": "(ended_at is null) = (fate = '')",
    "decision": "(decision_id is not null) = (fate = 'decision')",
    "act": "(act_id is not null) = (fate = 'act')",
    "task": "(task_id is not null) = (fate = 'task')",
    "report": "(report_id is not null) = (fate = 'report')",
}


def upgrade() -> None:
    op.create_table(
        _ITEM,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("brought_by", _ROW, nullable=False),
        sa.Column("brought_at", _AT, nullable=False),
        sa.Column("practice_id", _ROW, nullable=True),
        sa.Column("after_id", _ROW, nullable=True),
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("fate", sa.String(10), nullable=False),
        sa.Column("fate_words", sa.Text(), nullable=False),
        sa.Column("decision_id", _ROW, nullable=True),
        sa.Column("act_id", _ROW, nullable=True),
        sa.Column("task_id", _ROW, nullable=True),
        sa.Column("report_id", _ROW, nullable=True),
        sa.Column("ended_by", _ROW, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_ITEM}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_ITEM}_federation_id_id")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_ITEM}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{_ITEM}_federation_id_{column}"),
            )
            for column, target in _WITHIN
        ),
        *(
            sa.ForeignKeyConstraint([column], ["people_person.id"], name=op.f(f"fk_{_ITEM}_{column}"))
            for column in ("brought_by", "ended_by")
        ),
        *(sa.CheckConstraint(check, name=op.f(f"ck_{_ITEM}_{name}")) for name, check in _CHECKS.items()),
    )
    op.create_index(f"ix_{_ITEM}_group", _ITEM, ["federation_id", "group_id", "brought_at", "id"])
    op.create_index(f"ix_{_ITEM}_practice", _ITEM, ["federation_id", "practice_id", "brought_at"])


def downgrade() -> None:
    op.drop_table(_ITEM)
