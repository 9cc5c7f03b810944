"""What was given, gained and paid, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, PartQuerySchema, answer
from federation.kernel.api_fields import iso
from federation.kernel.policy import may
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission
from federation.network.blueprint import programs
from federation.network.ledger import queries, schemas


@programs.route("/ledger")
class LedgerView(Endpoint):
    """What practices and people gave, gained and paid."""

    @permission("network.read")
    @programs.arguments(PartQuerySchema, location="query")
    @programs.response(200, schemas.LedgerSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """A part of the ledger, in the order in which it was noted. Observers get no money of single practices."""
        after, limit = sent["after"], sent["limit"]
        if after and not (after.isascii() and after.isdigit() and len(after) < 16):
            raise Invalid("Send what an earlier part gave as next", "after")
        rows = queries.lines_after(int(after or 0), limit + 1, may(actor(), "network.money"))
        return answer(
            {
                "items": [_shown(row) for row in rows[:limit]],
                "next": str(rows[limit - 1].id) if len(rows) > limit else None,
            }
        )


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "practice": row.code,
        "person": row.person,
        "minutes": row.minutes,
        "pence": row.pence,
        "words": row.words,
        "source": row.feature,
        "at": iso(row.at),
    }
