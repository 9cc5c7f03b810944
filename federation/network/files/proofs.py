"""Files against themselves: the bytes that are kept are those that were attached."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import undefer

from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw
from federation.network.models import StoredFile


def contents() -> Iterator[RecordFlaw]:
    """Every file, one at a time, so that no two lie in memory."""
    for number in db.session.scalars(select(StoredFile.id).order_by(StoredFile.id)).all():
        found = db.session.scalars(
            select(StoredFile).where(StoredFile.id == number).options(undefer(StoredFile.content))
        ).one()
        if (hashlib.sha256(found.content).hexdigest(), len(found.content)) != (found.sha256, found.size):
            yield RecordFlaw(f"File {number}", "its content was changed")
        db.session.expunge(found)
