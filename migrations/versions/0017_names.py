"""Names that people had before; and an index that finds what somebody has just written."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "people_former_name",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_people_former_name_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_former_name")),
    )
    op.create_index(op.f("ix_people_former_name_person_id"), "people_former_name", ["person_id"])
    op.create_index(
        "ix_decisions_comment_person", "decisions_comment", ["federation_id", "person_id", "written_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_decisions_comment_person", "decisions_comment")
    op.drop_table("people_former_name")
