"""The pages of network diagnostics. Each module adds its pages to the one blueprint."""

from flask import Blueprint

blueprint = Blueprint(
    "diagnostics",
    "federation_diagnostics",
    template_folder="templates",
    url_prefix="/f/<federation>/diagnostics",
)

from . import (  # noqa: E402, F401
    answering,
    figures,
    findings,
    hub,
    profile_pages,
    profiles,
    results,
    surveys,
    workshop_facilitator,
    workshop_groups,
    workshop_plans,
    workshops,
)
