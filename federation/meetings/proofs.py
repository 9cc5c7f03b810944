"""Minutes against the record: what was approved is what was written, and by whom."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, in_parts, subjects_of
from federation.meetings.models import CalledMeeting, MinutesVersion


def approved_minutes() -> Iterator[RecordFlaw]:
    """Every meeting, a few at a time, and those that the record knows and the database does not."""
    there = db.session.scalars(select(CalledMeeting.id).order_by(CalledMeeting.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"meeting:{number}" for number in part])
        written: dict[int, dict[int, str]] = {}
        for one in db.session.scalars(
            select(MinutesVersion).where(MinutesVersion.meeting_id.in_(part))
        ).all():
            written.setdefault(one.meeting_id, {})[one.number] = record.digest(one.words)
        for meeting in db.session.scalars(select(CalledMeeting).where(CalledMeeting.id.in_(part))).all():
            said = acts[f"meeting:{meeting.id}"]
            noted = {act.data["version"]: act.data["text"] for act in said if act.name == "meeting.minuted"}
            if noted != written.get(meeting.id, {}):
                yield RecordFlaw(f"Meeting {meeting.id}", "its minutes are not those that the record knows")
            approved = [act.data["text"] for act in said if act.name == "meeting.approved"]
            newest = max(written.get(meeting.id, {0: ""}).items())[1]
            if approved != ([newest] if meeting.approved_at else []):
                yield RecordFlaw(f"Meeting {meeting.id}", "its minutes were not approved as the record says")
    for number in sorted(set(subjects_of("meeting")).difference(there)):
        yield RecordFlaw(f"Meeting {number}", "it is missing")
