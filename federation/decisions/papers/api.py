"""The papers of a proposal, for programs."""

from typing import Any

from flask import Response

from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.papers.actions import add_papers, remove_paper
from federation.decisions.papers.schemas import PaperSchema
from federation.kernel.api import ID, Endpoint, address, answer, nothing, takes_file
from federation.kernel.api_fields import FileSentSchema
from federation.kernel.web import actor, permission


@programs.route(f"{ONE_DECISION}/files")
class DecisionFilesView(Endpoint):
    """The papers of a proposal."""

    @permission("decisions.edit")
    @takes_file
    @programs.arguments(FileSentSchema, location="files")
    @programs.response(201, PaperSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Add a paper to a proposal, until voting opens: the next version of its text has it."""
        (paper,), version = add_papers(actor(), decision_id, [sent["file"]])
        return answer(paper._asdict() | {"version": version}, 201, address(f"files/{paper.id}"))


@programs.route(f"{ONE_DECISION}/files/<{ID}:file_id>")
class DecisionFileView(Endpoint):
    """One paper."""

    @permission("decisions.edit")
    @programs.response(204)
    def delete(self, decision_id: int, file_id: int) -> Response:
        """Take a paper away, until voting opens; what members have seen stays in earlier versions."""
        remove_paper(actor(), decision_id, file_id)
        return nothing()
