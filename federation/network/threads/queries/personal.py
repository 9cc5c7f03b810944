"""Who opens the files of comments, and what is kept of a person."""

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.network.models import CommentEdit, ThreadComment, ThreadReading
from federation.plugin.door import door
from federation.plugin.feature import PersonalRecord


def reads_comment(reader: Actor, owner_id: int) -> bool:
    """Whether somebody may read a comment and open its files: they read what it is about. Nobody may once it is withdrawn."""
    about = db.session.execute(
        select(ThreadComment.owner, ThreadComment.owner_id).where(
            ThreadComment.id == owner_id, ThreadComment.withdrawn_at.is_(None)
        )
    ).first()
    on = door().calls.switched_on()
    return about is not None and door().reads_thing(about.owner, about.owner_id, reader, on)


def personal_comments(person_id: int) -> list[PersonalRecord]:
    """What a person wrote, and what it said before."""
    rows = db.session.execute(
        select(
            ThreadComment.id,
            ThreadComment.owner,
            ThreadComment.owner_id,
            ThreadComment.body,
            ThreadComment.written_at,
            ThreadComment.as_of,
        )
        .where(ThreadComment.person_id == person_id)
        .order_by(ThreadComment.id)
    ).all()
    edits = db.session.execute(
        select(CommentEdit.comment_id, CommentEdit.body, CommentEdit.replaced_at)
        .join(ThreadComment, ThreadComment.id == CommentEdit.comment_id)
        .where(ThreadComment.person_id == person_id)
        .order_by(CommentEdit.id)
    )
    said = [
        PersonalRecord(
            "Comment",
            {
                "comment": row.id,
                "of": f"{row.owner}:{row.owner_id}",
                "text": row.body,
                "written_at": row.written_at.isoformat(),
                "written_as": row.as_of,
            },
        )
        for row in rows
    ]
    said += [
        PersonalRecord(
            "How far you have read",
            {"of": f"{one.owner}:{one.owner_id}", "comment": one.upto, "read_at": one.read_at.isoformat()},
        )
        for one in db.session.scalars(
            select(ThreadReading).where(ThreadReading.person_id == person_id).order_by(ThreadReading.id)
        )
    ]
    return said + [
        PersonalRecord(
            "Earlier text of a comment",
            {"comment": row.comment_id, "text": row.body, "replaced_at": row.replaced_at.isoformat()},
        )
        for row in edits
    ]
