"""Files between upload and saving: kept on the server, so that any worker can go on, for a day."""

import zlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, delete, select, update

from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound
from federation.network.models import PackedUpload

KEPT_FOR: Final = timedelta(days=1)
MOST_PER_PERSON: Final = 3
_PRACTICAL_LEVEL: Final = 3


def keep_upload(actor: Actor, kind: str, name: str, content: bytes) -> int:
    """Keep a file for the next step and return its number; the person's oldest go, and what has expired."""
    authorize(actor, "network.arrange")
    packed = zlib.compress(content, _PRACTICAL_LEVEL)
    with unit_of_work() as session:
        now = time_now()
        earlier = session.scalars(
            select(PackedUpload.id)
            .where(PackedUpload.person_id == actor.person_id, PackedUpload.expires_at > now)
            .order_by(PackedUpload.id.desc())
            .offset(MOST_PER_PERSON - 1)
        ).all()
        session.execute(
            delete(PackedUpload)
            .where((PackedUpload.expires_at <= now) | PackedUpload.id.in_(earlier))
            .execution_options(synchronize_session=False)
        )
        upload = PackedUpload(
            person_id=actor.person_id,
            kind=kind,
            name=_shown(name),
            content=packed,
            choice={},
            uploaded_at=now,
            expires_at=now + KEPT_FOR,
        )
        session.add(upload)
        session.flush()
        return upload.id


def _shown(name: str) -> str:
    """The file's own name, without folders and without what cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-200:] or "file.csv"


def pick_from_upload(actor: Actor, upload_id: int, choice: Mapping[str, Any]) -> None:
    """Remember what was picked from a file."""
    authorize(actor, "network.arrange")
    with unit_of_work():
        done = rows_changed(
            update(PackedUpload)
            .where(
                PackedUpload.id == upload_id,
                PackedUpload.person_id == actor.person_id,
                PackedUpload.saved_as.is_(None),
            )
            .values(choice=dict(choice))
            .execution_options(synchronize_session=False)
        )
        if done != 1:
            raise NotFound()


def mark_saved(upload_id: int, seq: int) -> None:
    """Throw the content of a file away once it is saved, in the open unit of work."""
    db.session.execute(
        update(PackedUpload)
        .where(PackedUpload.id == upload_id)
        .values(content=b"", choice={}, saved_as=seq)
        .execution_options(synchronize_session=False)
    )


def where_to_forget() -> Select[int]:
    """The federations with a file that nobody saved within a day."""
    return select(PackedUpload.federation_id).where(PackedUpload.expires_at <= database_now()).distinct()


def forget_old_uploads() -> int:
    """The job: delete files that nobody saved within a day; returns how many."""
    with unit_of_work():
        done = rows_changed(
            delete(PackedUpload)
            .where(PackedUpload.expires_at <= database_now())
            .execution_options(synchronize_session=False)
        )
        return done
