"""The federation's aims, as a proposal can serve them."""

from collections.abc import Iterable

from sqlalchemy import select

from federation.kernel.db import db
from federation.network.models import FederationAim


def current_aims(also: Iterable[int] = ()) -> list[tuple[int, str]]:
    """Number and words of aims that are not retired, and of those that a proposal names already."""
    rows = db.session.execute(
        select(FederationAim.number, FederationAim.words)
        .where(FederationAim.retired_at.is_(None) | FederationAim.number.in_(list(also)))
        .order_by(FederationAim.number)
    )
    return [(number, words) for number, words in rows]
