"""What migrations of features share: tables of a federation, and guards that the database itself keeps.

What these make never changes, because databases were made by them: what has to be made otherwise gets a function of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

ROW: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT: Final = sa.DateTime(timezone=True)


def make_table(table: str, *parts: sa.Column[Any] | sa.Constraint) -> None:
    """Make a table whose rows belong to a federation and have a number. That its rows stay within the federation on PostgreSQL
    is seen to after all migrations."""
    op.create_table(
        table,
        sa.Column("federation_id", ROW, nullable=False),
        sa.Column("id", ROW, nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{table}_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def within(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    """The keys by which columns name rows of the same federation: column and table."""
    return [
        sa.ForeignKeyConstraint(
            ["federation_id", column],
            [f"{target}.federation_id", f"{target}.id"],
            name=op.f(f"fk_{table}_federation_id_{column}"),
        )
        for column, target in targets.items()
    ]


def people(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    """The keys by which columns name people."""
    return [
        sa.ForeignKeyConstraint([column], ["people_person.id"], name=op.f(f"fk_{table}_{column}"))
        for column in columns
    ]


def check(table: str, name: str, words: str) -> sa.CheckConstraint:
    """A condition that every row meets."""
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """That no two rows of a federation have the same in these columns."""
    return sa.UniqueConstraint(
        "federation_id", *columns, name=op.f(f"uq_{table}_federation_id_{'_'.join(columns)}")
    )


def pointed_to(table: str) -> sa.UniqueConstraint:
    """What keys of other tables name."""
    return unique(table, "id")


def is_postgresql() -> bool:
    """Whether the database is PostgreSQL; else it is SQLite."""
    return op.get_bind().dialect.name == "postgresql"


def differs() -> str:
    """The operator that says of two values, which may be null, that they are not the same."""
    return "IS DISTINCT FROM" if is_postgresql() else "IS NOT"


def guard(table: str, act: str, refused: str, words: str, about: str = "") -> None:
    """Refuse, with the words, to ``insert``, ``update`` or ``delete`` a row of which ``refused`` holds (SQL over OLD and NEW).

    It takes the place of a guard that there was. ``about`` names one of several for the same act. Its fingerprint belongs among
    those of ``kernel/guards.json``, a plugin's in ``guards.json`` beside its migrations."""
    name = _guard_name(table, act, about)
    if not is_postgresql():
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    row = "OLD" if act == "delete" else "NEW"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def drop_guard(table: str, act: str, about: str = "") -> None:
    """Take a guard away, before its table or after."""
    name = _guard_name(table, act, about)
    if is_postgresql():
        op.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
    else:
        op.execute(f"DROP TRIGGER IF EXISTS {name}")


def _guard_name(table: str, act: str, about: str) -> str:
    return "_".join(filter(None, ["guard", table, about, act]))


@contextmanager
def triggers_apart(*tables: str) -> Iterator[None]:
    """Change tables whose rows are guarded. SQLite changes a table by making it anew, which takes its triggers with it."""
    bind = op.get_bind()
    if is_postgresql():
        for table in tables:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    found = bind.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in found:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in found:
        bind.exec_driver_sql(statement)
