"""A federation by its short name."""

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.kernel.web import FederationHere
from federation.network.models import Federation


def federation_named(slug: str) -> FederationHere:
    """The federation with this short name; :class:`NotFound` when there is none."""
    row = db.session.execute(
        select(Federation.id, Federation.slug, Federation.name, Federation.settings).where(
            Federation.slug == slug
        )
    ).first()
    if row is None:
        raise NotFound(f"There is no federation with the short name {slug}.")
    return FederationHere(row.id, row.slug, row.name, row.settings or {})
