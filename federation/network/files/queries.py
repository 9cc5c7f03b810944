"""Files as they are listed and opened."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import undefer

from federation.kernel.db import db
from federation.kernel.files.kinds import KINDS, FileKind, size_in_words
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.kernel.web import here
from federation.network.models import StoredFile
from federation.plugin.door import StoredPlace, door
from federation.plugin.feature import PersonalRecord


class AttachedFile(NamedTuple):
    """A file without its content; ``size`` in bytes, ``sha256`` in 64 digits."""

    id: int
    name: str
    kind: str
    size: int
    sha256: str

    @property
    def words(self) -> str:
        """``PDF, 1.2 MB``."""
        return f"{KINDS[self.kind].title}, {size_in_words(self.size)}"

    @property
    def url(self) -> str:
        """The address of the file in the federation of this request."""
        return url_for("network.file", file_id=self.id)


class OpenedFile(NamedTuple):
    """A file with its content."""

    name: str
    kind: FileKind
    content: bytes
    sha256: str


_ATTACHED = (StoredFile.id, StoredFile.name, StoredFile.kind, StoredFile.size, StoredFile.sha256)


def files_of(owner: str, owner_id: int) -> list[AttachedFile]:
    """The files of a thing, the oldest first. The caller checks the right to read it."""
    rows = db.session.execute(
        select(*_ATTACHED)
        .where(StoredFile.owner == owner, StoredFile.owner_id == owner_id)
        .order_by(StoredFile.id)
    )
    return [AttachedFile(*row) for row in rows]


def opened_file(reader: Actor, file_id: int) -> OpenedFile:
    """A file, for somebody who may read what it belongs to. Raises ``NotFound``, alike of what there is not."""
    whose = db.session.execute(
        select(StoredFile.id, StoredFile.owner, StoredFile.owner_id).where(StoredFile.id == file_id)
    ).first()
    if whose is None or not door().reads_file(StoredPlace(*whose), reader, here().plugins):
        raise NotFound()
    found = db.session.scalars(
        select(StoredFile).where(StoredFile.id == file_id).options(undefer(StoredFile.content))
    ).one()
    return OpenedFile(found.name, KINDS[found.kind], found.content, found.sha256)


def fingerprints_of(numbers: Iterable[int]) -> dict[int, str]:
    """The fingerprints of files that are there, by their numbers."""
    rows = db.session.execute(
        select(StoredFile.id, StoredFile.sha256).where(StoredFile.id.in_(list(numbers)))
    )
    return {row.id: row.sha256 for row in rows}


def personal_files(person_id: int) -> list[PersonalRecord]:
    """The files that a person attached."""
    rows = db.session.execute(
        select(*_ATTACHED, StoredFile.owner, StoredFile.owner_id, StoredFile.added_at)
        .where(StoredFile.added_by == person_id)
        .order_by(StoredFile.id)
    )
    return [
        PersonalRecord(
            "File",
            {
                "file": row.id,
                "name": row.name,
                "size": row.size,
                "sha256": row.sha256,
                "of": f"{row.owner}:{row.owner_id}",
                "added_at": row.added_at.isoformat(),
            },
        )
        for row in rows
    ]
