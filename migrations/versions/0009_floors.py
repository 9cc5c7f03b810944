"""What a vote had to ask for at least, kept with it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions_decision", sa.Column("floors", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("decisions_decision", "floors")
