"""No pages: only a folder of templates."""

from flask import Blueprint

blueprint = Blueprint("rogue", __name__, template_folder="templates")
