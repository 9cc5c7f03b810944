"""Where the pages of care homes hang, and the interface for programs. Each room adds its own."""

from flask import Blueprint

from federation.toolkit import Interface

blueprint = Blueprint(
    "care_homes",
    "federation_care_homes",
    template_folder="templates",
    url_prefix="/f/<federation>/care_homes",
)
programs = Interface(
    "api_care_homes",
    __name__,
    "Care homes, which practice looks after which, how that goes, and what their staff are offered.",
)
