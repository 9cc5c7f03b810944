"""Code that breaks the contract, for plugins that are refused."""

from flask import Blueprint

from federation.kernel.web import permission

stray = Blueprint("stray", __name__)

outside = Blueprint("bent", __name__)


@outside.get("/f/<federation>/elsewhere/")
@permission("bent.read")
def elsewhere() -> str:
    """A page beside its place."""
    return ""


@outside.get("/f/<federation>/bent/open")
def undeclared() -> str:
    """A page without a permission."""
    return ""


@outside.get("/f/<federation>/bent/borrowed")
@permission("network.read")
def borrowed() -> str:
    """A page with another feature's permission."""
    return ""


everywhere = Blueprint("bent_everywhere", __name__)


@everywhere.before_app_request
def watch() -> None:
    """Looks at every request of the product."""


@everywhere.app_template_filter("bent")
def bend(text: str) -> str:
    """Changes every template."""
    return text


@everywhere.app_errorhandler(404)
def hide(_error: Exception) -> str:
    """Answers for everybody."""
    return ""


exempt = Blueprint("bent_exempt", __name__)


@exempt.record_once
def _exempt(_state: object) -> None:
    from federation.kernel.web import csrf

    csrf.exempt(exempt)


def job() -> None:
    """A job."""


class NotAForm:
    """No form."""
