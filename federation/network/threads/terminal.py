"""What was said about the things of a feature that is removed for good."""

import json
import os
from pathlib import Path

from sqlalchemy import and_, delete, select

from federation.kernel.db import db
from federation.network.files.actions import drop_files
from federation.network.files.terminal import write_files
from federation.network.models import CommentEdit, StoredFile, ThreadComment, ThreadReading
from federation.network.threads.words import COMMENT_FILES


def take_out_comments(feature: str, folder: Path) -> int:
    """Write what was said about a feature's things, in the federation chosen, into a folder and delete it, in the open unit of
    work: comments into ``comments.jsonl``, one a line, and the files that came with them. Returns how many comments it were."""
    mine = ThreadComment.owner.startswith(f"{feature}.", autoescape=True)
    found = db.session.scalars(select(ThreadComment).where(mine).order_by(ThreadComment.id)).all()
    if found:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(folder / "comments.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(opened, "w") as file:
            file.writelines(json.dumps(_written(one), ensure_ascii=False) + "\n" for one in found)
            file.flush()
            os.fsync(file.fileno())
    numbers = [one.id for one in found]
    write_files(and_(StoredFile.owner == COMMENT_FILES, StoredFile.owner_id.in_(numbers)), folder)
    for number in numbers:
        drop_files(COMMENT_FILES, number)
    for gone in (
        delete(CommentEdit).where(CommentEdit.comment_id.in_(numbers)),
        delete(ThreadComment).where(mine, ThreadComment.parent_id.is_not(None)),
        delete(ThreadComment).where(mine),
        delete(ThreadReading).where(ThreadReading.owner.startswith(f"{feature}.", autoescape=True)),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))
    return len(found)


def _written(one: ThreadComment) -> dict[str, object]:
    return {
        "federation": one.federation_id,
        "comment": one.id,
        "of": f"{one.owner}:{one.owner_id}",
        "answers": one.parent_id,
        "person": one.person_id,
        "written_at": one.written_at.isoformat(),
        "text": None if one.withdrawn_at else one.body,
    }
