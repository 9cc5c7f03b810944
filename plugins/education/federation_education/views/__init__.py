"""The pages of education. Each module adds its pages to the one blueprint."""

from flask import Blueprint

blueprint = Blueprint(
    "education",
    "federation_education",
    template_folder="templates",
    url_prefix="/f/<federation>/education",
)
