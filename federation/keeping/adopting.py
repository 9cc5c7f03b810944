"""Taking in one federation from a file, beside others: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, column, func, select, table
from sqlalchemy.exc import IntegrityError

from federation.keeping.cells import RowSum, line_of, row_of
from federation.keeping.copy_file import BrokenCopy, CopiedTable
from federation.keeping.moved_file import MovedFile, SealKeys
from federation.keeping.one_federation import (
    FEDERATIONS,
    FORMER_NAMES,
    PEOPLE,
    RECORD,
    Cells,
    bound_of,
    parts,
    rows_of,
    tables_that_move,
)
from federation.keeping.strange_rows import check_record, check_row
from federation.keeping.table_rows import KeptTable, waiting_links, write_rows
from federation.kernel.mail_hold import hold_federation
from federation.kernel.record import RecordEntry, write_entry
from federation.kernel.refusals import Refusal
from federation.kernel.row_security import setting_for
from federation.kernel.seal import envelope
from federation.network.models import Federation
from federation.network.record.queries.checkpoints import ADOPTED
from federation.people.models import Person
from federation.plugin.migrate import MigrationUnit, owned, standing
from federation.plugin.numbers import last_number, move_on


class AdoptedFederation(NamedTuple):
    """A federation that was taken in: its number and its name in addresses, and how many people came."""

    id: int
    slug: str
    people: int


def adopt_federation(
    settings: dict[str, Any],
    file: MovedFile,
    keys: SealKeys,
    units: Sequence[MigrationUnit],
    is_fact: Callable[[str], bool],
    slug: str = "",
) -> AdoptedFederation:
    """Put a federation whose file was checked beside those that are here, under its own name in addresses or ``slug``. Its
    mail is held, and its record says where it came from. ``is_fact`` knows the names of facts.

    Raises ``Refusal`` where it is here already, its name or one of its numbers is taken, a plugin is missing, or the tables
    are of another version.
    """
    _check_versions(settings["owner_url"], file, units)
    if keys and not settings["seal_key"]:
        raise Refusal(
            "This federation has sealed content, and no key for seals is in force here. Set FEDERATION_SEAL_KEY first."
        )
    check_record(rows_in(file, RECORD), file.federation["entries"], file.federation["head"])
    with owned(settings["owner_url"]) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(setting_for("*")))
        arrival = _Arrival(connection, file, keys, settings["seal_key"], slug or file.federation["slug"])
        arrival.check(is_fact)
        last = last_number(connection)
        arrival.put_in()
        arrival.compare()
        said = {"entries": file.federation["entries"], "head": file.federation["head"]}
        said |= {"key": file.origin, "made_at": file.about["made_at"]}
        write_entry(connection, arrival.number, None, ADOPTED, f"federation:{arrival.number}", said)
        hold_federation(connection, arrival.number)
        move_on(connection, last, arrival.number)
    return AdoptedFederation(arrival.number, arrival.slug, len(arrival.people))


class _Arrival:
    """A federation on its way in."""

    def __init__(
        self, connection: Connection, file: MovedFile, keys: SealKeys, seal_key: str, slug: str
    ) -> None:
        self._connection, self._file, self._keys, self._seal_key = connection, file, keys, seal_key
        self.slug, self.number = slug, int(file.federation["id"])
        self._tables = {one.name: one for one in file.holds}
        self.people = {row["id"]: row for row in rows_in(file, PEOPLE)}
        self._known: set[int] = set()
        self._wanted: dict[str, RowSum] = {}

    def check(self, is_fact: Callable[[str], bool]) -> None:
        """Refuse what is here already, numbers that are taken, and what no export writes."""
        self._check_federation()
        self._check_people()
        kept = {one.name: one for one in tables_that_move(self._connection)}
        if strange := sorted(set(self._tables) - set(kept)):
            raise BrokenCopy(f"it holds rows of {strange[0]}, which does not belong to a federation")
        for name, one in self._tables.items():
            if sorted(map(tuple, one.columns)) != sorted(kept[name].columns):
                raise BrokenCopy(f"the columns of {name} are not those of this version")
            for row in self._rows(name):
                check_row(name, row, is_fact)
            if name not in (FEDERATIONS, PEOPLE) and ("id", "whole") in kept[name].columns:
                self._check_numbers(name)

    def _check_federation(self) -> None:
        found = self._connection.execute(
            select(Federation.slug, RecordEntry.hash)
            .outerjoin(RecordEntry, (RecordEntry.federation_id == Federation.id) & (RecordEntry.seq == 1))
            .where(Federation.id == self.number)
        ).first()
        if found is not None:
            first = next((row for row in rows_in(self._file, RECORD) if row["seq"] == 1), {})
            if found.hash == first.get("hash"):
                raise Refusal(f"This federation is here already: {found.slug}. Nothing was changed.")
            raise _taken(FEDERATIONS, self.number)
        if self._connection.scalar(select(Federation.id).where(Federation.slug == self.slug)):
            raise Refusal(
                f"There is another federation {self.slug} here. Give this one another name in addresses: --as NAME. "
                "Nothing was changed."
            )

    def _check_people(self) -> None:
        """Somebody who came with another federation of the same installation, and has not been here yet, is here already."""
        for part in parts(sorted(self.people)):
            wanted = select(Person.id, Person.created_at, Person.invited_email, Person.password_hash).where(
                Person.id.in_(part)
            )
            for here in self._connection.execute(wanted):
                theirs = self.people[here.id]
                same = (here.created_at, here.invited_email) == (
                    theirs["created_at"],
                    theirs["invited_email"],
                )
                if not same:
                    raise _taken(PEOPLE, here.id)
                if here.password_hash is not None:
                    raise Refusal(
                        f"Person {here.id} of this file has an account here already, which no file may give a role. "
                        "Nothing was changed."
                    )
                self._known.add(here.id)

    def _check_numbers(self, name: str) -> None:
        number = column("id", BigInteger())
        for part in parts([row["id"] for row in self._rows(name)]):
            wanted = select(func.min(number)).select_from(table(name)).where(number.in_(part))
            if (taken := self._connection.scalar(wanted)) is not None:
                raise _taken(name, taken)

    def put_in(self) -> None:
        """Put the rows in."""
        try:
            with waiting_links(self._connection, sorted(self._tables)):
                for name, one in self._tables.items():
                    self._wanted[name] = RowSum()
                    write_rows(self._connection, _kept(one), self._noted(one, self._wanted[name]))
        except IntegrityError as error:
            raise Refusal(
                f"A row of this file does not go with those that are here: {type(error.orig).__name__}. Nothing was changed."
            ) from None

    def compare(self) -> None:
        """Raise ``Refusal`` where what is there now is not what was to be put in, or names people who did not come with it."""
        found = rows_of(self._connection, self.number)
        for part in parts(sorted(set(found.people) - set(self.people))):
            if astray := self._connection.scalar(select(func.min(Person.id)).where(Person.id.in_(part))):
                raise BrokenCopy(f"it names person {astray}, who is not in it")
        new = found._replace(people=sorted(set(self.people) - self._known))
        for name, one in self._tables.items():
            total, wanted = RowSum(), self._wanted[name]
            for row in new.of(self._connection, _kept(one)):
                total.add(line_of(one.kinds, list(row.values())))
            if (total.count, total.words) != (wanted.count, wanted.words):
                raise Refusal(f"What was put into {name} is not what the file holds. Nothing was changed.")

    def _noted(self, one: CopiedTable, total: RowSum) -> Iterator[list[Any]]:
        for row in self._rows(one.name):
            if one.name == FEDERATIONS:
                row["slug"] = self.slug
            self._wrap(one.name, row)
            cells = list(row.values())
            total.add(line_of(one.kinds, cells))
            yield cells

    def _wrap(self, name: str, row: Cells) -> None:
        """Wrap the key of sealed content under the key that is in force here."""
        key, bound = self._keys.get(name, {}).get(row.get("id", 0)), bound_of(name)
        if key is None or bound is None:
            return
        row["wrapped"] = envelope.wrapped(self._seal_key, key, bound(SimpleNamespace(**row)))
        if "key_name" in row:
            row["key_name"] = envelope.key_name(self._seal_key)

    def _rows(self, name: str) -> Iterator[Cells]:
        """The rows of a table that are not here yet."""
        of = {PEOPLE: "id", FORMER_NAMES: "person_id"}.get(name)
        for row in rows_in(self._file, name):
            if of is None or row[of] not in self._known:
                yield row


def rows_in(file: MovedFile, name: str) -> Iterator[Cells]:
    """The rows of a table in a file, by the names of their columns."""
    for one in file.holds:
        if one.name == name:
            names = [column for column, _kind in one.columns]
            for line in file.lines(one):
                yield dict(zip(names, row_of(one.kinds, line), strict=True))


def _kept(one: CopiedTable) -> KeptTable:
    return KeptTable(one.name, [(name, kind) for name, kind in one.columns])


def _taken(name: str, number: int) -> Refusal:
    return Refusal(
        f"Number {number} of {name} is taken here, and numbers are never changed: the record names rows by them. Adopt it in an "
        "installation whose numbers begin elsewhere, as those of each one do that was made by this version or later. "
        "Nothing was changed."
    )


def _check_versions(url: str, file: MovedFile, units: Sequence[MigrationUnit]) -> None:
    here = {one.unit: one for one in standing(url, units)}
    if behind := [one.words for one in here.values() if one.words]:
        raise Refusal(behind[0])
    for name, at in file.about["versions"].items():
        called = "the product" if name == "core" else f"the plugin {name}"
        if name not in here:
            raise Refusal(
                f"This federation has data of {called}, which is not installed here. Install it first. Nothing was changed."
            )
        if at != here[name].now:
            older = at is not None and at < str(here[name].now)
            raise Refusal(
                f"This file was made by {'an older' if older else 'a newer'} version of {called}. "
                + (
                    "Install the version in force here where it was exported, and export it again. "
                    if older
                    else "Install that first. "
                )
                + "Nothing was changed."
            )
