"""Papers of items on agendas, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, address, answer, nothing, takes_file
from federation.kernel.api_fields import FileSentSchema
from federation.kernel.web import actor, permission
from federation.meetings.actions.papers import add_papers_to, remove_paper_from
from federation.meetings.blueprint import API_ITEM, programs
from federation.network.files.schemas import AttachedFileSchema


@programs.route(f"{API_ITEM}/files")
class ItemFilesView(Endpoint):
    """The papers of an item."""

    @permission("meetings.speak")
    @takes_file
    @programs.arguments(FileSentSchema, location="files")
    @programs.response(201, AttachedFileSchema)
    def post(self, sent: dict[str, Any], meeting_id: int, item_id: int) -> Response:
        """Add a paper to an item: whoever put it on the agenda, and who leads. It is at ``files/ID``."""
        [paper] = add_papers_to(actor(), meeting_id, item_id, [sent["file"]])
        return answer(paper._asdict(), 201, address(f"files/{paper.id}"))


@programs.route(f"{API_ITEM}/files/<{ID}:paper_id>")
class ItemFileView(Endpoint):
    """One paper."""

    @permission("meetings.speak")
    @programs.response(204)
    def delete(self, meeting_id: int, item_id: int, paper_id: int) -> Response:
        """Take a paper away, until the minutes are approved."""
        remove_paper_from(actor(), meeting_id, item_id, paper_id)
        return nothing()
