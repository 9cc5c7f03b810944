"""Talking about the work of a group and about what is brought to it, and adding files to it."""

from collections.abc import Sequence
from typing import Final

from federation.kernel.db import unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound, Refusal
from federation.network.files.actions import attach_all, drop_file
from federation.network.files.queries import AttachedFile
from federation.network.groups.queries import ListedGroup, group_here
from federation.network.models import NetworkGroup, ThreadComment
from federation.network.threads.actions import comment_now, reword, said_in_record, say, take_back
from federation.workstreams.actions.planning import note_work
from federation.workstreams.letters import tell_said
from federation.workstreams.models import GROUP_TALK
from federation.workstreams.queries.reading import work_of
from federation.workstreams.queries.talks import WorkTalk, talk_of

_ENDED: Final = "This group has ended."


def say_about(
    actor: Actor,
    talk: WorkTalk,
    words: str,
    answer_to: int | None = None,
    sent: Sequence[SentFile] = (),
    practice_id: int | None = None,
) -> int:
    """Say something about the work of a group, or answer a comment, with files. Returns the comment's number."""
    authorize(actor, "workstreams.talk", work_of(talk.group))
    with unit_of_work():
        now = held(NetworkGroup, talk.group.id).now
        group = _standing(talk.group.id)
        made = say(actor, *talk.owner, words, now, answer_to=answer_to, practice_id=practice_id, sent=sent)
        _note(actor, "work.said", group, made)
        tell_said(made, talk, actor)
        return made.id


def say_otherwise(
    actor: Actor,
    comment_id: int,
    words: str | None = None,
    sent: Sequence[SentFile] = (),
    removed: Sequence[int] = (),
) -> None:
    """Change what one said; what it said before is kept."""
    with unit_of_work():
        talk, made = _own(actor, comment_id)
        now = held(NetworkGroup, talk.group.id).now
        group = _standing(talk.group.id)
        if reword(made, actor, now, words, sent, removed):
            _note(actor, "work.resaid", group, made)


def unsay(actor: Actor, comment_id: int) -> None:
    """Take back what one said: nobody can read it any more, and its files are deleted."""
    with unit_of_work():
        talk, made = _own(actor, comment_id)
        take_back(made, held(NetworkGroup, talk.group.id).now)
        note_work(actor, "work.unsaid", talk.group, [], comment=made.id)


def add_files(actor: Actor, group_id: int, sent: Sequence[SentFile]) -> list[AttachedFile]:
    """Add files to the work of a group."""
    authorize(actor, "workstreams.file")
    authorize(actor, "workstreams.file", work_of(group_here(group_id)))
    with unit_of_work():
        held(NetworkGroup, group_id)
        group = _standing(group_id)
        made = attach_all(GROUP_TALK, group_id, actor.person_id, sent)
        for one in made:
            note_work(actor, "work.filed", group, [one.sha256], file=one.id)
        return made


def delete_file(actor: Actor, group_id: int, file_id: int) -> None:
    """Delete a file of the work of a group. Raises ``NotFound`` where it has no such file."""
    authorize(actor, "workstreams.unfile")
    group = group_here(group_id)
    authorize(actor, "workstreams.unfile", work_of(group))
    with unit_of_work():
        held(NetworkGroup, group_id)
        if not drop_file(GROUP_TALK, group_id, file_id):
            raise NotFound()
        note_work(actor, "work.unfiled", group, [], file=file_id)


def _own(actor: Actor, comment_id: int) -> tuple[WorkTalk, ThreadComment]:
    talk, _found = talk_of(actor, comment_id)
    held(NetworkGroup, talk.group.id)
    made = comment_now(comment_id)
    authorize(actor, "workstreams.retell", made.person_id)
    return talk, made


def _standing(group_id: int) -> ListedGroup:
    group = group_here(group_id)
    if group.ended_at is not None:
        raise Refusal(_ENDED)
    return group


def _note(actor: Actor, name: str, group: ListedGroup, made: ThreadComment) -> None:
    """The words' fingerprint only where everybody may read them."""
    said = said_in_record(made)
    note_work(actor, name, group, [str(said["text"])], comment=made.id)
