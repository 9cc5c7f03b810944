"""The record for programs, and its signed checkpoints."""

from typing import Any

from flask import Response

from federation.kernel import checkpoints, record
from federation.kernel.api import ID, Endpoint, answer
from federation.kernel.refusals import NotFound
from federation.kernel.web import permission
from federation.network.blueprint import programs
from federation.network.record import schemas
from federation.network.record.queries.checkpoints import checkpoint_numbered, checkpoints_page
from federation.network.record.queries.entries import RecordLine, entries_after


@programs.route("/record")
class RecordView(Endpoint):
    """The record."""

    @permission("network.read")
    @programs.arguments(schemas.EntriesWanted, location="query")
    @programs.response(200, schemas.EntriesSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """The entries of the record, from the first on."""
        rows = entries_after(sent["after"], sent["limit"] + 1)
        more = len(rows) > sent["limit"]
        items = [_entry(row) for row in rows[: sent["limit"]]]
        return answer({"items": items, "next": str(items[-1]["seq"]) if more else None})


@programs.route("/record/checkpoints")
class CheckpointsView(Endpoint):
    """How far the record had come at moments, signed."""

    @permission("network.read")
    @programs.arguments(schemas.CheckpointsWanted, location="query")
    @programs.response(200, schemas.CheckpointsSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """The signed checkpoints of the record, the newest first, with the key that signs them now."""
        rows, older = checkpoints_page(sent.get("after"), sent["limit"])
        items = [checkpoints.as_data(row) for row in rows]
        following = str(items[-1]["seq"]) if older else None
        return answer({"items": items, "next": following, "key": checkpoints.public_key()})


@programs.route(f"/record/checkpoints/<{ID}:seq>")
class CheckpointView(Endpoint):
    """One checkpoint."""

    @permission("network.read")
    @programs.response(200, schemas.CheckpointSchema)
    def get(self, seq: int) -> Response:
        """The file of one checkpoint, byte by byte as the page gives it."""
        row = checkpoint_numbered(seq)
        if row is None:
            raise NotFound()
        return Response(checkpoints.as_text(row) + "\n", content_type="application/json")


def _entry(row: RecordLine) -> dict[str, Any]:
    return row._asdict() | {"at": record.stamp(row.at)}
