"""A link knows to whom it was shown to be handed on, and an account by whose seen link it was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("people_link", sa.Column("shown_to", _ROW, nullable=True))
    op.add_column("people_person", sa.Column("link_seen_by", _ROW, nullable=True))


def downgrade() -> None:
    op.drop_column("people_person", "link_seen_by")
    op.drop_column("people_link", "shown_to")
