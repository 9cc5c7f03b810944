"""The content of a file, for programs."""

from flask import Response

from federation.kernel.api import ID, Endpoint
from federation.kernel.files.kinds import KINDS
from federation.kernel.files.sending import file_response
from federation.kernel.web import actor, permission
from federation.network.blueprint import programs
from federation.network.files.queries import opened_file

_AS_IT_IS = {"schema": {"type": "string", "format": "binary"}}
_CONTENT = {
    "description": "The content, under the type of its kind.",
    "content": {kind.media_type: _AS_IT_IS for kind in KINDS.values()},
}


@programs.route(f"/files/<{ID}:file_id>")
class FileView(Endpoint):
    """One file."""

    @permission("network.files")
    @programs.doc(responses={200: _CONTENT})
    def get(self, file_id: int) -> Response:
        """The file itself, as it was attached; who may read what it belongs to may read it."""
        return file_response(*opened_file(actor(), file_id))
