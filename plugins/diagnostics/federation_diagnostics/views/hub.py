"""The first page: the three instruments."""

from flask import render_template

from federation.toolkit import actor, may, permission

from ..queries import profiles, surveys, workshops
from . import blueprint


@blueprint.get("/")
@permission("diagnostics.read")
def hub() -> str:
    """What there is to answer and to read."""
    return render_template(
        "diagnostics/hub.html",
        survey=surveys.newest(actor().person_id),
        waves=surveys.waves(),
        profile=profiles.newest(),
        workshop=workshops.newest(),
        runs=may(actor(), "diagnostics.run"),
    )
