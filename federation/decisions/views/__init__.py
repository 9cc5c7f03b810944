"""The pages of decisions. Each module adds its pages to the one blueprint."""

from flask import Blueprint

blueprint = Blueprint("decisions", "federation.decisions", url_prefix="/f/<federation>")

from federation.decisions.views import (  # noqa: E402, F401
    discussion,
    home,
    outcomes,
    proposals,
    register,
    rules,
    show,
    versions,
    voting,
)
