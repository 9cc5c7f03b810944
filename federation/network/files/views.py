"""Opening a file in the browser."""

from flask import Response

from federation.kernel.files.sending import file_response
from federation.kernel.web import actor, permission
from federation.network.blueprint import NUMBER, blueprint
from federation.network.files.queries import opened_file


@blueprint.get(f"/f/<federation>/files/<{NUMBER}:file_id>")
@permission("network.files")
def file(file_id: int) -> Response:
    """Open or save a file."""
    return file_response(*opened_file(actor(), file_id))
