"""What is due is found by an index: when a mandate is to be looked at, what is late, the tasks to do of groups."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_mandates_mandate_look", "mandates_mandate", ["look_at"], "look_at IS NOT NULL"),
    ("ix_network_due_late", "network_due", ["feature", "due_at"], "done_at IS NULL"),
    ("ix_workstreams_task_to_do", "workstreams_task", ["group_id"], "ended_at IS NULL"),
)


def upgrade() -> None:
    op.add_column("mandates_mandate", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE mandates_mandate SET look_at = starts_at WHERE stopped_at IS NULL")
    for name, table, columns, only in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(only), postgresql_where=sa.text(only))


def downgrade() -> None:
    for name, table, _columns, _only in reversed(_INDEXES):
        op.drop_index(name, table)
    op.drop_column("mandates_mandate", "look_at")
