"""Membership against the record: each step is what the record says, and who is suspended follows from the steps."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.belonging.actions.steps import said_of
from federation.belonging.models import MembershipStep
from federation.belonging.rules import NoticeStep, standing_notice
from federation.kernel.days import end_of_day, start_of_day
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, in_parts
from federation.network.models import Practice


def steps() -> Iterator[RecordFlaw]:
    """Every practice that has steps or is suspended, a few at a time."""
    having = select(MembershipStep.practice_id)
    there = db.session.scalars(
        select(Practice.id)
        .where(
            Practice.id.in_(having) | Practice.suspended_until.is_not(None) | Practice.leaves_at.is_not(None)
        )
        .order_by(Practice.id)
    ).all()
    for part in in_parts(there):
        acts = acts_about([f"practice:{number}" for number in part])
        rows = db.session.scalars(
            select(MembershipStep).where(MembershipStep.practice_id.in_(part)).order_by(MembershipStep.id)
        ).all()
        standing = select(Practice.id, Practice.suspended_until, Practice.leaves_at)
        times = db.session.execute(standing.where(Practice.id.in_(part))).all()
        until = {row.id: row.suspended_until for row in times}
        leaving = {row.id: row.leaves_at for row in times}
        for number in part:
            own = [row for row in rows if row.practice_id == number]
            said = [
                {name: value for name, value in act.data.items() if name != "person"}
                for act in acts[f"practice:{number}"]
                if "step" in act.data
            ]
            if said != [{"step": row.id, **said_of(row)} for row in own]:
                yield RecordFlaw(f"Practice {number}", "its membership is not what the record says")
            last = next((row for row in reversed(own) if row.kind in ("suspended", "lifted")), None)
            ends = end_of_day(last.day) if last and last.kind == "suspended" and last.day else None
            notice = standing_notice(NoticeStep(row.kind, row.day) for row in own)
            leaves = start_of_day(notice.day) if notice and not notice.waits else None
            if leaving[number] != leaves:
                yield RecordFlaw(f"Practice {number}", "it leaves at another time than its notice says")
            if until[number] != ends:
                yield RecordFlaw(f"Practice {number}", "it is suspended otherwise than the members decided")
