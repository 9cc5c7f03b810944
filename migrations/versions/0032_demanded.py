"""An interest says which feature demanded that its voter stands aside."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "decisions_interest", sa.Column("demanded_by", sa.String(60), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("decisions_interest", "demanded_by")
