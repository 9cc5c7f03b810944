"""The first page and the search. The modules that add pages are named in the feature's value."""

from flask import Blueprint

blueprint = Blueprint("home", "federation.home", url_prefix="/f/<federation>")
feed = Blueprint("home_feed", "federation.home", url_prefix="/api/v1/federations/<plain:federation>")
"""What a phone reads by a key in its address: among the addresses for programs, but without a token."""
