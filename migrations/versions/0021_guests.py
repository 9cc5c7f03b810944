"""An invitation to an address that is known stands beside the account until it is taken up."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people_person", sa.Column("invited_email", sa.String(254), nullable=True))
    op.create_index("ix_people_person_invited_email", "people_person", ["invited_email"])


def downgrade() -> None:
    op.drop_index("ix_people_person_invited_email", table_name="people_person")
    op.drop_column("people_person", "invited_email")
