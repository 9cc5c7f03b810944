"""first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "network_federation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_federation")),
        sa.UniqueConstraint("slug", name=op.f("uq_network_federation_slug")),
    )
    op.create_table(
        "people_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_attempt")),
    )
    op.create_index("ix_people_attempt_key_at", "people_attempt", ["key", "at"], unique=False)
    op.create_table(
        "people_person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("mail_choices", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_person")),
        sa.UniqueConstraint("email", name=op.f("uq_people_person_email")),
    )
    op.create_index("ix_people_person_name", "people_person", ["name", "id"], unique=False)
    op.create_table(
        "decisions_rule",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("rule", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_rule_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_rule")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_decisions_rule_federation_id_id")),
        sa.UniqueConstraint("federation_id", "key", name=op.f("uq_decisions_rule_federation_id_key")),
    )
    op.create_table(
        "decisions_total",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_total_federation_id")
        ),
        sa.PrimaryKeyConstraint("federation_id", "year", "verdict", name=op.f("pk_decisions_total")),
    )
    op.create_table(
        "kernel_idempotency",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_kernel_idempotency_federation_id")
        ),
        sa.PrimaryKeyConstraint("federation_id", "person_id", "key", name=op.f("pk_kernel_idempotency")),
    )
    op.create_table(
        "kernel_outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_kernel_outbox_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kernel_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_kernel_outbox_key")),
    )
    op.create_index("ix_kernel_outbox_due", "kernel_outbox", ["done_at", "due_at"], unique=False)
    op.create_table(
        "kernel_record",
        sa.Column(
            "federation_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_kernel_record_federation_id")
        ),
        sa.PrimaryKeyConstraint("federation_id", "seq", name=op.f("pk_kernel_record")),
        info={"append_only": ("UPDATE", "DELETE")},
    )
    op.create_index(
        "ix_kernel_record_subject", "kernel_record", ["federation_id", "subject", "seq"], unique=False
    )
    op.create_table(
        "kernel_record_head",
        sa.Column(
            "federation_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_kernel_record_head_federation_id")
        ),
        sa.PrimaryKeyConstraint("federation_id", name=op.f("pk_kernel_record_head")),
    )
    op.create_table(
        "kernel_search",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_kernel_search_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kernel_search")),
    )
    op.create_index(
        "uq_kernel_search_thing", "kernel_search", ["federation_id", "kind", "ref_id"], unique=True
    )
    op.create_table(
        "network_aim",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_network_aim_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_aim")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_network_aim_federation_id_id")),
        sa.UniqueConstraint("federation_id", "number", name=op.f("uq_network_aim_federation_id_number")),
    )
    op.create_table(
        "network_neighbourhood",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_network_neighbourhood_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_neighbourhood")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_network_neighbourhood_federation_id_id")),
        sa.UniqueConstraint(
            "federation_id", "name", name=op.f("uq_network_neighbourhood_federation_id_name")
        ),
    )
    op.create_table(
        "network_practice_totals",
        sa.Column(
            "federation_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("full", sa.Integer(), nullable=False),
        sa.Column("associate", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("departed", sa.Integer(), nullable=False),
        sa.Column("patients", sa.Integer(), nullable=False),
        sa.Column("unsized", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["network_federation.id"],
            name=op.f("fk_network_practice_totals_federation_id"),
        ),
        sa.PrimaryKeyConstraint("federation_id", name=op.f("pk_network_practice_totals")),
    )
    op.create_table(
        "network_upload",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("choice", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_as", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('practices', 'list_sizes', 'neighbourhoods')", name=op.f("ck_network_upload_kind")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_network_upload_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_network_upload_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_upload")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_network_upload_federation_id_id")),
    )
    op.create_index(
        "ix_network_upload_person", "network_upload", ["federation_id", "person_id", "id"], unique=False
    )
    op.create_table(
        "people_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_people_link_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_people_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_link_token_hash")),
        info={"global": True},
    )
    op.create_index(op.f("ix_people_link_person_id"), "people_link", ["person_id"], unique=False)
    op.create_table(
        "people_sign_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_people_sign_in_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_people_sign_in_person_id"), "people_sign_in", ["person_id"], unique=False)
    op.create_table(
        "people_token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_people_token_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f("fk_people_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_token_token_hash")),
        info={"global": True},
    )
    op.create_index(op.f("ix_people_token_person_id"), "people_token", ["person_id"], unique=False)
    op.create_table(
        "network_practice",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("icb", sa.String(length=12), nullable=False),
        sa.Column("sub_icb", sa.String(length=12), nullable=False),
        sa.Column("membership", sa.String(length=10), nullable=False),
        sa.Column("neighbourhood_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("list_size", sa.Integer(), nullable=True),
        sa.Column("list_size_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "membership in ('full', 'associate')", name=op.f("ck_network_practice_membership")
        ),
        sa.CheckConstraint("list_size >= 0", name=op.f("ck_network_practice_list_size")),
        sa.ForeignKeyConstraint(
            ["federation_id", "neighbourhood_id"],
            ["network_neighbourhood.federation_id", "network_neighbourhood.id"],
            name=op.f("fk_network_practice_federation_id_neighbourhood_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_network_practice_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_practice")),
        sa.UniqueConstraint("federation_id", "code", name=op.f("uq_network_practice_federation_id_code")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_network_practice_federation_id_id")),
    )
    op.create_index(
        "ix_network_practice_membership",
        "network_practice",
        ["federation_id", "membership", "name", "id"],
        unique=False,
    )
    op.create_index(
        "ix_network_practice_name", "network_practice", ["federation_id", "name", "id"], unique=False
    )
    op.create_index(
        "ix_network_practice_neighbourhood",
        "network_practice",
        ["federation_id", "neighbourhood_id", "name", "id"],
        unique=False,
    )
    op.create_table(
        "decisions_decision",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("subject_data", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_practice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_from", sa.Integer(), nullable=True),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("rule", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("roll", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("voted", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("how", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("superseded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'discussion', 'scheduled', 'open', 'closed', 'withdrawn')",
            name=op.f("ck_decisions_decision_state"),
        ),
        sa.CheckConstraint(
            "verdict in ('carried', 'not_carried', 'inquorate', 'tied', 'referred', 'advised')",
            name=op.f("ck_decisions_decision_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people_person.id"], name=op.f("fk_decisions_decision_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["people_person.id"], name=op.f("fk_decisions_decision_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "author_practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f("fk_decisions_decision_federation_id_author_practice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "superseded_by_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_decision_federation_id_superseded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "supersedes_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_decision_federation_id_supersedes_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_decision_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["people_person.id"], name=op.f("fk_decisions_decision_opened_by")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_by"], ["people_person.id"], name=op.f("fk_decisions_decision_outcome_by")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people_person.id"], name=op.f("fk_decisions_decision_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_decision")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_decisions_decision_federation_id_id")),
        sa.UniqueConstraint(
            "federation_id", "year", "ordinal", name=op.f("uq_decisions_decision_federation_id_year_ordinal")
        ),
    )
    op.create_index(
        "ix_decisions_decision_author",
        "decisions_decision",
        ["federation_id", "author_id", "state"],
        unique=False,
    )
    op.create_index(
        "ix_decisions_decision_register",
        "decisions_decision",
        ["federation_id", "closed_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'closed'"),
        postgresql_where=sa.text("state = 'closed'"),
    )
    op.create_index(
        "ix_decisions_decision_review", "decisions_decision", ["federation_id", "review_on"], unique=False
    )
    op.create_index(
        "ix_decisions_decision_state",
        "decisions_decision",
        ["federation_id", "state", "closes_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_decisions_decision_verdict",
        "decisions_decision",
        ["federation_id", "verdict", "closed_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_decisions_decision_year",
        "decisions_decision",
        ["federation_id", "year", "verdict", "closed_at", "id"],
        unique=False,
    )
    op.create_table(
        "network_membership",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("practice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role in ('representative', 'member')) = (practice_id is not null)",
            name=op.f("ck_network_membership_practice"),
        ),
        sa.CheckConstraint(
            "role in ('administrator', 'executive', 'representative', 'member', 'lay_partner', 'observer')",
            name=op.f("ck_network_membership_role"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f("fk_network_membership_federation_id_practice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_network_membership_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_network_membership_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_membership")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_network_membership_federation_id_id")),
    )
    op.create_index(
        "ix_network_membership_person", "network_membership", ["person_id", "federation_id"], unique=False
    )
    op.create_index(
        "ix_network_membership_practice", "network_membership", ["federation_id", "practice_id"], unique=False
    )
    op.create_index(
        "ix_network_membership_role", "network_membership", ["federation_id", "role"], unique=False
    )
    op.create_table(
        "decisions_action",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state in ('not_started', 'under_way', 'done')", name=op.f("ck_decisions_action_state")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_action_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f("fk_decisions_action_federation_id_practice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_action_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people_person.id"], name=op.f("fk_decisions_action_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_action")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_decisions_action_federation_id_id")),
    )
    op.create_index(
        "ix_decisions_action_decision", "decisions_action", ["federation_id", "decision_id"], unique=False
    )
    op.create_index(
        "ix_decisions_action_due",
        "decisions_action",
        ["federation_id", "state", "due_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_decisions_action_owner",
        "decisions_action",
        ["federation_id", "owner_id", "state", "due_on"],
        unique=False,
    )
    op.create_index(
        "ix_decisions_action_practice",
        "decisions_action",
        ["federation_id", "practice_id", "state", "due_on"],
        unique=False,
    )
    op.create_table(
        "decisions_aim",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_aim_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_aim_federation_id")
        ),
        sa.PrimaryKeyConstraint("federation_id", "decision_id", "number", name=op.f("pk_decisions_aim")),
    )
    op.create_index(
        "ix_decisions_aim_register",
        "decisions_aim",
        ["federation_id", "number", "closed_at", "decision_id"],
        unique=False,
    )
    op.create_table(
        "decisions_casting_vote",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_casting_vote_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_casting_vote_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["people_person.id"], name=op.f("fk_decisions_casting_vote_given_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_casting_vote")),
        sa.UniqueConstraint(
            "federation_id", "decision_id", name=op.f("uq_decisions_casting_vote_federation_id_decision_id")
        ),
    )
    op.create_table(
        "decisions_coauthor",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_coauthor_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_coauthor_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_decisions_coauthor_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "federation_id", "decision_id", "person_id", name=op.f("pk_decisions_coauthor")
        ),
    )
    op.create_index(
        "ix_decisions_coauthor_person",
        "decisions_coauthor",
        ["federation_id", "person_id", "decision_id"],
        unique=False,
    )
    op.create_table(
        "decisions_comment",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("as_of", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_comment_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "parent_id"],
            ["decisions_comment.federation_id", "decisions_comment.id"],
            name=op.f("fk_decisions_comment_federation_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_comment_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_decisions_comment_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_comment")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_decisions_comment_federation_id_id")),
    )
    op.create_index(
        "ix_decisions_comment_thread",
        "decisions_comment",
        ["federation_id", "decision_id", "parent_id", "id"],
        unique=False,
    )
    op.create_table(
        "decisions_interest",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["people_person.id"], name=op.f("fk_decisions_interest_declared_by")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_interest_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f("fk_decisions_interest_federation_id_practice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_interest_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_interest")),
        sa.UniqueConstraint(
            "federation_id",
            "decision_id",
            "practice_id",
            name=op.f("uq_decisions_interest_federation_id_decision_id_practice_id"),
        ),
    )
    op.create_table(
        "decisions_roll_entry",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("patients", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("recused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recused_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recusal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_decisions_roll_entry_weight")),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_roll_entry_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f("fk_decisions_roll_entry_federation_id_practice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_roll_entry_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recused_by"], ["people_person.id"], name=op.f("fk_decisions_roll_entry_recused_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_roll_entry")),
        sa.UniqueConstraint(
            "federation_id",
            "decision_id",
            "practice_id",
            name=op.f("uq_decisions_roll_entry_federation_id_decision_id_practice_id"),
        ),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_decisions_roll_entry_federation_id_id")),
    )
    op.create_index(
        "ix_decisions_roll_entry_code",
        "decisions_roll_entry",
        ["federation_id", "decision_id", "code"],
        unique=False,
    )
    op.create_index(
        "ix_decisions_roll_entry_practice",
        "decisions_roll_entry",
        ["federation_id", "practice_id", "decision_id"],
        unique=False,
    )
    op.create_table(
        "decisions_suggestion",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("rule_key", sa.String(length=60), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_suggestion_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_suggestion_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_suggestion")),
        sa.UniqueConstraint("federation_id", "kind", name=op.f("uq_decisions_suggestion_federation_id_kind")),
    )
    op.create_table(
        "decisions_version",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("considered", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("aims", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("impact", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("effects", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("saved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_version_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_version_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["people_person.id"], name=op.f("fk_decisions_version_saved_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_version")),
        sa.UniqueConstraint(
            "federation_id",
            "decision_id",
            "number",
            name=op.f("uq_decisions_version_federation_id_decision_id_number"),
        ),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_decisions_version_federation_id_id")),
    )
    op.create_table(
        "decisions_ballot",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("roll_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cast_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["cast_by"], ["people_person.id"], name=op.f("fk_decisions_ballot_cast_by")),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_ballot_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "roll_entry_id"],
            ["decisions_roll_entry.federation_id", "decisions_roll_entry.id"],
            name=op.f("fk_decisions_ballot_federation_id_roll_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_ballot_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_ballot")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_decisions_ballot_federation_id_id")),
        sa.UniqueConstraint(
            "federation_id", "receipt", name=op.f("uq_decisions_ballot_federation_id_receipt")
        ),
        sa.UniqueConstraint(
            "federation_id",
            "roll_entry_id",
            "version",
            name=op.f("uq_decisions_ballot_federation_id_roll_entry_id_version"),
        ),
        info={"append_only": ("UPDATE", "DELETE")},
    )
    op.create_index(
        "ix_decisions_ballot_decision",
        "decisions_ballot",
        ["federation_id", "decision_id", "roll_entry_id"],
        unique=False,
    )
    op.create_table(
        "decisions_comment_edit",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "comment_id"],
            ["decisions_comment.federation_id", "decisions_comment.id"],
            name=op.f("fk_decisions_comment_edit_federation_id_comment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_comment_edit_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_comment_edit")),
    )
    op.create_index(
        "ix_decisions_comment_edit_c", "decisions_comment_edit", ["federation_id", "comment_id"], unique=False
    )
    op.create_table(
        "decisions_effect",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("cells", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id", "since"],
            ["decisions_version.federation_id", "decisions_version.decision_id", "decisions_version.number"],
            name=op.f("fk_decisions_effect_federation_id_decision_id_since"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_effect_federation_id")
        ),
        sa.PrimaryKeyConstraint(
            "federation_id", "decision_id", "since", "code", name=op.f("pk_decisions_effect")
        ),
    )
    op.create_table(
        "decisions_resolution",
        sa.Column("federation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ballot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["people_person.id"], name=op.f("fk_decisions_resolution_accepted_by")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "ballot_id"],
            ["decisions_ballot.federation_id", "decisions_ballot.id"],
            name=op.f("fk_decisions_resolution_federation_id_ballot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "decision_id"],
            ["decisions_decision.federation_id", "decisions_decision.id"],
            name=op.f("fk_decisions_resolution_federation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_decisions_resolution_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["people_person.id"], name=op.f("fk_decisions_resolution_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_resolution")),
        sa.UniqueConstraint(
            "federation_id", "ballot_id", name=op.f("uq_decisions_resolution_federation_id_ballot_id")
        ),
    )


def downgrade() -> None:

    op.drop_table("decisions_resolution")
    op.drop_table("decisions_effect")
    op.drop_index("ix_decisions_comment_edit_c", table_name="decisions_comment_edit")
    op.drop_table("decisions_comment_edit")
    op.drop_index("ix_decisions_ballot_decision", table_name="decisions_ballot")
    op.drop_table("decisions_ballot")
    op.drop_table("decisions_version")
    op.drop_table("decisions_suggestion")
    op.drop_index("ix_decisions_roll_entry_practice", table_name="decisions_roll_entry")
    op.drop_index("ix_decisions_roll_entry_code", table_name="decisions_roll_entry")
    op.drop_table("decisions_roll_entry")
    op.drop_table("decisions_interest")
    op.drop_index("ix_decisions_comment_thread", table_name="decisions_comment")
    op.drop_table("decisions_comment")
    op.drop_index("ix_decisions_coauthor_person", table_name="decisions_coauthor")
    op.drop_table("decisions_coauthor")
    op.drop_table("decisions_casting_vote")
    op.drop_index("ix_decisions_aim_register", table_name="decisions_aim")
    op.drop_table("decisions_aim")
    op.drop_index("ix_decisions_action_practice", table_name="decisions_action")
    op.drop_index("ix_decisions_action_owner", table_name="decisions_action")
    op.drop_index("ix_decisions_action_due", table_name="decisions_action")
    op.drop_index("ix_decisions_action_decision", table_name="decisions_action")
    op.drop_table("decisions_action")
    op.drop_index("ix_network_membership_role", table_name="network_membership")
    op.drop_index("ix_network_membership_practice", table_name="network_membership")
    op.drop_index("ix_network_membership_person", table_name="network_membership")
    op.drop_table("network_membership")
    op.drop_index("ix_decisions_decision_year", table_name="decisions_decision")
    op.drop_index("ix_decisions_decision_verdict", table_name="decisions_decision")
    op.drop_index("ix_decisions_decision_state", table_name="decisions_decision")
    op.drop_index("ix_decisions_decision_review", table_name="decisions_decision")
    op.drop_index(
        "ix_decisions_decision_register",
        table_name="decisions_decision",
        sqlite_where=sa.text("state = 'closed'"),
        postgresql_where=sa.text("state = 'closed'"),
    )
    op.drop_index("ix_decisions_decision_author", table_name="decisions_decision")
    op.drop_table("decisions_decision")
    op.drop_index("ix_network_practice_neighbourhood", table_name="network_practice")
    op.drop_index("ix_network_practice_name", table_name="network_practice")
    op.drop_index("ix_network_practice_membership", table_name="network_practice")
    op.drop_table("network_practice")
    op.drop_index(op.f("ix_people_token_person_id"), table_name="people_token")
    op.drop_table("people_token")
    op.drop_index(op.f("ix_people_sign_in_person_id"), table_name="people_sign_in")
    op.drop_table("people_sign_in")
    op.drop_index(op.f("ix_people_link_person_id"), table_name="people_link")
    op.drop_table("people_link")
    op.drop_index("ix_network_upload_person", table_name="network_upload")
    op.drop_table("network_upload")
    op.drop_table("network_practice_totals")
    op.drop_table("network_neighbourhood")
    op.drop_table("network_aim")
    op.drop_index("uq_kernel_search_thing", table_name="kernel_search")
    op.drop_table("kernel_search")
    op.drop_table("kernel_record_head")
    op.drop_index("ix_kernel_record_subject", table_name="kernel_record")
    op.drop_table("kernel_record")
    op.drop_index("ix_kernel_outbox_due", table_name="kernel_outbox")
    op.drop_table("kernel_outbox")
    op.drop_table("kernel_idempotency")
    op.drop_table("decisions_total")
    op.drop_table("decisions_rule")
    op.drop_index("ix_people_person_name", table_name="people_person")
    op.drop_table("people_person")
    op.drop_index("ix_people_attempt_key_at", table_name="people_attempt")
    op.drop_table("people_attempt")
    op.drop_table("network_federation")
