"""Attaching files, in the unit of work of the act they belong to. The record, and who may attach, are its feature's."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select

from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.files.kinds import kind_of, size_in_words, text_in
from federation.kernel.files.names import safe_name
from federation.kernel.files.sent import SentFile
from federation.kernel.held import plain_text, rows_changed
from federation.kernel.refusals import Invalid, Refusal
from federation.network.files.queries import AttachedFile
from federation.network.models import StoredFile
from federation.plugin.door import door

MOST_OF_ONE = 100
"""Files that one thing can have."""
MOST_AN_HOUR = 60
"""Files that one person may attach."""
MOST_BYTES_HERE = 5_000_000_000
"""Bytes of all files of a federation."""


def attach(owner: str, owner_id: int, person_id: int, sent: SentFile) -> AttachedFile:
    """Keep a file of a thing (``owner`` is a kind that a feature names under ``files``), within a unit of work.

    Raises ``Invalid`` at ``file`` for what cannot be attached: empty or too large, of another kind than its name says or
    of none that can be attached, a program, with macros, or about a patient as far as that can be seen.
    """
    if owner not in door().file_owners:
        raise ValueError(f"no feature names {owner} among what files belong to")
    name = plain_text(safe_name(sent.name), "file")
    kind = kind_of(name, sent.content)
    plain_text(text_in(kind, sent.content), "file")
    _check_room(owner, owner_id, person_id, len(sent.content))
    made = StoredFile(
        owner=owner,
        owner_id=owner_id,
        name=name,
        kind=kind.key,
        size=len(sent.content),
        sha256=hashlib.sha256(sent.content).hexdigest(),
        added_by=person_id,
        added_at=time_now(),
        content=sent.content,
    )
    session = db.session()
    session.add(made)
    session.flush()
    session.expunge(made)
    return AttachedFile(made.id, made.name, made.kind, made.size, made.sha256)


def attach_all(owner: str, owner_id: int, person_id: int, sent: Sequence[SentFile]) -> list[AttachedFile]:
    """Attach several files; what is wrong with one of several names it."""
    made = []
    for one in sent:
        try:
            made.append(attach(owner, owner_id, person_id, one))
        except Invalid as no:
            raise no if len(sent) == 1 else Invalid(f"{safe_name(one.name)}: {no.words}", "file") from None
    return made


def drop_file(owner: str, owner_id: int, file_id: int) -> bool:
    """Delete one file of a thing, in the open unit of work. Returns False where the thing has no such file."""
    mine = (StoredFile.owner == owner, StoredFile.owner_id == owner_id, StoredFile.id == file_id)
    return bool(rows_changed(delete(StoredFile).where(*mine).execution_options(synchronize_session=False)))


def drop_files(owner: str, owner_id: int) -> int:
    """Delete all files of a thing that goes, in the open unit of work. Returns how many it were."""
    mine = (StoredFile.owner == owner, StoredFile.owner_id == owner_id)
    return rows_changed(delete(StoredFile).where(*mine).execution_options(synchronize_session=False))


def _check_room(owner: str, owner_id: int, person_id: int, size: int) -> None:
    of_one = _count(StoredFile.owner == owner, StoredFile.owner_id == owner_id)
    if of_one >= MOST_OF_ONE:
        raise Refusal(f"There have been {MOST_OF_ONE} files here, so no more can be attached.")
    lately = _count(StoredFile.added_by == person_id, StoredFile.added_at > time_now() - timedelta(hours=1))
    if lately >= MOST_AN_HOUR:
        raise Refusal(
            f"You have attached {MOST_AN_HOUR} files within an hour. Wait a while before the next one."
        )
    kept = db.session.scalar(select(func.sum(StoredFile.size))) or 0
    if int(kept) + size > MOST_BYTES_HERE:
        raise Invalid(
            f"The files of this federation have {size_in_words(MOST_BYTES_HERE)} together, which is the most "
            "that can be kept. Nothing was saved",
            "file",
        )


def _count(*which: object) -> int:
    return int(db.session.scalar(select(func.count(StoredFile.id)).where(*which)) or 0)  # type: ignore[arg-type]
