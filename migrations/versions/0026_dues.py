"""What somebody must do stands in one table for all features; the actions of decisions become one kind of it."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_ENGLAND = ZoneInfo("Europe/London")
_ACTION = "decisions_action"
_DUE = "network_due"
_MOVED = ("title", "owner_id", "practice_id", "due_on", "state", "note", "changed_at")
_OLD_INDEXES = {
    "due": ["state", "due_on", "id"],
    "owner": ["owner_id", "state", "due_on"],
    "practice": ["practice_id", "state", "due_on"],
}
_INDEXES = (
    ("ix_network_due_person", ("person_id", "done_at", "due_at"), None),
    ("ix_network_due_practice", ("practice_id", "done_at", "due_at"), None),
    ("ix_network_due_open", ("feature", "due_at", "id"), "done_at IS NULL"),
    ("ix_network_due_done", ("feature", "due_at", "id"), "done_at IS NOT NULL"),
    ("uq_network_due_of_person", ("feature", "key", "person_id"), "person_id IS NOT NULL"),
    ("uq_network_due_of_practice", ("feature", "key", "practice_id"), "person_id IS NULL"),
)
_dues = sa.table(
    _DUE,
    *(sa.column(name, _ROW) for name in ("id", "federation_id", "person_id", "practice_id", "done_by")),
    *(sa.column(name, sa.Text()) for name in ("feature", "words", "about", "endpoint", "word")),
    *(sa.column(name, sa.Boolean()) for name in ("shared", "whole_day", "begun")),
    *(sa.column(name, _AT) for name in ("due_at", "since", "done_at")),
    sa.column("values", sa.JSON()),
)
_actions = sa.table(
    _ACTION,
    *(sa.column(name, _ROW) for name in ("id", "federation_id", "decision_id", "owner_id", "practice_id")),
    *(sa.column(name, sa.Text()) for name in ("title", "state", "note")),
    sa.column("due_on", sa.Date()),
    sa.column("changed_at", _AT),
)
_decisions = sa.table("decisions_decision", *(sa.column(name, _ROW) for name in ("id", "year", "ordinal")))
_record = sa.table(
    "kernel_record",
    *(sa.column(name, _ROW) for name in ("federation_id", "seq", "actor")),
    *(sa.column(name, sa.Text()) for name in ("action", "subject", "data")),
    sa.column("at", _AT),
)


def upgrade() -> None:
    _see_every_federation()
    _make_dues()
    _fill_dues()
    for name in _OLD_INDEXES:
        op.drop_index(f"ix_{_ACTION}_{name}", _ACTION)
    with op.batch_alter_table(_ACTION) as table:
        table.drop_constraint(op.f(f"ck_{_ACTION}_state"), "check")
        table.drop_constraint(op.f(f"fk_{_ACTION}_federation_id_practice_id"), "foreignkey")
        table.drop_constraint(op.f(f"fk_{_ACTION}_owner_id"), "foreignkey")
        for name in _MOVED:
            table.drop_column(name)
        table.create_foreign_key(
            op.f(f"fk_{_ACTION}_federation_id_id"), _DUE, ["federation_id", "id"], ["federation_id", "id"]
        )
    if _is_postgresql():
        op.execute(f"ALTER TABLE {_ACTION} ALTER COLUMN id DROP DEFAULT")
        op.execute(f"DROP SEQUENCE {_ACTION}_id_seq")


def downgrade() -> None:
    _see_every_federation()
    with op.batch_alter_table(_ACTION) as table:
        table.drop_constraint(op.f(f"fk_{_ACTION}_federation_id_id"), "foreignkey")
        table.add_column(sa.Column("title", sa.String(200), nullable=False, server_default=""))
        table.add_column(sa.Column("owner_id", _ROW, nullable=True))
        table.add_column(sa.Column("practice_id", _ROW, nullable=True))
        table.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("state", sa.String(12), nullable=False, server_default="not_started"))
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("changed_at", _AT, nullable=True))
    _fill_actions()
    with op.batch_alter_table(_ACTION) as table:
        for name, kind in (("title", sa.String(200)), ("state", sa.String(12)), ("note", sa.Text())):
            table.alter_column(name, existing_type=kind, server_default=None)
        for name, kind in (("owner_id", _ROW), ("due_on", sa.Date()), ("changed_at", _AT)):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.create_check_constraint(
            op.f(f"ck_{_ACTION}_state"), "state in ('not_started', 'under_way', 'done')"
        )
        table.create_foreign_key(
            op.f(f"fk_{_ACTION}_federation_id_practice_id"),
            "network_practice",
            ["federation_id", "practice_id"],
            ["federation_id", "id"],
        )
        table.create_foreign_key(op.f(f"fk_{_ACTION}_owner_id"), "people_person", ["owner_id"], ["id"])
    for name, columns in _OLD_INDEXES.items():
        op.create_index(f"ix_{_ACTION}_{name}", _ACTION, ["federation_id", *columns])
    if _is_postgresql():
        op.execute(f"CREATE SEQUENCE {_ACTION}_id_seq OWNED BY {_ACTION}.id")
        op.execute(f"ALTER TABLE {_ACTION} ALTER COLUMN id SET DEFAULT nextval('{_ACTION}_id_seq')")
        op.execute(f"GRANT USAGE, SELECT ON SEQUENCE {_ACTION}_id_seq TO federation_app")
        _go_on_after(_ACTION)
    op.drop_table(_DUE)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _see_every_federation() -> None:
    if _is_postgresql():
        op.execute("SELECT set_config('federation.id', '*', true)")


def _go_on_after(table: str) -> None:
    """The next number of a table is one that it does not have."""
    op.execute(
        f"SELECT setval('{table}_id_seq', coalesce((SELECT max(id) FROM {table}), 1),"  # noqa: S608
        f" (SELECT count(*) > 0 FROM {table}))"
    )


def _make_dues() -> None:
    op.create_table(
        _DUE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("feature", sa.String(20), nullable=False),
        sa.Column("key", sa.String(100), nullable=True),
        sa.Column("person_id", _ROW, nullable=True),
        sa.Column("practice_id", _ROW, nullable=True),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("endpoint", sa.String(80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("whole_day", sa.Boolean(), nullable=False),
        sa.Column("since", _AT, nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("done_at", _AT, nullable=True),
        sa.Column("done_by", _ROW, nullable=True),
        sa.CheckConstraint("person_id is not null or practice_id is not null", name=op.f(f"ck_{_DUE}_whose")),
        sa.CheckConstraint("done_by is null or done_at is not null", name=op.f(f"ck_{_DUE}_done")),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f(f"fk_{_DUE}_federation_id_practice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_DUE}_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_DUE}_person_id")),
        sa.ForeignKeyConstraint(["done_by"], ["people_person.id"], name=op.f(f"fk_{_DUE}_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_DUE}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_DUE}_federation_id_id")),
    )
    for name, columns, where in _INDEXES:
        only = sa.text(where) if where else None
        op.create_index(
            name,
            _DUE,
            ["federation_id", *columns],
            unique=name.startswith("uq_"),
            sqlite_where=only,
            postgresql_where=only,
        )


def _fill_dues() -> None:
    """What the actions say, with the numbers that they have; when they were added and who has done them says the record."""
    added, done = _recorded()
    rows = op.get_bind().execute(
        sa.select(_actions, _decisions.c.year, _decisions.c.ordinal).join(
            _decisions, _decisions.c.id == _actions.c.decision_id
        )
    )
    found = [_due_of(row, added, done) for row in rows.mappings()]
    if found:
        op.bulk_insert(_dues, found)
    if _is_postgresql():
        _go_on_after(_DUE)


def _due_of(row: Any, added: dict[Any, Any], done: dict[Any, Any]) -> dict[str, Any]:
    """The due of an action, and of the decision that it follows from."""
    key = (row["federation_id"], f"action:{row['id']}")
    is_done = row["state"] == "done"
    at, by = done.get(key, (row["changed_at"], None))
    return {
        **{name: row[name] for name in ("id", "federation_id", "practice_id")},
        "feature": "decisions",
        "person_id": row["owner_id"],
        "words": row["title"],
        "about": f"From decision {row['year']}/{row['ordinal']}",
        "endpoint": "decisions.action",
        "values": {"action_id": row["id"]},
        "shared": True,
        "due_at": _end_of_day(row["due_on"]),
        "whole_day": True,
        "since": _in_utc(added.get(key, row["changed_at"])),
        "begun": row["state"] == "under_way",
        "word": row["note"],
        "done_at": _in_utc(at) if is_done else None,
        "done_by": by if is_done else None,
    }


def _recorded() -> tuple[dict[Any, Any], dict[Any, Any]]:
    """When actions were added; and when and by whom they were last reported on."""
    added: dict[Any, Any] = {}
    done: dict[Any, Any] = {}
    acts = sa.select(_record).where(_record.c.action.in_(("action.added", "action.reported")))
    for row in op.get_bind().execute(acts.order_by(_record.c.federation_id, _record.c.seq)).mappings():
        key = (row["federation_id"], row["subject"])
        if row["action"] == "action.added":
            added[key] = row["at"]
        elif json.loads(row["data"]).get("state") == "done":
            done[key] = (row["at"], row["actor"])
    return added, done


def _fill_actions() -> None:
    connection = op.get_bind()
    dues = sa.select(_dues).where(_dues.c.feature == "decisions", _dues.c.endpoint == "decisions.action")
    for row in connection.execute(dues).mappings().all():
        connection.execute(
            sa.update(_actions)
            .where(_actions.c.id == row["id"])
            .values(
                title=row["words"],
                owner_id=row["person_id"],
                practice_id=row["practice_id"],
                due_on=_last_day(row["due_at"]),
                state="done" if row["done_at"] else "under_way" if row["begun"] else "not_started",
                note=row["word"],
                changed_at=_in_utc(row["done_at"] or row["since"]),
            )
        )


def _in_utc(at: datetime) -> datetime:
    """A moment as the database is given it; SQLite keeps UTC without a zone."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _end_of_day(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), _ENGLAND).astimezone(UTC)


def _last_day(due_at: datetime) -> date:
    return (_in_utc(due_at) - timedelta(microseconds=1)).astimezone(_ENGLAND).date()
