"""Reading areas of work where there is no request."""

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.network.areas.words import areas_of
from federation.network.models import Federation


def areas_here() -> dict[str, str]:
    """The areas of the federation chosen: key and title. One statement at most."""
    return areas_of(db.session.get_one(Federation, tenancy.current()).settings or {})
