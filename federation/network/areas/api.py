"""The areas of work, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, answer
from federation.kernel.web import actor, here, permission
from federation.network.areas.actions import add_area
from federation.network.areas.schemas import AreaAnswer, AreaSent, AreasSchema
from federation.network.areas.words import areas_of
from federation.network.blueprint import programs


@programs.route("/areas")
class AreasView(Endpoint):
    """The areas of work."""

    @permission("network.read")
    @programs.response(200, AreasSchema)
    def get(self) -> Response:
        """Every area: those that all federations have, and then this one's own."""
        return answer(
            {"items": [{"key": key, "title": title} for key, title in areas_of(here().settings).items()]}
        )

    @permission("network.describe")
    @programs.arguments(AreaSent)
    @programs.response(201, AreaAnswer)
    def post(self, sent: dict[str, Any]) -> Response:
        """Add an area of the federation's own."""
        key = add_area(actor(), sent["title"])
        return answer({"key": key, "title": " ".join(sent["title"].split())}, 201)
