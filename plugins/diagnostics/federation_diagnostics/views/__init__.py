"""The pages of network diagnostics. Each module adds its pages to the one blueprint."""

from flask import Blueprint, g

blueprint = Blueprint(
    "diagnostics",
    "federation_diagnostics",
    template_folder="templates",
    url_prefix="/f/<federation>/diagnostics",
)


@blueprint.before_request
def _section() -> None:
    """Mark the section of the navigation."""
    g.section = "shared_work"


from . import hub, profile_pages, profiles  # noqa: E402, F401
