"""Talking about a proposal: comments, answers to them, and changing one's own words."""

from collections.abc import Collection, Sequence
from datetime import datetime

from federation.decisions import rules
from federation.decisions.apart import refuse_shut_out
from federation.decisions.discussion.letters import tell_comment, tell_named
from federation.decisions.findable import note_comment
from federation.decisions.held import readable
from federation.decisions.models import Decision
from federation.decisions.subjects import TALK
from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Refusal
from federation.network.models import ThreadComment
from federation.network.threads.actions import (
    about_of,
    comment_now,
    reword,
    said_in_record,
    say,
    take_back,
)


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
    with unit_of_work():
        decision, now = held(Decision, decision_id)
        authorize(actor, "decisions.discuss", readable(actor, decision))
        refuse_shut_out(decision_id)
        _check_discussed(decision, now)
        made = say(
            actor,
            TALK,
            decision_id,
            words,
            now,
            answer_to=answer_to,
            practice_id=practice_id,
            proposer=decision.author_id == actor.person_id,
            sent=sent,
        )
        decision.comment_count += 1
        note_comment(made, decision.title)
        _record(actor, "comment.written", made)
        tell_comment(made, decision)
        return made.id


def edit_comment(
    actor: Actor,
    comment_id: int,
    words: str | None = None,
    sent: Sequence[SentFile] = (),
    removed: Collection[int] = (),
) -> None:
    """Change one's own comment: its words, unless they are None, with files that join it and the numbers of those that go.
    What it said before stays readable, and which files it had."""
    with unit_of_work():
        made, decision, now = _own(actor, comment_id)
        if not reword(made, actor, now, words, sent, removed):
            return
        note_comment(made, decision.title)
        _record(actor, "comment.changed", made)
        tell_named(made, decision)


def withdraw_comment(actor: Actor, comment_id: int) -> None:
    """Take one's own comment back: nobody can read it, or what it said before, any more, and its files are deleted. Answers
    stay."""
    with unit_of_work():
        made, decision, now = _own(actor, comment_id)
        take_back(made, now)
        note_comment(made, decision.title)
        record.append(actor.person_id, "comment.withdrawn", f"decision:{made.owner_id}", comment=comment_id)


def _record(actor: Actor, act: str, made: ThreadComment) -> None:
    record.append(actor.person_id, act, f"decision:{made.owner_id}", **said_in_record(made))


def _check_discussed(decision: Decision, now: datetime) -> None:
    if decision.state == "draft":
        raise Refusal("This is a draft: the discussion begins when you show it to the members.")
    if not rules.takes_comments(decision.state, decision.closes_at, now):
        raise Refusal("The discussion has ended, so nothing can be added or changed. Nothing was saved.")


def _own(actor: Actor, comment_id: int) -> tuple[ThreadComment, Decision, datetime]:
    decision, now = held(Decision, about_of(comment_id, TALK))
    readable(actor, decision)
    made = comment_now(comment_id)
    authorize(actor, "decisions.edit_comment", made.person_id)
    _check_discussed(decision, now)
    return made, decision, now
