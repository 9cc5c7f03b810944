"""Writing one federation into a file in which it moves to another installation. Nothing changes where it is."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Connection, select

from federation.keeping.cells import line_of
from federation.keeping.copy_file import ONE_FEDERATION, CopiedTable
from federation.keeping.making import at_one_moment, check_places, copy_rows, made_now, new_copy
from federation.keeping.moved_file import FilePassword, MovedFile, SealKeys, finish_moved
from federation.keeping.one_federation import OUTBOX, PEOPLE, Cells, FederationRows, bound_of, rows_of
from federation.kernel.clock import machine_now
from federation.kernel.outbox import LETTERS
from federation.kernel.record import RecordHead
from federation.kernel.refusals import Refusal
from federation.kernel.seal import envelope
from federation.kernel.sealed_letters import SECRETS
from federation.kernel.sealing import NotUnderThisKey
from federation.network.models import Federation
from federation.people.actions.guests import new_guest_email
from federation.plugin.migrate import CORE, MigrationUnit, UnitStanding

LEFT_BEHIND: Final = "it waited where the federation was exported, and leaves from there"
"""What the outbox says of letters that are not taken along."""


def export_federation(
    settings: dict[str, Any], path: Path, slug: str, passphrase: str, units: tuple[MigrationUnit, ...]
) -> dict[str, Any]:
    """Write a federation into a new file, and read it back; returns what it is about. ``unread`` in it counts sealed content
    whose keys the server's key did not open: they are in the file as they were.

    Raises ``Refusal`` where there is no such federation, the file is there, or the tables are not those of the code.
    """
    url = settings["owner_url"]
    made = check_places(url, path, units)
    password, keys = FilePassword.new(passphrase), _WrittenKeys(settings["seal_key"])
    with new_copy(path) as writer:
        with at_one_moment(url, path) as connection:
            number, said = _found(connection, slug)
            found = rows_of(connection, number)
            tables = [
                copy_rows(writer, kept, _lines(connection, found, kept.name, kept.kinds, keys), 0)
                for kept in found.tables
            ]
            about = {
                **made_now(ONE_FEDERATION, connection),
                "note": "A copy of one federation, which goes on where it was exported.",
                "versions": _versions(made, tables, said.pop("plugins")),
                "federation": said,
                "unread": keys.unread,
                "tables": [one._asdict() for one in tables if one.rows],
            }
        finish_moved(writer, about, password, settings["secret_key"], keys.found)
    written = MovedFile(path)
    written.open_keys(passphrase)
    written.close()
    return written.about


class _WrittenKeys:
    """The keys of what is sealed, taken out of rows on their way into a file."""

    def __init__(self, server_key: str) -> None:
        self._server_key = server_key
        self.found: SealKeys = {}
        self.unread = 0

    def take(self, table: str, row: Cells) -> None:
        """Take the key out of a row, where the server's key opens it."""
        bound = bound_of(table)
        if bound is None:
            return
        try:
            key = envelope.unwrapped(self._server_key, row["wrapped"], bound(SimpleNamespace(**row)))
        except NotUnderThisKey:
            self.unread += 1
            return
        self.found.setdefault(table, {})[row["id"]] = key
        row["wrapped"] = b""


def _found(connection: Connection, slug: str) -> tuple[int, dict[str, Any]]:
    wanted = (
        select(Federation.id, Federation.name, Federation.settings, RecordHead.seq, RecordHead.hash)
        .outerjoin(RecordHead, RecordHead.federation_id == Federation.id)
        .where(Federation.slug == slug)
    )
    row = connection.execute(wanted).first()
    if row is None:
        raise Refusal(f"There is no federation {slug} here.")
    return row.id, {
        "id": row.id,
        "slug": slug,
        "name": row.name,
        "entries": row.seq or 0,
        "head": row.hash or "",
        "plugins": list((row.settings or {}).get("plugins", ())),
    }


def _lines(
    connection: Connection, found: FederationRows, table: str, kinds: list[str], keys: _WrittenKeys
) -> Iterator[bytes]:
    kept = next(one for one in found.tables if one.name == table)
    for row in found.of(connection, kept):
        keys.take(table, row)
        if table == PEOPLE:
            _leave_account(row)
        elif table == OUTBOX:
            _leave_letter(row)
        yield line_of(kinds, list(row.values()))


def _leave_account(row: Cells) -> None:
    """A person as a guest: with name and address, and nothing to sign in with."""
    row["password_hash"] = None
    if row["invited_email"] is None and row["erased_at"] is None and "@" in row["email"]:
        row["invited_email"], row["email"] = row["email"], new_guest_email()


def _leave_letter(row: Cells) -> None:
    """A letter that waits leaves from where it is; what moves says only that its key was used."""
    if row["kind"] not in LETTERS:
        return
    row["payload"] = {name: value for name, value in row["payload"].items() if name not in SECRETS}
    if row["done_at"] is None:
        row["done_at"], row["leased_until"], row["error"] = machine_now(), None, LEFT_BEHIND


def _versions(made: list[UnitStanding], tables: list[CopiedTable], on: list[str]) -> dict[str, str | None]:
    """The versions of the product's tables, and of those of each plugin that is on or has rows."""
    used = {one.name for one in tables if one.rows}
    return {
        one.unit: one.now
        for one in made
        if one.unit in (CORE.name, *on) or any(name.startswith(f"{one.unit}_") for name in used)
    }
