"""Reading a file that is between upload and saving."""

import zlib
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.network.imports.rules import PickablePlaces, places, read_practices
from federation.network.models import PackedUpload
from federation.plugin.feature import PersonalRecord

_MOST_PLACES: Final = 8
_places: dict[bytes, PickablePlaces] = {}
"""What was found in the files of practices that were looked at last, by their fingerprint."""


class KeptUpload(NamedTuple):
    """A file as it was uploaded, and what was picked from it. Saved already: ``saved_as`` and no content."""

    id: int
    name: str
    content: bytes
    choice: dict[str, Any]
    uploaded_at: datetime
    saved_as: int | None


def upload_of(actor: Actor, upload_id: int, kind: str) -> KeptUpload:
    """The person's own file of this kind; after a day there is none."""
    row = db.session.execute(
        select(
            PackedUpload.id,
            PackedUpload.name,
            PackedUpload.content,
            PackedUpload.choice,
            PackedUpload.uploaded_at,
            PackedUpload.saved_as,
        ).where(
            PackedUpload.id == upload_id,
            PackedUpload.person_id == actor.person_id,
            PackedUpload.kind == kind,
            PackedUpload.expires_at > database_now(),
        )
    ).first()
    if row is None:
        raise NotFound()
    content = zlib.decompress(row.content) if row.content else b""
    return KeptUpload(row.id, row.name, content, row.choice or {}, row.uploaded_at, row.saved_as)


def personal_uploads(person_id: int) -> list[PersonalRecord]:
    """Which files a person uploaded and when, as far as they are still kept; for the hook ``personal_data``."""
    rows = db.session.execute(
        select(
            PackedUpload.id,
            PackedUpload.kind,
            PackedUpload.name,
            PackedUpload.uploaded_at,
            PackedUpload.expires_at,
            PackedUpload.saved_as,
        )
        .where(PackedUpload.person_id == person_id)
        .order_by(PackedUpload.id)
    )
    return [
        PersonalRecord(
            "Uploaded file",
            {
                "upload": id_,
                "kind": kind,
                "name": name,
                "uploaded_at": at.isoformat(),
                "kept_until": until.isoformat(),
                "record_entry": saved_as,
            },
        )
        for id_, kind, name, at, until, saved_as in rows
    ]


def places_of(kept: KeptUpload) -> PickablePlaces:
    """The places in a file of practices; a large file is read once, however often its page is looked at."""
    digest = sha256(kept.content).digest()
    found = _places.get(digest)
    if found is None:
        found = places(read_practices(kept.content))
        while len(_places) >= _MOST_PLACES:
            _places.pop(next(iter(_places)), None)
        _places[digest] = found
    return found
