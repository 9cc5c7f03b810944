"""Pages that ask people for a fresh code where programs need no scope for what binds, or the other way round."""

from flask import Blueprint

from federation.toolkit import fresh, permission, unasked

binding = Blueprint("bent_binding", __name__)


@binding.post("/f/<federation>/bent/bind")
@permission("bent.bind")
def bind() -> str:
    """Binds, and asks for no code."""
    return ""


annoying = Blueprint("bent_annoying", __name__)


@annoying.post("/f/<federation>/bent/note")
@permission("bent.read")
@fresh()
def note() -> str:
    """Asks for a code, and binds nobody."""
    return ""


excused = Blueprint("bent_excused", __name__)


@excused.post("/f/<federation>/bent/plan")
@permission("bent.read")
@unasked("it binds nobody")
def plan() -> str:
    """Says why it does not ask, and need not say it."""
    return ""
