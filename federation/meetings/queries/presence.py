"""Who was at a meeting, as a fingerprint for the record."""

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.meetings.models import CorrectedPresence, MeetingPresence


def digest_of_presence(meeting_id: int) -> str:
    """A fingerprint of who came or did not, by whose word it counts, and of what was corrected. Two statements."""
    noted = select(
        MeetingPresence.person_id,
        MeetingPresence.practice_id,
        MeetingPresence.stands_in_for,
        MeetingPresence.state,
        MeetingPresence.confirmed_by,
    ).where(MeetingPresence.meeting_id == meeting_id)
    corrected = select(
        CorrectedPresence.person_id,
        CorrectedPresence.state,
        CorrectedPresence.reason,
        CorrectedPresence.corrected_by,
    ).where(CorrectedPresence.meeting_id == meeting_id)
    rows = db.session.execute(noted.order_by(MeetingPresence.person_id)).all()
    amended = db.session.execute(corrected.order_by(CorrectedPresence.id)).all()
    return record.digest([[list(row) for row in rows], [list(row) for row in amended]])
