"""Meetings against the record: what was approved is what was written, and by whom; who was there; who asked for a meeting."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, acts_called, in_parts, subjects_of
from federation.meetings.models import AskedMeetingName, CalledMeeting, MinutesVersion
from federation.meetings.queries.presence import digest_of_presence


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
            there_said = [act.data["there"] for act in said if "there" in act.data]
            if there_said and there_said != [digest_of_presence(meeting.id)]:
                yield RecordFlaw(f"Meeting {meeting.id}", "not those were there whom the record knows")
    for number in sorted(set(subjects_of("meeting")).difference(there)):
        yield RecordFlaw(f"Meeting {number}", "it is missing")


def askings() -> Iterator[RecordFlaw]:
    """Every practice that has asked for an extraordinary general meeting, a few at a time: who signed for it, why, and whether it
    was taken back."""
    known = {
        int(subject.partition(":")[2])
        for subject, _ in acts_called("meeting.asked", "meeting.asking_taken_back")
    }
    there = sorted(known.union(db.session.scalars(select(AskedMeetingName.practice_id).distinct())))
    for part in in_parts(there):
        acts = acts_about([f"practice:{number}" for number in part])
        rows = db.session.scalars(
            select(AskedMeetingName)
            .where(AskedMeetingName.practice_id.in_(part))
            .order_by(AskedMeetingName.id)
        ).all()
        for number in part:
            told = acts[f"practice:{number}"]
            said = [(act.actor, act.data["text"]) for act in told if act.name == "meeting.asked"]
            back = sum(act.name == "meeting.asking_taken_back" for act in told)
            own = [row for row in rows if row.practice_id == number]
            kept = [(row.signed_by, record.digest(row.reason)) for row in own]
            if (said, back) != (kept, sum(row.taken_back_at is not None for row in own)):
                yield RecordFlaw(
                    f"Practice {number}", "it asked for a meeting otherwise than the record says"
                )
