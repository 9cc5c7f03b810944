"""Talking about a proposal: comments, answers to them, and changing one's own words."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from federation.decisions import rules
from federation.decisions.discussion.letters import tell_comment
from federation.decisions.findable import note_comment
from federation.decisions.held import readable
from federation.decisions.models import CommentEdit, Decision, DecisionComment
from federation.decisions.subjects import COMMENT_FILES
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.held import held, plain_text
from federation.kernel.policy import ROLE_TITLES, Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.files.actions import attach_all, drop_file, drop_files

LONGEST = 10_000
MOST_ANSWERS = 200
MOST_AN_HOUR = 40
"""Comments that one person may write."""
MOST_FILES: Final = 5


def comment(
    actor: Actor,
    decision_id: int,
    words: str,
    answer_to: int | None = None,
    practice_id: int | None = None,
    sent: Sequence[SentFile] = (),
) -> int:
    """Say something for all members to read; returns the comment's number.

    An answer to an answer stands under the same comment. ``practice_id``: for whom the person
    speaks, of several. ``sent`` are files that come with it.
    """
    authorize(actor, "decisions.discuss")
    words = _checked(words)
    with unit_of_work() as session:
        decision, now = held(Decision, decision_id)
        authorize(actor, "decisions.discuss", readable(actor, decision))
        _check_discussed(decision, now)
        _check_pace(actor.person_id, now)
        parent = _thread_of(decision_id, answer_to) if answer_to is not None else None
        made = DecisionComment(
            decision_id=decision_id,
            parent_id=parent,
            person_id=actor.person_id,
            body=words,
            written_at=now,
            as_of=place_in_words(actor, decision.author_id == actor.person_id, practice_id),
            practice_id=_practice_of(actor, practice_id),
        )
        session.add(made)
        decision.comment_count += 1
        session.flush()
        made.files = _with_files(made, actor, sent)
        note_comment(made, decision.title)
        record.append(
            actor.person_id,
            "comment.written",
            f"decision:{decision_id}",
            comment=made.id,
            text=record.digest(words),
            **_files_said(made),
        )
        tell_comment(made, decision)
        return made.id


def _check_pace(person_id: int, now: datetime) -> None:
    written = db.session.scalar(
        select(func.count())
        .select_from(DecisionComment)
        .where(DecisionComment.person_id == person_id, DecisionComment.written_at > now - timedelta(hours=1))
    )
    if (written or 0) >= MOST_AN_HOUR:
        raise Refusal(
            f"You have written {MOST_AN_HOUR} comments within an hour. Wait a while before the next one."
        )


def edit_comment(
    actor: Actor,
    comment_id: int,
    words: str | None = None,
    sent: Sequence[SentFile] = (),
    removed: Collection[int] = (),
) -> None:
    """Change one's own comment: its words, unless they are None, with files that join it and the numbers of those that go.
    What it said before stays readable, and which files it had."""
    words = None if words is None else _checked(words)
    with unit_of_work() as session:
        made, decision, now = _own(actor, comment_id)
        said, before = made.body, made.files
        _remove_files(made, removed)
        made.body, made.files = said if words is None else words, _with_files(made, actor, sent)
        if (made.body, made.files) == (said, before):
            return
        session.add(CommentEdit(comment_id=comment_id, body=said, files=before, replaced_at=now))
        made.edited_at = now
        session.flush()
        note_comment(made, decision.title)
        record.append(
            actor.person_id,
            "comment.changed",
            f"decision:{made.decision_id}",
            comment=comment_id,
            text=record.digest(made.body),
            **_files_said(made),
        )


def withdraw_comment(actor: Actor, comment_id: int) -> None:
    """Take one's own comment back: nobody can read it, or what it said before, any more, and its files are deleted. Answers
    stay."""
    with unit_of_work() as session:
        made, decision, now = _own(actor, comment_id)
        made.withdrawn_at, made.files = now, None
        drop_files(COMMENT_FILES, comment_id)
        session.flush()
        note_comment(made, decision.title)
        record.append(
            actor.person_id, "comment.withdrawn", f"decision:{made.decision_id}", comment=comment_id
        )


def _practice_of(actor: Actor, practice_id: int | None) -> int | None:
    seat = next((one for one in actor.seats if one.practice_id == practice_id), actor.practice)
    return seat.practice_id if seat else None


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


def _with_files(made: DecisionComment, actor: Actor, sent: Sequence[SentFile]) -> list[Any] | None:
    """The files of a comment with those that join it."""
    before = made.files or []
    if len(before) + len(sent) > MOST_FILES:
        raise Invalid(f"A comment can have {MOST_FILES} files at most", "file")
    joined = attach_all(COMMENT_FILES, made.id, actor.person_id, sent)
    return [*before, *map(list, joined)] or None


def _remove_files(made: DecisionComment, removed: Collection[int]) -> None:
    """Delete files of a comment. Raises ``NotFound`` where it has no such file."""
    for number in removed:
        if not drop_file(COMMENT_FILES, made.id, number):
            raise NotFound()
    made.files = [one for one in made.files or () if one[0] not in removed] or None


def _files_said(made: DecisionComment) -> dict[str, Any]:
    """What the record says of the files of a comment, where it has some: their numbers and fingerprints."""
    return {"files": [[one[0], one[4]] for one in made.files]} if made.files else {}


def _checked(words: str) -> str:
    words = plain_text(words, "words", "Enter a comment")
    if len(words) > LONGEST:
        raise Invalid(f"A comment must be {LONGEST:,} characters or less. It has {len(words):,}", "words")
    return words


def _check_discussed(decision: Decision, now: datetime) -> None:
    if decision.state == "draft":
        raise Refusal("This is a draft: the discussion begins when you show it to the members.")
    if not rules.takes_comments(decision.state, decision.closes_at, now):
        raise Refusal("The discussion has ended, so nothing can be added or changed. Nothing was saved.")


def _thread_of(decision_id: int, comment_id: int) -> int:
    row = db.session.execute(
        select(DecisionComment.id, DecisionComment.parent_id).where(
            DecisionComment.id == comment_id, DecisionComment.decision_id == decision_id
        )
    ).first()
    if row is None:
        raise NotFound()
    thread = int(row.parent_id or row.id)
    answers = db.session.scalar(
        select(func.count())
        .select_from(DecisionComment)
        .where(DecisionComment.decision_id == decision_id, DecisionComment.parent_id == thread)
    )
    if answers is not None and answers >= MOST_ANSWERS:
        raise Refusal(f"This comment has {MOST_ANSWERS} answers already. Write a new comment instead.")
    return thread


def _own(actor: Actor, comment_id: int) -> tuple[DecisionComment, Decision, datetime]:
    decision_id = db.session.scalar(
        select(DecisionComment.decision_id).where(DecisionComment.id == comment_id)
    )
    if decision_id is None:
        raise NotFound()
    decision, now = held(Decision, decision_id)
    readable(actor, decision)
    made = db.session.scalars(
        select(DecisionComment)
        .where(DecisionComment.id == comment_id)
        .execution_options(populate_existing=True)
    ).one()
    authorize(actor, "decisions.edit_comment", made.person_id)
    _check_discussed(decision, now)
    if made.withdrawn_at is not None:
        raise Refusal("This comment was withdrawn.")
    return made, decision, now
