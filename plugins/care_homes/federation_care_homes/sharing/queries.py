"""What works in care homes, as it was brought."""

from sqlalchemy import select

from federation.toolkit import NotFound, session

from ..models import HomeEvidence


def all_evidence(most: int = 100) -> list[HomeEvidence]:
    """What was brought, the latest first."""
    return list(session.scalars(select(HomeEvidence).order_by(HomeEvidence.id.desc()).limit(most)))


def evidence_here(evidence_id: int) -> HomeEvidence:
    """One of them. Raises ``NotFound``."""
    found = session.get(HomeEvidence, evidence_id)
    if found is None:
        raise NotFound()
    return found
