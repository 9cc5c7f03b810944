"""Leaders' profiles and maturity workshops."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "diagnostics_profile_round",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("begun_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["people_person.id"], name=op.f("fk_diagnostics_profile_round_begun_by")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["people_person.id"], name=op.f("fk_diagnostics_profile_round_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["network_federation.id"],
            name=op.f("fk_diagnostics_profile_round_federation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostics_profile_round")),
        sa.UniqueConstraint(
            "federation_id", "id", name=op.f("uq_diagnostics_profile_round_federation_id_id")
        ),
    )
    op.create_index(
        "ix_diagnostics_profile_round_closed",
        "diagnostics_profile_round",
        ["federation_id", "closed_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_diagnostics_profile_round_open",
        "diagnostics_profile_round",
        ["federation_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "diagnostics_workshop",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("prepared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('prepared', 'open', 'locked', 'closed', 'called_off')",
            name=op.f("ck_diagnostics_workshop_state"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["people_person.id"], name=op.f("fk_diagnostics_workshop_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_diagnostics_workshop_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["locked_by"], ["people_person.id"], name=op.f("fk_diagnostics_workshop_locked_by")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["people_person.id"], name=op.f("fk_diagnostics_workshop_opened_by")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["people_person.id"], name=op.f("fk_diagnostics_workshop_prepared_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostics_workshop")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_diagnostics_workshop_federation_id_id")),
    )
    op.create_index(
        "ix_diagnostics_workshop_ended",
        "diagnostics_workshop",
        ["federation_id", "state", "ended_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_diagnostics_workshop_starts",
        "diagnostics_workshop",
        ["federation_id", "starts_at", "id"],
        unique=False,
    )
    op.create_table(
        "diagnostics_profile",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("leader", sa.String(length=120), nullable=False),
        sa.Column("ratings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("shares", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id", "round_id"],
            ["diagnostics_profile_round.federation_id", "diagnostics_profile_round.id"],
            name=op.f("fk_diagnostics_profile_federation_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_diagnostics_profile_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_diagnostics_profile_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostics_profile")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_diagnostics_profile_federation_id_id")),
        sa.UniqueConstraint(
            "federation_id",
            "round_id",
            "person_id",
            name=op.f("uq_diagnostics_profile_federation_id_round_id_person_id"),
        ),
    )
    op.create_index(
        "ix_diagnostics_profile_person", "diagnostics_profile", ["federation_id", "person_id"], unique=False
    )
    op.create_table(
        "diagnostics_workshop_group",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workshop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "workshop_id"],
            ["diagnostics_workshop.federation_id", "diagnostics_workshop.id"],
            name=op.f("fk_diagnostics_workshop_group_federation_id_workshop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["network_federation.id"],
            name=op.f("fk_diagnostics_workshop_group_federation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostics_workshop_group")),
        sa.UniqueConstraint(
            "federation_id", "id", name=op.f("uq_diagnostics_workshop_group_federation_id_id")
        ),
        sa.UniqueConstraint(
            "federation_id",
            "workshop_id",
            "number",
            name=op.f("uq_diagnostics_workshop_group_federation_id_workshop_id_number"),
        ),
    )
    op.create_table(
        "diagnostics_workshop_entry",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dimension", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_as", sa.String(length=120), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["people_person.id"], name=op.f("fk_diagnostics_workshop_entry_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "group_id"],
            ["diagnostics_workshop_group.federation_id", "diagnostics_workshop_group.id"],
            name=op.f("fk_diagnostics_workshop_entry_federation_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["network_federation.id"],
            name=op.f("fk_diagnostics_workshop_entry_federation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostics_workshop_entry")),
        sa.UniqueConstraint(
            "federation_id", "group_id", "dimension", "version", name="uq_diagnostics_workshop_entry_version"
        ),
        sa.UniqueConstraint(
            "federation_id", "id", name=op.f("uq_diagnostics_workshop_entry_federation_id_id")
        ),
        info={"append_only": ("DELETE",)},
    )
    op.create_index(
        "ix_diagnostics_workshop_entry_by",
        "diagnostics_workshop_entry",
        ["federation_id", "entered_by"],
        unique=False,
    )
    op.create_table(
        "diagnostics_workshop_votes",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("votes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_as", sa.String(length=120), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["people_person.id"], name=op.f("fk_diagnostics_workshop_votes_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "group_id"],
            ["diagnostics_workshop_group.federation_id", "diagnostics_workshop_group.id"],
            name=op.f("fk_diagnostics_workshop_votes_federation_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["network_federation.id"],
            name=op.f("fk_diagnostics_workshop_votes_federation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostics_workshop_votes")),
        sa.UniqueConstraint(
            "federation_id",
            "group_id",
            "version",
            name=op.f("uq_diagnostics_workshop_votes_federation_id_group_id_version"),
        ),
        sa.UniqueConstraint(
            "federation_id", "id", name=op.f("uq_diagnostics_workshop_votes_federation_id_id")
        ),
        info={"append_only": ("DELETE",)},
    )
    op.create_index(
        "ix_diagnostics_workshop_votes_by",
        "diagnostics_workshop_votes",
        ["federation_id", "entered_by"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_diagnostics_workshop_votes_by", table_name="diagnostics_workshop_votes")
    op.drop_table("diagnostics_workshop_votes")
    op.drop_index("ix_diagnostics_workshop_entry_by", table_name="diagnostics_workshop_entry")
    op.drop_table("diagnostics_workshop_entry")
    op.drop_table("diagnostics_workshop_group")
    op.drop_index("ix_diagnostics_profile_person", table_name="diagnostics_profile")
    op.drop_table("diagnostics_profile")
    op.drop_index("ix_diagnostics_workshop_starts", table_name="diagnostics_workshop")
    op.drop_index("ix_diagnostics_workshop_ended", table_name="diagnostics_workshop")
    op.drop_table("diagnostics_workshop")
    op.drop_index(
        "uq_diagnostics_profile_round_open",
        table_name="diagnostics_profile_round",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_diagnostics_profile_round_closed", table_name="diagnostics_profile_round")
    op.drop_table("diagnostics_profile_round")
