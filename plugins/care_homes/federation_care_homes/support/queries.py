"""What is offered to the staff of homes, and how many of them leave."""

from sqlalchemy import select

from federation.toolkit import NotFound, session

from ..models import HomeOffer, HomeTurnover


def offers(home_id: int | None = None, most: int = 200) -> list[HomeOffer]:
    """Offers, those that stand first, then the latest; of one home or of all."""
    wanted = () if home_id is None else (HomeOffer.home_id == home_id,)
    stands = HomeOffer.ended_at.is_(None)
    rows = select(HomeOffer).where(*wanted).order_by(stands.desc(), HomeOffer.id.desc()).limit(most)
    return list(session.scalars(rows))


def offer_here(offer_id: int) -> HomeOffer:
    """One offer. Raises ``NotFound``."""
    found = session.get(HomeOffer, offer_id)
    if found is None:
        raise NotFound()
    return found


def turnover_of(home_id: int) -> list[HomeTurnover]:
    """How many staff left, the latest quarters first."""
    rows = select(HomeTurnover).where(HomeTurnover.home_id == home_id).order_by(HomeTurnover.quarter.desc())
    return list(session.scalars(rows.limit(12)))
