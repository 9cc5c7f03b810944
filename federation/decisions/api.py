"""stub"""
from flask_smorest import Blueprint
from federation.kernel.api import PREFIX
blueprint = Blueprint("api_decisions", __name__, url_prefix=PREFIX)
