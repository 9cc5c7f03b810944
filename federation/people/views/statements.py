"""Public statements: accessibility and privacy."""

from flask import current_app

from federation.kernel.policy import PUBLIC
from federation.kernel.web import permission
from federation.people.actions.keeping import days_kept
from federation.people.views.frame import blueprint, show


@blueprint.get("/accessibility")
@permission(PUBLIC)
def accessibility() -> str:
    """How accessible the product is, and what is known not to be."""
    return show("accessibility.html")


@blueprint.get("/privacy")
@permission(PUBLIC)
def privacy() -> str:
    """The statement on what is kept about people, for how long, and who decides."""
    return show("privacy.html", hours=current_app.config["SETTINGS"]["session_hours"], days=days_kept())
