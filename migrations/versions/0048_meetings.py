"""Meetings: who is asked and comes, the agenda, and minutes that stay as they were approved."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_MEETING, _ITEM, _PRESENCE = "meetings_meeting", "meetings_item", "meetings_presence"
_MINUTES, _CORRECTION = "meetings_minutes", "meetings_correction"


def upgrade() -> None:
    _make(
        _MEETING,
        sa.Column("group_id", _ROW, nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("starts_at", _AT, nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("called_by", _ROW, nullable=False),
        sa.Column("called_at", _AT, nullable=False),
        sa.Column("called_off_at", _AT, nullable=True),
        sa.Column("call_off_reason", sa.Text(), nullable=False),
        sa.Column("approved_at", _AT, nullable=True),
        sa.Column("approved_by", _ROW, nullable=True),
        *_within(_MEETING, group_id="network_group"),
        *_people(_MEETING, "called_by", "approved_by"),
        _check(_MEETING, "kind", "kind in ('conversation', 'business', 'members', 'chatham')"),
        _check(_MEETING, "whose", "kind <> 'members' or group_id is null"),
        _check(_MEETING, "approved", "(approved_at is null) = (approved_by is null)"),
        _check(_MEETING, "over", "approved_at is null or called_off_at is null"),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_MEETING}_federation_id_id")),
    )
    op.create_index(f"ix_{_MEETING}_group", _MEETING, ["federation_id", "group_id", "starts_at"])
    op.create_index(f"ix_{_MEETING}_starts", _MEETING, ["federation_id", "starts_at"])
    _make(
        _ITEM,
        sa.Column("meeting_id", _ROW, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("key", sa.String(40), nullable=True),
        sa.Column("page", sa.JSON(), nullable=False),
        sa.Column("added_by", _ROW, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        *_within(_ITEM, meeting_id=_MEETING),
        *_people(_ITEM, "added_by"),
        _check(_ITEM, "outcome", "outcome in ('', 'noted', 'agreed', 'answered', 'proposal', 'left')"),
        sa.UniqueConstraint(
            "federation_id", "meeting_id", "key", name=op.f(f"uq_{_ITEM}_federation_id_meeting_id_key")
        ),
    )
    op.create_index(f"ix_{_ITEM}_meeting", _ITEM, ["federation_id", "meeting_id", "position"])
    _make(
        _PRESENCE,
        sa.Column("meeting_id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("noted_by", _ROW, nullable=False),
        sa.Column("noted_at", _AT, nullable=False),
        *_within(_PRESENCE, meeting_id=_MEETING, practice_id="network_practice"),
        *_people(_PRESENCE, "person_id", "noted_by"),
        _check(_PRESENCE, "state", "state in ('coming', 'apologies', 'present', 'online')"),
        sa.UniqueConstraint(
            "federation_id",
            "meeting_id",
            "person_id",
            name=op.f(f"uq_{_PRESENCE}_federation_id_meeting_id_person_id"),
        ),
    )
    op.create_index(f"ix_{_PRESENCE}_person", _PRESENCE, ["federation_id", "person_id"])
    _make(
        _MINUTES,
        sa.Column("meeting_id", _ROW, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", _ROW, nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        *_within(_MINUTES, meeting_id=_MEETING),
        *_people(_MINUTES, "written_by"),
        _check(_MINUTES, "number", "number > 0"),
        sa.UniqueConstraint(
            "federation_id",
            "meeting_id",
            "number",
            name=op.f(f"uq_{_MINUTES}_federation_id_meeting_id_number"),
        ),
    )
    _make(
        _CORRECTION,
        sa.Column("meeting_id", _ROW, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("suggested_by", _ROW, nullable=False),
        sa.Column("suggested_at", _AT, nullable=False),
        sa.Column("put_in", sa.Integer(), nullable=True),
        *_within(_CORRECTION, meeting_id=_MEETING),
        *_people(_CORRECTION, "suggested_by"),
    )
    op.create_index(f"ix_{_CORRECTION}_meeting", _CORRECTION, ["federation_id", "meeting_id", "id"])
    _guard_minutes()


def _guard_minutes() -> None:
    """What was written as minutes stays; a meeting is approved once, on minutes by others, and does not change after that."""
    _guard(_MINUTES, "update", "1 = 1", "a version of minutes is kept as it was written")
    _guard(_MINUTES, "delete", "1 = 1", "a version of minutes is kept")
    approved = (
        "EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.federation_id = NEW.federation_id AND m.id = NEW.meeting_id "
        "AND m.approved_at IS NOT NULL)"
    )
    _guard(_MINUTES, "insert", approved, "the minutes of this meeting are approved")
    _guard(_ITEM, "update", approved, "the minutes of this meeting are approved")
    _guard(_MEETING, "delete", "1 = 1", "a meeting is kept")
    versions = (
        "SELECT 1 FROM meetings_minutes v WHERE v.federation_id = NEW.federation_id AND v.meeting_id = NEW.id"
    )
    alone = (
        f"NEW.approved_at IS NOT NULL AND (NOT EXISTS ({versions}) "
        f"OR EXISTS ({versions} AND v.written_by = NEW.approved_by))"
    )
    _guard(
        _MEETING,
        "update",
        f"OLD.approved_at IS NOT NULL OR {alone}",
        "minutes are approved once, by somebody who wrote none of them",
    )


def downgrade() -> None:
    for table in (_CORRECTION, _MINUTES, _PRESENCE, _ITEM, _MEETING):
        op.drop_table(table)
    if _is_postgresql():
        for name in (
            *(f"{_MINUTES}_{act}" for act in ("update", "delete", "insert")),
            f"{_ITEM}_update",
            f"{_MEETING}_delete",
            f"{_MEETING}_update",
        ):
            op.execute(f"DROP FUNCTION guard_{name}()")


def _make(table: str, *parts: sa.Column | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{table}_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _within(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["federation_id", column],
            [f"{target}.federation_id", f"{target}.id"],
            name=op.f(f"fk_{table}_federation_id_{column}"),
        )
        for column, target in targets.items()
    ]


def _people(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["people_person.id"], name=op.f(f"fk_{table}_{column}"))
        for column in columns
    ]


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(table: str, act: str, refused: str, words: str) -> None:
    name = f"guard_{table}_{act}"
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    row = "OLD" if act == "delete" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
