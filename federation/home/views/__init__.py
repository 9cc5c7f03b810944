"""The first page and the search. Each module adds its pages to the one blueprint."""

from flask import Blueprint

blueprint = Blueprint("home", "federation.home", url_prefix="/f/<federation>")

from federation.home.views import first_day, first_page, search  # noqa: E402, F401
