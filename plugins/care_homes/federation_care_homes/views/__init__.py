"""The pages of care homes. Each module adds its pages to the one blueprint."""

from flask import Blueprint

blueprint = Blueprint(
    "care_homes",
    "federation_care_homes",
    template_folder="templates",
    url_prefix="/f/<federation>/care_homes",
)

from . import aligning, homes, report, running, sharing, support  # noqa: E402, F401
