"""Saying something about a thing, in the unit of work of the act that it belongs to. The record, the search, and who may
speak when, are those of the thing's feature, which holds the thing meanwhile."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.files.sent import SentFile
from federation.kernel.held import plain_text
from federation.kernel.policy import ROLE_TITLES, Actor
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.files.actions import attach_all, drop_file, drop_files
from federation.network.models import CommentEdit, ThreadComment, ThreadReading
from federation.network.threads.queries.named import named_in
from federation.network.threads.words import COMMENT_FILES
from federation.plugin.door import door

LONGEST: Final = 10_000
MOST_ANSWERS = 200
MOST_AN_HOUR = 40
"""Comments that one person may write."""
MOST_FILES: Final = 5


def say(
    actor: Actor,
    owner: str,
    owner_id: int,
    words: str,
    now: datetime,
    *,
    answer_to: int | None = None,
    practice_id: int | None = None,
    proposer: bool = False,
    sent: Sequence[SentFile] = (),
) -> ThreadComment:
    """Add a comment about a thing (``owner`` is a kind that a feature names under ``threads``). An answer to an answer stands
    under the same comment. ``practice_id``: for whom the person speaks, of several; ``proposer``: the thing is theirs;
    ``sent``: files that come with it.

    Raises ``Invalid`` at ``words`` or ``file``, ``NotFound`` for an answer to what is not there, and ``Refusal`` for too many.
    """
    if owner not in door().thread_owners:
        raise ValueError(f"no feature names {owner} among what threads are about")
    words = _checked(words)
    _check_pace(actor.person_id, now)
    made = ThreadComment(
        owner=owner,
        owner_id=owner_id,
        parent_id=_answered(owner, owner_id, answer_to) if answer_to is not None else None,
        person_id=actor.person_id,
        body=words,
        written_at=now,
        as_of=place_in_words(actor, proposer, practice_id),
        practice_id=_practice_of(actor, practice_id),
    )
    session = db.session()
    session.add(made)
    session.flush()
    made.files = _with_files(made, actor, sent)
    _note_named(made)
    return made


def reword(
    made: ThreadComment,
    actor: Actor,
    now: datetime,
    words: str | None = None,
    sent: Sequence[SentFile] = (),
    removed: Collection[int] = (),
) -> bool:
    """Change a comment: its words, unless they are None, with files that join it and the numbers of those that go. What it
    said before is kept. Returns whether anything changed. Raises ``Refusal`` where it was withdrawn."""
    _refuse_withdrawn(made)
    said, before = made.body, made.files
    made.body = said if words is None else _checked(words)
    _remove_files(made, removed)
    made.files = _with_files(made, actor, sent)
    _note_named(made)
    if (made.body, made.files) == (said, before):
        return False
    session = db.session()
    session.add(CommentEdit(comment_id=made.id, body=said, files=before, replaced_at=now))
    made.edited_at = now
    session.flush()
    return True


def _note_named(made: ThreadComment) -> None:
    made.mentions = [list(one) for one in named_in(made)] or None


def take_back(made: ThreadComment, now: datetime) -> None:
    """Take a comment back: nobody can read it, or what it said before, any more, and its files are deleted. Answers stay."""
    _refuse_withdrawn(made)
    made.withdrawn_at, made.files, made.mentions = now, None, None
    drop_files(COMMENT_FILES, made.id)
    db.session.flush()


def forget_readings(person_id: int) -> None:
    """Forget how far somebody has read, in the open unit of work."""
    mine = delete(ThreadReading).where(ThreadReading.person_id == person_id)
    db.session.execute(mine.execution_options(synchronize_session=False))


def comment_now(comment_id: int) -> ThreadComment:
    """A comment as it is now, where what it is about is held."""
    return db.session.scalars(
        select(ThreadComment).where(ThreadComment.id == comment_id).execution_options(populate_existing=True)
    ).one()


def about_of(comment_id: int, owner: str) -> int:
    """The number of the thing of this kind that a comment is about. Raises ``NotFound``."""
    found = db.session.scalar(
        select(ThreadComment.owner_id).where(ThreadComment.id == comment_id, ThreadComment.owner == owner)
    )
    if found is None:
        raise NotFound()
    return found


def said_in_record(made: ThreadComment) -> dict[str, Any]:
    """What the record holds of a comment: its number, the hash of its words, and numbers and fingerprints of its files."""
    files = {"files": [[one[0], one[4]] for one in made.files]} if made.files else {}
    return {"comment": made.id, "text": record.digest(made.body), **files}


def place_in_words(actor: Actor, proposer: bool = False, practice_id: int | None = None) -> str:
    """Who somebody is, in the words beside their name: "Heron Health Centre (representative)", "lay partner"."""
    seat = next((one for one in actor.seats if one.practice_id == practice_id), actor.practice)
    if seat is not None:
        return f"{seat.name} ({'proposer' if proposer else ROLE_TITLES[seat.role]})"
    role = next(
        (name for name in ("executive", "lay_partner", "administrator", "observer") if name in actor.roles),
        "",
    )
    words = ROLE_TITLES.get(role, "")
    return f"{words} (proposer)" if proposer else words


def _refuse_withdrawn(made: ThreadComment) -> None:
    if made.withdrawn_at is not None:
        raise Refusal("This comment was withdrawn.")


def _practice_of(actor: Actor, practice_id: int | None) -> int | None:
    seat = next((one for one in actor.seats if one.practice_id == practice_id), actor.practice)
    return seat.practice_id if seat else None


def _checked(words: str) -> str:
    words = plain_text(words, "words", "Enter a comment")
    if len(words) > LONGEST:
        raise Invalid(f"A comment must be {LONGEST:,} characters or less. It has {len(words):,}", "words")
    return words


def _check_pace(person_id: int, now: datetime) -> None:
    written = db.session.scalar(
        select(func.count())
        .select_from(ThreadComment)
        .where(ThreadComment.person_id == person_id, ThreadComment.written_at > now - timedelta(hours=1))
    )
    if (written or 0) >= MOST_AN_HOUR:
        raise Refusal(
            f"You have written {MOST_AN_HOUR} comments within an hour. Wait a while before the next one."
        )


def _answered(owner: str, owner_id: int, comment_id: int) -> int:
    """The comment under which an answer stands."""
    its = (ThreadComment.owner == owner, ThreadComment.owner_id == owner_id)
    row = db.session.execute(
        select(ThreadComment.id, ThreadComment.parent_id).where(ThreadComment.id == comment_id, *its)
    ).first()
    if row is None:
        raise NotFound()
    first = int(row.parent_id or row.id)
    answers = db.session.scalar(
        select(func.count()).select_from(ThreadComment).where(*its, ThreadComment.parent_id == first)
    )
    if answers is not None and answers >= MOST_ANSWERS:
        raise Refusal(f"This comment has {MOST_ANSWERS} answers already. Write a new comment instead.")
    return first


def _with_files(made: ThreadComment, actor: Actor, sent: Sequence[SentFile]) -> list[Any] | None:
    """The files of a comment with those that join it."""
    before = made.files or []
    if len(before) + len(sent) > MOST_FILES:
        raise Invalid(f"A comment can have {MOST_FILES} files at most", "file")
    joined = attach_all(COMMENT_FILES, made.id, actor.person_id, sent)
    return [*before, *map(list, joined)] or None


def _remove_files(made: ThreadComment, removed: Collection[int]) -> None:
    """Delete files of a comment. Raises ``NotFound`` where it has no such file."""
    for number in removed:
        if not drop_file(COMMENT_FILES, made.id, number):
            raise NotFound()
    made.files = [one for one in made.files or () if one[0] not in removed] or None
