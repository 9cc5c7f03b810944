"""Who reads what is said about the work of a group, and its files; and what something was said about."""

from typing import NamedTuple

from sqlalchemy import func, select

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.network.files.queries import AttachedFile, files_of
from federation.network.groups.queries import ListedGroup
from federation.network.models import StoredFile, ThreadComment
from federation.network.threads.queries.talk import ShownComment, comment_of
from federation.workstreams.models import GROUP_TALK, ITEM_TALK
from federation.workstreams.queries.items import ShownWork, item_read
from federation.workstreams.queries.tasks import group_followed


class WorkTalk(NamedTuple):
    """What is talked about: the work of a group as a whole, or something that was brought to it."""

    group: ListedGroup
    item: ShownWork | None = None

    @property
    def owner(self) -> tuple[str, int]:
        """It, as threads name it."""
        return (ITEM_TALK, self.item.id) if self.item else (GROUP_TALK, self.group.id)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.item.title if self.item else f"Work of the {self.group.name}"


def talk_of_group(reader: Actor, group_id: int) -> WorkTalk:
    """The discussion of the work of a group, for somebody who may read it. Raises ``NotFound``. One statement."""
    return WorkTalk(group_followed(reader, group_id))


def talk_of_item(reader: Actor, item_id: int) -> WorkTalk:
    """The discussion of what was brought to a group, for somebody who may read it. Raises ``NotFound``. Three statements."""
    item, group = item_read(reader, item_id)
    return WorkTalk(group_followed(reader, group.id), item)


def talk_of(reader: Actor, comment_id: int) -> tuple[WorkTalk, ShownComment]:
    """Something that was said about the work of a group, and about what. Raises ``NotFound``."""
    whose = db.session.execute(
        select(ThreadComment.owner, ThreadComment.owner_id).where(
            ThreadComment.id == comment_id, ThreadComment.owner.in_((GROUP_TALK, ITEM_TALK))
        )
    ).first()
    if whose is None:
        raise NotFound()
    talk = (talk_of_group if whose.owner == GROUP_TALK else talk_of_item)(reader, whose.owner_id)
    found = comment_of(whose.owner, whose.owner_id, reader, comment_id)
    if found is None:
        raise NotFound()
    return talk, found


def file_of_group(reader: Actor, group_id: int, file_id: int) -> tuple[ListedGroup, AttachedFile]:
    """A file of the work of a group, for somebody who may read it. Raises ``NotFound``. Two statements."""
    group = group_followed(reader, group_id)
    found = next((one for one in files_of(GROUP_TALK, group_id) if one.id == file_id), None)
    if found is None:
        raise NotFound()
    return group, found


def reads_talk_of_group(reader: Actor, owner_id: int) -> bool:
    """Whether somebody reads what is said about the work of this group, and its files."""
    try:
        talk_of_group(reader, owner_id)
    except NotFound:
        return False
    return True


def reads_talk_of_item(reader: Actor, owner_id: int) -> bool:
    """Whether somebody reads what is said about this work."""
    try:
        talk_of_item(reader, owner_id)
    except NotFound:
        return False
    return True


def said_and_filed(group_id: int) -> tuple[int, int]:
    """How many comments there are about the work of a group, and how many files. One statement."""
    said = select(func.count(ThreadComment.id)).where(
        ThreadComment.owner == GROUP_TALK,
        ThreadComment.owner_id == group_id,
        ThreadComment.withdrawn_at.is_(None),
    )
    filed = select(func.count(StoredFile.id)).where(
        StoredFile.owner == GROUP_TALK, StoredFile.owner_id == group_id
    )
    row = db.session.execute(select(said.scalar_subquery(), filed.scalar_subquery())).one()
    return int(row[0]), int(row[1])
