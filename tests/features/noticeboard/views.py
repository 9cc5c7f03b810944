"""The pages."""

from federation.noticeboard.queries import notices
from flask import Blueprint, g, render_template

from federation.kernel.refusals import NotFound
from federation.kernel.web import permission

blueprint = Blueprint(
    "noticeboard", __name__, url_prefix="/f/<federation>/noticeboard", template_folder="templates"
)


@blueprint.before_request
def _section() -> None:
    g.section = "shared_work"


@blueprint.get("/")
@permission("noticeboard.read")
def index() -> str:
    """The newest notices."""
    return render_template("noticeboard/index.html", notices=notices())


@blueprint.get("/<int:notice_id>")
@permission("noticeboard.read")
def show(notice_id: int) -> str:
    """One notice."""
    found = notices(notice_id)
    if not found:
        raise NotFound()
    return render_template("noticeboard/show.html", title=found[0][1], text=found[0][2])
