"""A ballot says more than its stance: how its points are spread."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions_ballot", sa.Column("choice", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("decisions_ballot", "choice")
