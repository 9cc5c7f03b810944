"""Files of proposals, comments and plugins, and guards that keep them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FILE = "network_file"
_OF_DECISION = (
    "({row}.owner = 'decisions.proposal' AND EXISTS (SELECT 1 FROM decisions_decision d"
    " WHERE d.federation_id = {row}.federation_id AND d.id = {row}.owner_id AND d.state %s))"
    " OR ({row}.owner = 'decisions.comment' AND EXISTS (SELECT 1 FROM decisions_comment c JOIN decisions_decision d"
    " ON d.federation_id = c.federation_id AND d.id = c.decision_id"
    " WHERE c.federation_id = {row}.federation_id AND c.id = {row}.owner_id"
    " AND d.state NOT IN ('discussion', 'scheduled', 'open')))"
)
_GUARDS = (
    (
        "INSERT",
        "NEW",
        _OF_DECISION % "NOT IN ('draft', 'discussion')",
        "the papers are fixed while voting is open and after",
    ),
    ("UPDATE", "NEW", "1 = 1", "a file is never changed"),
    ("DELETE", "OLD", _OF_DECISION % "<> 'draft'", "a file that members saw is kept"),
)


def upgrade() -> None:
    op.create_table(
        _FILE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("owner_id", _ROW, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_by", _ROW, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_FILE}_federation_id")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["people_person.id"], name=op.f(f"fk_{_FILE}_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_FILE}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_FILE}_federation_id_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{_FILE}_owner", _FILE, ["federation_id", "owner", "owner_id", "id"])
    op.create_index(f"ix_{_FILE}_added", _FILE, ["federation_id", "added_by", "added_at"])
    op.add_column("decisions_version", sa.Column("papers", sa.JSON(), nullable=True))
    op.add_column("decisions_comment", sa.Column("files", sa.JSON(), nullable=True))
    op.add_column("decisions_comment_edit", sa.Column("files", sa.JSON(), nullable=True))
    for act, row, condition, words in _GUARDS:
        _guard(act, condition.format(row=row), words)


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for act, _row, _condition, _words in _GUARDS:
        name = f"guard_{_FILE}_{act.lower()}"
        op.execute(f"DROP TRIGGER {name} ON {_FILE}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_column("decisions_comment_edit", "files")
    op.drop_column("decisions_comment", "files")
    op.drop_column("decisions_version", "papers")
    op.drop_table(_FILE)


def _guard(act: str, condition: str, words: str) -> None:
    name = f"guard_{_FILE}_{act.lower()}"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {_FILE} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {_FILE} FOR EACH ROW EXECUTE FUNCTION {name}()")
