"""The first page and the search. The modules that add pages are named in the feature's value."""

from flask import Blueprint

blueprint = Blueprint("home", "federation.home", url_prefix="/f/<federation>")
