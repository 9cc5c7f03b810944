"""The second step at sign-in, and the new address that a link confirms."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _person(table: str, primary: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("person_id", _ID, nullable=False, **({"autoincrement": False} if primary else {})),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{table}_person_id")),
    ]


def upgrade() -> None:
    op.add_column("people_sign_in", sa.Column("confirmed_at", _MOMENT, nullable=True))
    op.add_column("people_link", sa.Column("email", sa.String(length=254), nullable=True))
    op.create_table(
        "people_second_factor",
        *_person("people_second_factor", primary=True),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("set_up_at", _MOMENT, nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people_second_factor")),
    )
    op.create_table(
        "people_begun_factor",
        *_person("people_begun_factor", primary=True),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people_begun_factor")),
    )
    op.create_table(
        "people_recovery_code",
        sa.Column("id", _ID, nullable=False),
        *_person("people_recovery_code"),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_recovery_code")),
        sa.UniqueConstraint(
            "person_id", "code_hash", name=op.f("uq_people_recovery_code_person_id_code_hash")
        ),
    )
    op.create_table(
        "people_half_sign_in",
        sa.Column("id", _ID, nullable=False),
        *_person("people_half_sign_in"),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_half_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_half_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_people_half_sign_in_person_id"), "people_half_sign_in", ["person_id"])


def downgrade() -> None:
    for table in (
        "people_half_sign_in",
        "people_recovery_code",
        "people_begun_factor",
        "people_second_factor",
    ):
        op.drop_table(table)
    op.drop_column("people_link", "email")
    op.drop_column("people_sign_in", "confirmed_at")
