"""The record for programs."""

from typing import Any

from flask import Response

from federation.kernel import record
from federation.kernel.api import Endpoint, answer
from federation.kernel.web import permission
from federation.network.blueprint import programs
from federation.network.record import schemas
from federation.network.record.queries.entries import Entry, entries_after


@programs.route("/record")
class RecordView(Endpoint):
    """The record."""

    @permission("network.read")
    @programs.arguments(schemas.EntriesWanted, location="query")
    @programs.response(200, schemas.Entries)
    def get(self, sent: dict[str, Any]) -> Response:
        """The entries of the record, from the first on."""
        rows = entries_after(sent["after"], sent["limit"] + 1)
        more = len(rows) > sent["limit"]
        items = [_entry(row) for row in rows[: sent["limit"]]]
        return answer({"items": items, "next": str(items[-1]["seq"]) if more else None})


def _entry(row: Entry) -> dict[str, Any]:
    return row._asdict() | {"at": record.stamp(row.at)}
