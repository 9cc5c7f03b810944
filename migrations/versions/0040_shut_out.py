"""A demand to stand aside says whether it shuts out of discussion and papers."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_INDEX = "ix_decisions_interest_shut_out"


def upgrade() -> None:
    op.add_column(
        "decisions_interest", sa.Column("shut_out", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        _INDEX,
        "decisions_interest",
        ["federation_id", "decision_id"],
        sqlite_where=sa.text("shut_out"),
        postgresql_where=sa.text("shut_out"),
    )


def downgrade() -> None:
    op.drop_index(_INDEX, "decisions_interest")
    op.drop_column("decisions_interest", "shut_out")
