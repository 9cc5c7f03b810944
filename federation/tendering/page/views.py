"""The list of tenders."""

from flask import render_template

from federation.kernel.web import permission
from federation.tendering.blueprint import TENDERS, blueprint
from federation.tendering.preparing.queries.listed import newest_tenders


@blueprint.get(TENDERS)
@permission("tendering.read")
def tenders() -> str:
    """The tenders of the practices."""
    return render_template("tendering/tenders.html", tenders=newest_tenders())
