"""Making a federation: its short name, its name, and the floors that its votes begin with."""

import re
from fractions import Fraction
from typing import Any, Final

from sqlalchemy.exc import IntegrityError

from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotYours
from federation.kernel.tenancy import federation_scope
from federation.network.federation.actions.settling import checked_name
from federation.network.federation.queries import administers_any
from federation.network.models import Federation, Membership

_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
RESERVED: Final = frozenset(
    (
        "admin",
        "api",
        "assets",
        "federation",
        "federations",
        "help",
        "new",
        "none",
        "null",
        "people",
        "root",
        "sign-in",
        "sign-out",
        "static",
        "system",
    )
)
DELIVERED_NOTICE: Final = 24
DELIVERED_QUORUM: Final = "1/2"
LONGEST_NOTICE: Final = 90 * 24
FINEST_QUORUM: Final = 1000


def create_federation(
    slug: str,
    name: str,
    creator: int | None = None,
    *,
    notice_hours: int = DELIVERED_NOTICE,
    quorum: str = DELIVERED_QUORUM,
) -> int:
    """Make a federation and return its number. ``creator`` becomes its administrator, if given.

    Its votes begin with these floors, which its members can change: hours of notice, and of how many practices more
    must vote (0 for none).
    """
    slug = checked_slug(slug)
    name = checked_name(name)
    floors = {"notice_hours": _checked_notice(notice_hours), "quorum": _checked_quorum(quorum)}
    if creator is not None and not administers_any(creator):
        raise NotYours("Only people who administer a federation can make another one here.")
    try:
        with unit_of_work() as session:
            federation = Federation(
                slug=slug, name=name, purpose="", settings={"floors": floors}, created_at=database_now()
            )
            session.add(federation)
            session.flush()
            with federation_scope(federation.id):
                _begin(federation.id, creator, name, floors)
            return federation.id
    except IntegrityError:
        raise Invalid(f"The short name {slug} is taken. Choose another", "slug") from None


def _begin(federation_id: int, creator: int | None, name: str, floors: dict[str, Any]) -> None:
    membership = None
    if creator is not None:
        membership = Membership(
            person_id=creator, role="administrator", started_at=database_now(), given_by=creator
        )
        db.session.add(membership)
        db.session.flush()
    record.append(
        creator,
        "federation.created",
        f"federation:{federation_id}",
        name=record.digest(name),
        floors=floors,
    )
    if membership is not None:
        record.append(
            creator, "membership.started", f"person:{creator}", membership=membership.id, role="administrator"
        )


def _checked_notice(hours: int) -> int:
    if not 0 <= hours <= LONGEST_NOTICE:
        raise Invalid(f"The notice must be from 0 to {LONGEST_NOTICE:,} hours", "notice_hours")
    return hours


def _checked_quorum(fraction: str) -> dict[str, Any] | None:
    try:
        share = Fraction(fraction)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share < 1 or share.denominator > FINEST_QUORUM:
        raise Invalid("The quorum must be a fraction below 1, for example 1/2, or 0 for none", "quorum")
    return {"fraction": str(share), "strict": True} if share else None


def checked_slug(slug: str) -> str:
    slug = slug.strip()
    if not 3 <= len(slug) <= 40:
        raise Invalid("The short name must have 3 to 40 characters", "slug")
    if not _SLUG.fullmatch(slug):
        raise Invalid(
            "The short name must have only small letters a to z, digits and hyphens, "
            "and begin and end with a letter or digit",
            "slug",
        )
    if slug in RESERVED:
        raise Invalid(f"The short name {slug} is kept for the product itself. Choose another", "slug")
    return slug
