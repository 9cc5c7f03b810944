"""What is not finished when a mandate is taken back, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, nothing
from federation.kernel.web import actor, permission
from federation.mandates import schemas
from federation.mandates.actions.finishing import finish
from federation.mandates.blueprint import ONE_GROUP, programs


@programs.route(f"{ONE_GROUP}/unfinished")
class UnfinishedView(Endpoint):
    """What somebody saw to under a mandate that was taken back."""

    @permission("mandates.finish")
    @programs.arguments(schemas.UnfinishedSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Say what became of what you saw to under the mandate of a group that the members took back."""
        finish(actor(), group_id, sent["words"])
        return nothing()
