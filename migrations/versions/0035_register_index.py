"""The register's index holds what was decided by its time: a condition on the state would have SQLite plan statements anew."""

from alembic import op
from sqlalchemy import text

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _index("closed_at IS NOT NULL")


def downgrade() -> None:
    _index("state = 'closed'")


def _index(condition: str) -> None:
    op.drop_index("ix_decisions_decision_register", "decisions_decision")
    op.create_index(
        "ix_decisions_decision_register",
        "decisions_decision",
        ["federation_id", "closed_at", "id"],
        sqlite_where=text(condition),
        postgresql_where=text(condition),
    )
