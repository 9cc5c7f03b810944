"""What is said about the work of groups, and its files, for programs."""

from typing import Any

from flask import Response

from federation.decisions.discussion.schemas import CommentSentSchema, ThreadsSchema, ThreadsWantedSchema
from federation.decisions.proposals.api import own_practice
from federation.kernel.api import ID, Endpoint, address, answer, nothing, takes_file
from federation.kernel.api_fields import FileSentSchema, iso
from federation.kernel.web import actor, permission
from federation.network.files.queries import files_of
from federation.network.files.schemas import AttachedFileSchema
from federation.network.threads.queries.talk import ShownComment, thread_of
from federation.workstreams import schemas
from federation.workstreams.actions.talking import add_files, delete_file, say_about, say_otherwise, unsay
from federation.workstreams.blueprint import ONE_GROUP, programs
from federation.workstreams.models import GROUP_TALK
from federation.workstreams.queries.talks import WorkTalk, file_of_group, talk_of, talk_of_group, talk_of_item
from federation.workstreams.queries.tasks import group_followed


@programs.route(f"{ONE_GROUP}/discussion")
class GroupDiscussionView(Endpoint):
    """The discussion of the work of a group."""

    @permission("workstreams.follow")
    @programs.arguments(ThreadsWantedSchema, location="query")
    @programs.response(200, ThreadsSchema)
    def get(self, sent: dict[str, Any], group_id: int) -> Response:
        """What is said about the work of a group, oldest first, in whole threads, 50 at a time."""
        return _read(talk_of_group(actor(), group_id), sent["after"])

    @permission("workstreams.talk")
    @programs.arguments(CommentSentSchema)
    @programs.response(201, schemas.WorkNumberSchema)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Say something about the work of a group, or answer a comment."""
        return _say(talk_of_group(actor(), group_id), sent)


@programs.route(f"/work/<{ID}:work_id>/discussion")
class WorkDiscussionView(Endpoint):
    """The discussion of something that was brought to a group."""

    @permission("workstreams.follow")
    @programs.arguments(ThreadsWantedSchema, location="query")
    @programs.response(200, ThreadsSchema)
    def get(self, sent: dict[str, Any], work_id: int) -> Response:
        """What is said about it, oldest first, in whole threads, 50 at a time."""
        return _read(talk_of_item(actor(), work_id), sent["after"])

    @permission("workstreams.talk")
    @programs.arguments(CommentSentSchema)
    @programs.response(201, schemas.WorkNumberSchema)
    def post(self, sent: dict[str, Any], work_id: int) -> Response:
        """Say something about it, or answer a comment."""
        return _say(talk_of_item(actor(), work_id), sent)


@programs.route(f"/said/<{ID}:remark_id>")
class RemarkView(Endpoint):
    """Something that was said about the work of a group."""

    @permission("workstreams.retell")
    @programs.arguments(schemas.RemarkChanged)
    @programs.response(204)
    def patch(self, sent: dict[str, Any], remark_id: int) -> Response:
        """Change what you said; what it said before is kept."""
        talk_of(actor(), remark_id)
        say_otherwise(actor(), remark_id, sent["words"])
        return nothing()

    @permission("workstreams.retell")
    @programs.response(204)
    def delete(self, remark_id: int) -> Response:
        """Take back what you said: nobody can read it any more."""
        talk_of(actor(), remark_id)
        unsay(actor(), remark_id)
        return nothing()


@programs.route(f"{ONE_GROUP}/files")
class GroupFilesView(Endpoint):
    """The files of the work of a group."""

    @permission("workstreams.follow")
    @programs.response(200, schemas.WorkFilesSchema)
    def get(self, group_id: int) -> Response:
        """The files of the work of a group, the oldest first; their content is at ``files/ID``."""
        group_followed(actor(), group_id)
        return answer({"items": [one._asdict() for one in files_of(GROUP_TALK, group_id)]})

    @permission("workstreams.file")
    @takes_file
    @programs.arguments(FileSentSchema, location="files")
    @programs.response(201, AttachedFileSchema)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Add a file to the work of a group."""
        group_followed(actor(), group_id)
        [made] = add_files(actor(), group_id, [sent["file"]])
        return answer(made._asdict(), 201, address(f"files/{made.id}"))


@programs.route(f"{ONE_GROUP}/files/<{ID}:attached_id>")
class GroupFileView(Endpoint):
    """A file of the work of a group."""

    @permission("workstreams.unfile")
    @programs.response(204)
    def delete(self, group_id: int, attached_id: int) -> Response:
        """Delete a file of the work of a group."""
        file_of_group(actor(), group_id, attached_id)
        delete_file(actor(), group_id, attached_id)
        return nothing()


def _read(talk: WorkTalk, after: int) -> Response:
    found = thread_of(*talk.owner, actor(), after=after, in_page=False)
    items = [_comment(one) | {"answers": [_comment(other) for other in one.answers]} for one in found.threads]
    return answer({"items": items, "next": str(found.more_after) if found.more_after else None})


def _say(talk: WorkTalk, sent: dict[str, Any]) -> Response:
    practice = own_practice(sent["practice"])
    made = say_about(actor(), talk, sent["words"], sent["answer_to"], practice_id=practice)
    return answer({"id": made}, 201)


def _comment(one: ShownComment) -> dict[str, Any]:
    return {
        "id": one.id,
        "person": {"id": one.person_id, "name": one.name},
        "as_of": one.as_of,
        "words": one.body,
        "written_at": iso(one.written_at),
        "edited": one.edited,
        "withdrawn": one.withdrawn,
        "files": [file._asdict() for file in one.files],
    }
