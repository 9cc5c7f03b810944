"""What holds for a federation by decisions of its members, floors and what they agreed, against the record."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, acts_called
from federation.network.models import Federation


def floors() -> Iterator[RecordFlaw]:
    """The floors that hold: as the federation was made, or as the members decided last."""
    here = tenancy.current()
    subject = f"federation:{here}"
    recorded = next(
        (act.data["floors"] for act in acts_about([subject])[subject] if "floors" in act.data), None
    )
    for _, act in acts_called("floors.changed"):
        recorded = act.data.get("floors")
    settings = db.session.scalar(select(Federation.settings).where(Federation.id == here)) or {}
    if settings.get("floors") != recorded:
        yield RecordFlaw("The federation", "no entry holds the floors of its votes as they are now")


def agreed() -> Iterator[RecordFlaw]:
    """What the members agreed: as they decided last."""
    recorded = {act.data["setting"]: act.data["value"] for _, act in acts_called("agreed.changed")}
    settings = db.session.scalar(select(Federation.settings).where(Federation.id == tenancy.current())) or {}
    if settings.get("agreed", {}) != recorded:
        yield RecordFlaw(
            "The federation", "the entries hold other values of what its members agreed than hold now"
        )
