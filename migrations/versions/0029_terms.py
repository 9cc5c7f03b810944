"""What a decision does by itself stands in the version that is decided; numbers of decisions are never used again."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DECISION, _VERSION = "decisions_decision", "decisions_version"
_JSON = sa.JSON(none_as_null=True)
_WAITING = "network_waiting_fact"
_GUARD = "guard_decisions_decision_update"
_BEFORE = "CAST(NEW.subject_data AS TEXT) {differs} CAST(OLD.subject_data AS TEXT)"
_AFTER = "NEW.fixed {differs} OLD.fixed OR NEW.author_as {differs} OLD.author_as"
_FIXED = "('decisions.floors', 'decisions.suggested_rule', 'decisions.plugin', 'decisions.plugins_by')"

_decisions = sa.table(
    _DECISION, sa.column("id", _ROW), sa.column("version", sa.Integer), sa.column("subject_data", _JSON)
)
_versions = sa.table(
    _VERSION, sa.column("decision_id", _ROW), sa.column("number", sa.Integer), sa.column("terms", _JSON)
)


def upgrade() -> None:
    bind = op.get_bind()
    with _without_triggers(_BEFORE, _AFTER):
        op.add_column(_VERSION, sa.Column("terms", _JSON, nullable=True))
        op.add_column("decisions_comment", sa.Column("practice_id", _ROW, nullable=True))
        for id_, data in bind.execute(
            sa.select(_decisions.c.id, _decisions.c.subject_data).where(
                _decisions.c.subject_data.is_not(None)
            )
        ).all():
            terms = {"data": data, "heading": "", "lines": []}
            bind.execute(_versions.update().where(_versions.c.decision_id == id_).values(terms=terms))
        numbers = {"sqlite_autoincrement": True}
        with op.batch_alter_table(_DECISION, recreate="auto", table_kwargs=numbers) as table:
            table.drop_column("subject_data")
            table.add_column(sa.Column("fixed", sa.Boolean(), nullable=False, server_default=sa.false()))
            table.add_column(sa.Column("author_as", sa.String(20), nullable=False, server_default=""))
        op.create_table(
            _WAITING,
            sa.Column("federation_id", _ROW, nullable=False),
            sa.Column("id", _ROW, nullable=False),
            sa.Column("plugin", sa.String(20), nullable=False),
            sa.Column("payload", _JSON, nullable=False),
            sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(
                ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_WAITING}_federation_id")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_WAITING}")),
            sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_WAITING}_federation_id_id")),
        )
        op.create_index(f"ix_{_WAITING}_plugin", _WAITING, ["federation_id", "plugin", "id"])
        op.execute(f"UPDATE {_DECISION} SET fixed = true WHERE subject IN {_FIXED}")  # noqa: S608 - constants


def downgrade() -> None:
    bind = op.get_bind()
    op.drop_table(_WAITING)
    with _without_triggers(_AFTER, _BEFORE):
        with op.batch_alter_table(_DECISION, table_kwargs={"sqlite_autoincrement": False}) as table:
            table.add_column(sa.Column("subject_data", _JSON, nullable=True))
            table.drop_column("fixed")
            table.drop_column("author_as")
        newest = sa.select(_decisions.c.id, _versions.c.terms).join(
            _versions,
            sa.and_(_versions.c.decision_id == _decisions.c.id, _versions.c.number == _decisions.c.version),
        )
        for id_, terms in bind.execute(newest.where(_versions.c.terms.is_not(None))).all():
            bind.execute(_decisions.update().where(_decisions.c.id == id_).values(subject_data=terms["data"]))
        with op.batch_alter_table(_VERSION) as table:
            table.drop_column("terms")
        with op.batch_alter_table("decisions_comment") as table:
            table.drop_column("practice_id")


@contextmanager
def _without_triggers(before: str, after: str) -> Iterator[None]:
    """What is closed is moved too, and the guard of what is closed knows other columns afterwards. SQLite makes a table anew
    to change it, which takes its triggers with it."""
    bind = op.get_bind()
    differs = "IS DISTINCT FROM" if bind.dialect.name == "postgresql" else "IS NOT"
    before, after = before.format(differs=differs), after.format(differs=differs)
    if bind.dialect.name == "postgresql":
        for table in (_DECISION, _VERSION):
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in (_DECISION, _VERSION):
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        held = bind.execute(
            sa.text("SELECT prosrc FROM pg_proc WHERE proname = :name"), {"name": _GUARD}
        ).scalar_one()
        bind.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {_GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f"{held.replace(before, after)}$$".replace("%", "%%")
        )
        return
    found = bind.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in found:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for name, statement in found:
        bind.exec_driver_sql(statement.replace(before, after) if name == _GUARD else statement)
