"""What people say about a thing stands in one table for all features; comments on proposals become one kind of it."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_NEW, _OLD, _FILE = "network_comment", "decisions_comment", "network_file"
_KEPT = "federation_id, id, parent_id, person_id, as_of, practice_id, body, files, written_at, edited_at, withdrawn_at"
_EDIT = "federation_id, id, comment_id, body, files, replaced_at"
_PAPERS = (
    "({row}.owner = 'decisions.proposal' AND EXISTS (SELECT 1 FROM decisions_decision d"
    " WHERE d.federation_id = {row}.federation_id AND d.id = {row}.owner_id AND d.state %s))"
)
_SAID = (
    " OR ({row}.owner = '%s' AND EXISTS (SELECT 1 FROM %s c JOIN decisions_decision d"
    " ON d.federation_id = c.federation_id AND d.id = c.%s"
    " WHERE c.federation_id = {row}.federation_id AND c.id = {row}.owner_id%s"
    " AND d.state NOT IN ('discussion', 'scheduled', 'open')))"
)
_BEFORE = _SAID % ("decisions.comment", _OLD, "decision_id", "")
_AFTER = _SAID % ("network.comment", _NEW, "owner_id", " AND c.owner = 'decisions.proposal'")
_STATES = {"insert": "NOT IN ('draft', 'discussion')", "delete": "<> 'draft'"}
_WORDS = {
    "insert": "the papers are fixed while voting is open and after",
    "delete": "a file that members saw is kept",
    "update": "a file is never changed",
}


def upgrade() -> None:
    _see_every_federation()
    _make(
        _NEW, [sa.Column("owner", sa.String(60), nullable=False), sa.Column("owner_id", _ROW, nullable=False)]
    )
    op.execute(
        f"INSERT INTO {_NEW} (owner, owner_id, {_KEPT})"  # noqa: S608
        f" SELECT 'decisions.proposal', decision_id, {_KEPT} FROM {_OLD} ORDER BY id"
    )
    op.execute(f"INSERT INTO {_NEW}_edit ({_EDIT}) SELECT {_EDIT} FROM {_OLD}_edit ORDER BY id")  # noqa: S608
    _finish(_NEW, "owner, owner_id", _OLD, _AFTER, "decisions.comment", "network.comment")


def downgrade() -> None:
    _see_every_federation()
    _make(_OLD, [sa.Column("decision_id", _ROW, nullable=False)])
    op.execute(
        f"INSERT INTO {_OLD} (decision_id, {_KEPT}) SELECT owner_id, {_KEPT} FROM {_NEW}"  # noqa: S608
        " WHERE owner = 'decisions.proposal' ORDER BY id"
    )
    op.execute(
        f"INSERT INTO {_OLD}_edit ({_EDIT}) SELECT {_EDIT} FROM {_NEW}_edit"  # noqa: S608
        f" WHERE comment_id IN (SELECT id FROM {_OLD}) ORDER BY id"
    )
    _finish(_OLD, "decision_id", _NEW, _BEFORE, "network.comment", "decisions.comment")


def _make(table: str, about: list[sa.Column[object]]) -> None:
    """The table of comments, with the columns that say what each is about, and that of their edits."""
    of_decision = (
        [
            sa.ForeignKeyConstraint(
                ["federation_id", "decision_id"],
                ["decisions_decision.federation_id", "decisions_decision.id"],
                name=op.f(f"fk_{table}_federation_id_decision_id"),
            )
        ]
        if table == _OLD
        else []
    )
    op.create_table(
        table,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        *about,
        sa.Column("parent_id", _ROW, nullable=True),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("as_of", sa.String(300), nullable=False),
        sa.Column("practice_id", _ROW, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=True),
        sa.Column("written_at", _AT, nullable=False),
        sa.Column("edited_at", _AT, nullable=True),
        sa.Column("withdrawn_at", _AT, nullable=True),
        *of_decision,
        sa.ForeignKeyConstraint(
            ["federation_id", "parent_id"],
            [f"{table}.federation_id", f"{table}.id"],
            name=op.f(f"fk_{table}_federation_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{table}_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{table}_federation_id_id")),
        sqlite_autoincrement=table == _NEW,
    )
    op.create_table(
        f"{table}_edit",
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("comment_id", _ROW, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=True),
        sa.Column("replaced_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "comment_id"],
            [f"{table}.federation_id", f"{table}.id"],
            name=op.f(f"fk_{table}_edit_federation_id_comment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{table}_edit_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}_edit")),
    )


def _finish(table: str, about: str, old: str, said: str, owner: str, new_owner: str) -> None:
    """Indexes and numbers of the new tables, the files' new owner and guards, and the old tables gone."""
    edits = f"ix_{table}_edit_comment" if table == _NEW else f"ix_{table}_edit_c"
    op.create_index(f"ix_{table}_person", table, ["federation_id", "person_id", "written_at"])
    op.create_index(f"ix_{table}_thread", table, ["federation_id", *about.split(", "), "parent_id", "id"])
    op.create_index(edits, f"{table}_edit", ["federation_id", "comment_id"])
    for one in (table, f"{table}_edit"):
        _go_on_after(one)
    _drop_guards()
    op.execute(f"UPDATE {_FILE} SET owner = '{new_owner}' WHERE owner = '{owner}'")  # noqa: S608
    op.drop_table(f"{old}_edit")
    op.drop_table(old)
    for act in _WORDS:
        state = _STATES.get(act)
        _guard(act.upper(), _PAPERS % state + said if state else "1 = 1", _WORDS[act])


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _see_every_federation() -> None:
    if _is_postgresql():
        op.execute("SELECT set_config('federation.id', '*', true)")


def _go_on_after(table: str) -> None:
    """The next number of a table is one that it does not have."""
    if _is_postgresql():
        op.execute(
            f"SELECT setval('{table}_id_seq', coalesce((SELECT max(id) FROM {table}), 1),"  # noqa: S608
            f" (SELECT count(*) > 0 FROM {table}))"
        )


def _drop_guards() -> None:
    for act in _WORDS:
        name = f"guard_{_FILE}_{act}"
        op.execute(f"DROP TRIGGER {name} ON {_FILE}" if _is_postgresql() else f"DROP TRIGGER {name}")
        if _is_postgresql():
            op.execute(f"DROP FUNCTION {name}()")


def _guard(act: str, condition: str, words: str) -> None:
    name = f"guard_{_FILE}_{act.lower()}"
    row = "OLD" if act == "DELETE" else "NEW"
    condition = condition.format(row=row)
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {_FILE} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {_FILE} FOR EACH ROW EXECUTE FUNCTION {name}()")
