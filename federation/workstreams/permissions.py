"""Who may do what with the work of a group."""

from dataclasses import dataclass

from federation.kernel.policy import EVERYONE, READ, SEATED, Actor, Permission


@dataclass(frozen=True, slots=True)
class WorkOfGroup:
    """The work of a group, with who reads what the group writes: ``all``, ``results`` or ``seated``."""

    group_id: int
    reads: str = "seated"


@dataclass(frozen=True, slots=True)
class TaskOfGroup:
    """A task of a group, with whose it is; where neither is given, its leads'."""

    group_id: int
    person_id: int | None
    practice_id: int | None


@dataclass(frozen=True, slots=True)
class ItemOfGroup:
    """Work that was brought to a group, with who brought it."""

    group_id: int
    brought_by: int


def _follows(actor: Actor, work: WorkOfGroup) -> bool:
    return work.reads == "all" or actor.sits_in(work.group_id)


def _does(actor: Actor, task: TaskOfGroup) -> bool:
    if actor.leads(task.group_id) or actor.votes_in(task.group_id):
        return True
    if task.practice_id is not None:
        return actor.belongs_to(task.practice_id)
    return task.person_id == actor.person_id


def _reads(actor: Actor, work: WorkOfGroup) -> bool:
    return work.reads != "seated" or actor.sits_in(work.group_id)


def _leads(actor: Actor, work: WorkOfGroup) -> bool:
    return actor.leads(work.group_id)


def _works(actor: Actor, work: WorkOfGroup) -> bool:
    return actor.leads(work.group_id) or actor.votes_in(work.group_id)


def _raises(actor: Actor, item: ItemOfGroup) -> bool:
    return actor.person_id == item.brought_by or actor.leads(item.group_id) or actor.votes_in(item.group_id)


def _gives(actor: Actor, task: TaskOfGroup) -> bool:
    return actor.sits_in(task.group_id) or _does(actor, task)


def _sits(actor: Actor, work: WorkOfGroup) -> bool:
    return actor.sits_in(work.group_id)


def _is_own(actor: Actor, person_id: int) -> bool:
    return actor.person_id == person_id


_SPEAKERS = frozenset({"executive", "representative", "member", "lay_partner", SEATED})

PERMISSIONS = (
    Permission(
        "workstreams.read",
        "read how the work of a group stands, and its milestones",
        EVERYONE,
        _reads,
        "of a group of which others read something, or in which one sits",
        scope=READ,
    ),
    Permission(
        "workstreams.lead",
        "say how the work of a group stands",
        frozenset({SEATED}),
        _leads,
        "those who lead it",
    ),
    Permission(
        "workstreams.work",
        "plan the work of a group",
        frozenset({SEATED}),
        _works,
        "those who lead it or vote in it",
    ),
    Permission(
        "workstreams.follow",
        "read the tasks of a group",
        EVERYONE,
        _follows,
        "of a group of which everybody reads all, or in which one sits",
        scope=READ,
    ),
    Permission(
        "workstreams.task",
        "say that a task of a group is done, or what it waits for",
        EVERYONE,
        _does,
        "those whose it is, and those who lead the group or vote in it",
    ),
    Permission(
        "workstreams.bring",
        "bring a problem, a position, a digest or a commission to a group",
        _SPEAKERS,
        _reads,
        "to a group of which others read something, or in which one sits",
    ),
    Permission(
        "workstreams.raise",
        "make work that was brought to a group a proposal",
        _SPEAKERS,
        _raises,
        "who brought it, and those who lead the group or vote in it",
    ),
    Permission(
        "workstreams.give",
        "note the time that one gave to a task of a group",
        EVERYONE,
        _gives,
        "those whose it is, and those who sit in the group",
    ),
    Permission(
        "workstreams.talk",
        "take part in the discussion of the work of a group",
        _SPEAKERS,
        _follows,
        "of a group of which everybody reads all, or in which one sits",
    ),
    Permission(
        "workstreams.retell",
        "change what one said or noted about the work of a group",
        EVERYONE,
        _is_own,
        "one's own",
    ),
    Permission(
        "workstreams.file",
        "add a file to the work of a group",
        frozenset({SEATED}),
        _sits,
        "those who sit in it",
    ),
    Permission(
        "workstreams.unfile",
        "delete a file of the work of a group",
        frozenset({SEATED}),
        _works,
        "those who lead it or vote in it",
    ),
)
