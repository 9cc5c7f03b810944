"""Guests against the record: nobody comes by a link that no entry gave, and none works longer than its entry says."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_called
from federation.network.models import InvitedGuest


def guests() -> Iterator[RecordFlaw]:
    """Every invitation against the entries that made and ended it. Those of a plugin that was removed for good are gone."""
    invited: dict[str, dict[str, Any]] = {}
    ended: set[str] = set()
    for subject, act in acts_called("guest.invited", "guest.ended"):
        if act.name == "guest.ended":
            ended.add(subject)
        else:
            invited[subject] = {**act.data, "by": act.actor}
    for row in db.session.scalars(select(InvitedGuest).order_by(InvitedGuest.id)):
        name = f"guest:{row.id}"
        kept = {
            "of": f"{row.kind}:{row.number}",
            "person": row.person_id,
            "until": record.stamp(row.until),
            "link": record.digest([row.token_hash]),
            "by": row.invited_by,
        }
        if invited.get(name) != kept:
            yield RecordFlaw(f"Guest {row.id}", "no entry invited them so")
        elif (row.ended_at is not None) is not (name in ended):
            yield RecordFlaw(f"Guest {row.id}", "whether their link was ended is not as the record says")
