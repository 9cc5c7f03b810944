"""Plugins in a federation: which are on, and what went wrong with them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.create_table(
        "network_plugin",
        sa.Column("federation_id", _ROW, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("settings", _JSON, nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("changed_by", _ROW, nullable=True),
        sa.Column("decision_id", _ROW, nullable=True),
        sa.Column("stopped_at", _AT, nullable=True),
        sa.Column("stopped_why", sa.Text(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("slow", sa.Integer(), nullable=False),
        sa.Column("counted_since", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_network_plugin_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["people_person.id"], name=op.f("fk_network_plugin_changed_by")
        ),
        sa.PrimaryKeyConstraint("federation_id", "name", name=op.f("pk_network_plugin")),
    )
    op.create_table(
        "network_plugin_failure",
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("plugin", sa.String(20), nullable=False),
        sa.Column("hook", sa.String(40), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("event", _JSON, nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_at", _AT, nullable=False),
        sa.Column("last_at", _AT, nullable=False),
        sa.Column("next_try_at", _AT, nullable=True),
        sa.Column("mended_at", _AT, nullable=True),
        sa.CheckConstraint("kind in ('failed', 'slow')", name=op.f("ck_network_plugin_failure_kind")),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["network_federation.id"],
            name=op.f("fk_network_plugin_failure_federation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_plugin_failure")),
        sa.UniqueConstraint("federation_id", "id", name=op.f("uq_network_plugin_failure_federation_id_id")),
        sa.UniqueConstraint(
            "federation_id",
            "plugin",
            "hook",
            "key",
            name=op.f("uq_network_plugin_failure_federation_id_plugin_hook_key"),
        ),
    )
    op.create_index(
        "ix_network_plugin_failure_open",
        "network_plugin_failure",
        ["federation_id", "mended_at", "plugin"],
    )


def downgrade() -> None:
    op.drop_table("network_plugin_failure")
    op.drop_table("network_plugin")
