"""The discussion of a proposal."""

from collections.abc import Iterable
from typing import Any

from flask import Response

from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.discussion import actions as discussion
from federation.decisions.discussion.schemas import (
    CommentChangeSchema,
    CommentHistorySchema,
    CommentSentSchema,
    MadeSchema,
    ThreadsSchema,
    ThreadsWantedSchema,
)
from federation.decisions.proposals.api import own_practice
from federation.decisions.seen import seen
from federation.decisions.subjects import TALK
from federation.kernel.api import ID, Endpoint, address, answer, nothing, takes_file
from federation.kernel.api_fields import FileSentSchema, iso
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.network.files.queries import AttachedFile
from federation.network.threads.queries.talk import ShownComment, comment_of, history, thread_of


@programs.route(f"{ONE_DECISION}/comments")
class CommentsView(Endpoint):
    """What members say."""

    @permission("decisions.read")
    @programs.arguments(ThreadsWantedSchema, location="query")
    @programs.response(200, ThreadsSchema)
    def get(self, sent: dict[str, Any], decision_id: int) -> Response:
        """The discussion, oldest first, in whole threads, 50 at a time."""
        seen(decision_id, actor())
        found = thread_of(TALK, decision_id, actor(), after=sent["after"], in_page=False)
        items = [
            _comment(one) | {"answers": [_comment(other) for other in one.answers]} for one in found.threads
        ]
        return answer({"items": items, "next": str(found.more_after) if found.more_after else None})

    @permission("decisions.discuss")
    @programs.arguments(CommentSentSchema)
    @programs.response(201, MadeSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Say something for all members to read, or answer a comment."""
        practice = own_practice(sent["practice"])
        made = discussion.comment(actor(), decision_id, sent["words"], sent["answer_to"], practice)
        return answer({"id": made}, 201, address(f"decisions/{decision_id}/comments/{made}"))


@programs.route(f"{ONE_DECISION}/comments/<{ID}:comment_id>")
class CommentView(Endpoint):
    """One comment."""

    @permission("decisions.read")
    @programs.response(200, CommentHistorySchema)
    def get(self, decision_id: int, comment_id: int) -> Response:
        """A comment, and all that it said."""
        found = _found(decision_id, comment_id)
        said = [{"at": iso(one.at), "words": one.body, "files": _named(one.files)} for one in history(found)]
        return answer(_comment(found) | {"history": said})

    @permission("decisions.edit_comment")
    @programs.arguments(CommentChangeSchema)
    @programs.response(200, MadeSchema)
    def patch(self, sent: dict[str, Any], decision_id: int, comment_id: int) -> Response:
        """Change your own comment; what it said before stays readable."""
        _found(decision_id, comment_id)
        discussion.edit_comment(actor(), comment_id, sent["words"])
        return answer({"id": comment_id})

    @permission("decisions.edit_comment")
    @programs.response(204)
    def delete(self, decision_id: int, comment_id: int) -> Response:
        """Take your own comment back: nobody can read it any more."""
        _found(decision_id, comment_id)
        discussion.withdraw_comment(actor(), comment_id)
        return nothing()


@programs.route(f"{ONE_DECISION}/comments/<{ID}:comment_id>/files")
class CommentFilesView(Endpoint):
    """The files of one comment."""

    @permission("decisions.edit_comment")
    @takes_file
    @programs.arguments(FileSentSchema, location="files")
    @programs.response(201, MadeSchema)
    def post(self, sent: dict[str, Any], decision_id: int, comment_id: int) -> Response:
        """Add a file to your own comment, as long as the discussion goes on."""
        before = _found(decision_id, comment_id).files
        discussion.edit_comment(actor(), comment_id, sent=[sent["file"]])
        after = _found(decision_id, comment_id).files
        (made,) = (one.id for one in after if one not in before)
        return answer({"id": made}, 201, address(f"files/{made}"))


@programs.route(f"{ONE_DECISION}/comments/<{ID}:comment_id>/files/<{ID}:file_id>")
class CommentFileView(Endpoint):
    """One file of a comment."""

    @permission("decisions.edit_comment")
    @programs.response(204)
    def delete(self, decision_id: int, comment_id: int, file_id: int) -> Response:
        """Take a file away from your own comment: it is deleted, and the list of changes names it."""
        if file_id not in [one.id for one in _found(decision_id, comment_id).files]:
            raise NotFound()
        discussion.edit_comment(actor(), comment_id, removed=[file_id])
        return nothing()


def _found(decision_id: int, comment_id: int) -> ShownComment:
    seen(decision_id, actor())
    found = comment_of(TALK, decision_id, actor(), comment_id)
    if found is None:
        raise NotFound()
    return found


def _comment(one: ShownComment) -> dict[str, Any]:
    return {
        "id": one.id,
        "person": {"id": one.person_id, "name": one.name},
        "as_of": one.as_of,
        "words": one.body,
        "written_at": iso(one.written_at),
        "edited": one.edited,
        "withdrawn": one.withdrawn,
        "files": _named(one.files),
    }


def _named(files: Iterable[AttachedFile]) -> list[dict[str, Any]]:
    return [one._asdict() for one in files]
