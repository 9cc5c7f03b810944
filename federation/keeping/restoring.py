"""Restoring a copy into an empty place, on either kind of database: all of it in one transaction, or nothing."""

from collections.abc import Iterable, Iterator, Sequence

from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, func, inspect, select

from federation.keeping.cells import KINDS, RowSum, row_of
from federation.keeping.copy_file import BrokenCopy, CopiedTable, CopyFile
from federation.keeping.table_rows import (
    VERSIONS,
    KeptTable,
    keep_highest,
    read_lines,
    tables_here,
    unguarded,
    write_rows,
)
from federation.kernel.mail_hold import hold_mail
from federation.kernel.refusals import Refusal
from federation.kernel.row_security import setting_for
from federation.network.models import Federation
from federation.people.models import Person
from federation.plugin.migrate import MigrationUnit, alembic_config, owned
from federation.plugin.numbers import begin_as, keep_apart
from federation.plugin.rights import secure


def restore_copy(
    url: str, copy: CopyFile, secret_key: str, units: Sequence[MigrationUnit], leave_out: Iterable[str] = ()
) -> None:
    """Put a copy, which was checked, into the empty database at ``url`` (the owner's): tables as they were when it was made,
    the rows, compared with the copy again, then the tables of this version. Mail is held.

    ``leave_out`` names plugins whose rows are not wanted. Raises ``Refusal`` where there is data, and where a plugin is
    missing here or the copy is of a newer version.
    """
    gone = set(leave_out)
    wanted = {name: at for name, at in copy.about["versions"].items() if name not in gone}
    here = {unit.name: unit for unit in units}
    if missing := sorted(set(wanted) - set(here)):
        raise Refusal(
            f"This copy has data of the plugin {missing[0]}, which is not installed here. Install it first, or leave its data "
            f"out: --leave-out {missing[0]}. Nothing was restored."
        )
    with owned(url) as connection:
        _refuse_data(connection)
        for name, at in wanted.items():
            _make_tables(connection, here[name], at)
        if connection.dialect.name == "postgresql":
            connection.execute(select(setting_for("*")))
        tables = [one for one in copy.holds if not _is_of(one.name, gone)]
        begin_as(connection, {one.name: one.highest for one in tables})
        _put_in(connection, copy, tables)
        for unit in units:
            command.upgrade(alembic_config(unit, connection), "heads")
        keep_apart(connection)
        hold_mail(connection, "restored from a copy")
        if connection.dialect.name == "postgresql":
            secure(connection, secret_key)


def _refuse_data(connection: Connection) -> None:
    """A copy goes where nothing is: it takes the place of nobody's data."""
    there = set(inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql":
        connection.execute(select(setting_for("*")))
    for model, words in ((Federation, "federations"), (Person, "people")):
        if model.__tablename__ in there and connection.scalar(select(func.count()).select_from(model)):
            raise Refusal(
                f"There are {words} in this database already. A copy is restored into an empty one. Nothing was changed."
            )


def _make_tables(connection: Connection, unit: MigrationUnit, at: str | None) -> None:
    """The tables of a unit as they were at a version."""
    if at is None:
        return
    config = alembic_config(unit, connection)
    try:
        ScriptDirectory.from_config(config).get_revision(at)
    except CommandError:
        raise Refusal(
            f"This copy was made by a newer version of {'the product' if unit.name == 'core' else unit.name}. "
            "Install that first. Nothing was restored."
        ) from None
    command.upgrade(config, at)


def _put_in(connection: Connection, copy: CopyFile, tables: Sequence[CopiedTable]) -> None:
    """The rows of the copy instead of those that the migrations made, compared with it once they are there."""
    there = {one.name for one in tables_here(connection)}
    if strange := sorted({one.name for one in tables} - there):
        raise Refusal(f"This version has no table {strange[0]}, of which the copy has rows.")
    with unguarded(connection, sorted(there)):
        for name in sorted(there):
            connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - names of tables that are there
        for one in tables:
            kept = _kept(one)
            write_rows(connection, kept, _rows(copy, one))
            keep_highest(connection, one.name, one.highest)
    for one in tables:
        total = RowSum()
        for line in read_lines(connection, _kept(one)):
            total.add(line)
        if (total.count, total.words) != (one.rows, one.row_sum):
            raise Refusal(f"What was put into {one.name} is not what the copy holds. Nothing was restored.")


def _kept(one: CopiedTable) -> KeptTable:
    if unknown := sorted(set(one.kinds) - set(KINDS)):
        raise BrokenCopy(f"it holds cells of a kind that is not known: {unknown[0]}")
    return KeptTable(one.name, [(name, kind) for name, kind in one.columns])


def _rows(copy: CopyFile, one: CopiedTable) -> Iterator[list[object]]:
    for line in copy.lines(one):
        yield row_of(one.kinds, line)


def _is_of(table: str, plugins: set[str]) -> bool:
    return any(table.startswith(f"{name}_") or table == f"{VERSIONS}{name}" for name in plugins)
