"""What finds words: an FTS5 table beside ``kernel_search`` on SQLite, a column of lexemes on PostgreSQL."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS = ("scope", "title", "text")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def _sqlite() -> None:
    columns = ", ".join(_COLUMNS)
    op.execute(
        f"CREATE VIRTUAL TABLE kernel_search_fts USING fts5({columns}, content='kernel_search', "
        "content_rowid='id', tokenize='porter unicode61 remove_diacritics 2', columnsize=0)"
    )
    old, new = (", ".join(f"{row}.{column}" for column in _COLUMNS) for row in ("OLD", "NEW"))
    drop = (
        f"INSERT INTO kernel_search_fts (kernel_search_fts, rowid, {columns}) "  # noqa: S608 - our own names
        f"VALUES ('delete', OLD.id, {old});"
    )
    add = f"INSERT INTO kernel_search_fts (rowid, {columns}) VALUES (NEW.id, {new});"  # noqa: S608
    for act, statements in (("INSERT", add), ("UPDATE", drop + add), ("DELETE", drop)):
        op.execute(
            f"CREATE TRIGGER search_{act.lower()} AFTER {act} ON kernel_search FOR EACH ROW "
            f"BEGIN {statements} END"
        )


def _postgresql() -> None:
    plain = "regexp_replace(title || ' ' || text, '[^[:alnum:]]+', ' ', 'g')"
    op.execute(
        f"ALTER TABLE kernel_search ADD COLUMN words tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('english', {plain})) STORED"
    )
    op.execute("CREATE INDEX ix_kernel_search_words ON kernel_search USING gin (words)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE kernel_search DROP COLUMN words")
        return
    for act in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER search_{act}")
    op.execute("DROP TABLE kernel_search_fts")
