"""The group whose work somebody reads."""

from federation.kernel.policy import Actor, may
from federation.kernel.refusals import NotFound
from federation.network.groups.queries import ListedGroup, group_here
from federation.workstreams.permissions import WorkOfGroup


def work_of(group: ListedGroup) -> WorkOfGroup:
    """The work of a group, for the table of permissions."""
    return WorkOfGroup(group.id, group.reads)


def group_read(reader: Actor, group_id: int) -> ListedGroup:
    """The group, for somebody who may read how its work stands. Raises ``NotFound``, alike of a group that there is not. One
    statement."""
    group = group_here(group_id)
    if not may(reader, "workstreams.read", work_of(group)):
        raise NotFound()
    return group
