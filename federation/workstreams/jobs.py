"""What recurs: no task is left with somebody who sits in its group no more, and those of a group that has ended are dropped."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select

from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.tenancy import Federated
from federation.network.groups.queries import ListedGroup, group_here, people_seated
from federation.network.models import GroupSeat, Membership, NetworkGroup, ThingDue
from federation.people.models import Person
from federation.workstreams.actions.tasks import ask, ask_no_longer, note_task_act
from federation.workstreams.models import WorkTask
from federation.workstreams.queries.tasks import TASK_NAME, leading, leads_of, task_key


def hand_tasks_on() -> int:
    """Hand the tasks of those who left to the leads, let the leads of now owe what is theirs, and drop what a group that has
    ended had to do. Returns how many tasks changed. One statement where no group has anything to do."""
    groups = db.session.scalars(select(WorkTask.group_id).where(WorkTask.is_to_do()).distinct()).all()
    return sum(_look_at(group_here(number)) for number in groups)


def where_to_hand_on() -> Select[int]:
    """The federations with a task to do of a group that has ended, of somebody who left, or of leads who are others now."""
    nobodys = and_(WorkTask.person_id.is_(None), WorkTask.practice_id.is_(None))
    left = and_(WorkTask.person_id.is_not(None), or_(and_(WorkTask.seated, ~_sits()), ~_has_role()))
    return (
        select(WorkTask.federation_id)
        .join(NetworkGroup, and_(_same(NetworkGroup), NetworkGroup.id == WorkTask.group_id))
        .where(
            WorkTask.is_to_do(),
            or_(NetworkGroup.ended_at.is_not(None), left, and_(nobodys, _owed_by_others())),
        )
        .distinct()
    )


def _same(model: type[Federated]) -> ColumnElement[bool]:
    """A row of the federation of the task: said in full, so that indexes which begin with it are used."""
    return model.federation_id == WorkTask.federation_id


def _sits() -> ColumnElement[bool]:
    """Whoever has the task sits in its group, for themselves or for a practice that they represent, and is not erased."""
    held_here = (_same(GroupSeat), GroupSeat.group_id == WorkTask.group_id, GroupSeat.is_held())
    own = exists().where(*held_here, GroupSeat.person_id == WorkTask.person_id)
    for_practice = exists().where(
        *held_here,
        _same(Membership),
        Membership.practice_id == GroupSeat.practice_id,
        Membership.person_id == WorkTask.person_id,
        Membership.role == "representative",
        Membership.in_force(),
    )
    erased = exists().where(Person.id == WorkTask.person_id, Person.erased_at.is_not(None))
    return and_(or_(own, for_practice), ~erased)


def _has_role() -> ColumnElement[bool]:
    return exists().where(
        _same(Membership), Membership.person_id == WorkTask.person_id, Membership.in_force()
    )


def _owed_by_others() -> ColumnElement[bool]:
    """Somebody who leads the group does not owe the task of its leads, or somebody owes it who does not lead it."""
    name = literal(TASK_NAME) + cast(WorkTask.id, String) + ":" + cast(WorkTask.asked, String)
    leads = (_same(GroupSeat), GroupSeat.group_id == WorkTask.group_id, *leading())
    owed = (_same(ThingDue), ThingDue.feature == "workstreams", ThingDue.key == name, ThingDue.is_open())
    same = ThingDue.person_id == GroupSeat.person_id
    idle = exists().where(*leads, ~exists().where(*owed, same).correlate(WorkTask, GroupSeat))
    strange = exists().where(*owed, ~exists().where(*leads, same).correlate(WorkTask, ThingDue))
    return or_(idle.correlate(WorkTask), strange.correlate(WorkTask))


def _look_at(group: ListedGroup) -> int:
    seated, leads = people_seated(group.id), leads_of(group.id)
    if group.ended_at is not None:
        return sum(_change(number, group, "ended", ()) for number in _tasks(group.id))
    left = _tasks(group.id, _has_left(seated))
    return sum(_change(number, group, "left", seated) for number in left) + sum(
        _ask_leads(number, group) for number in _not_owed_by(group.id, set(leads))
    )


def _has_left(seated: Collection[int]) -> ColumnElement[bool]:
    """Of tasks that a person has: they sat in the group and do not any more, or have no role here."""
    here = select(Membership.person_id).where(
        Membership.person_id == WorkTask.person_id, Membership.in_force()
    )
    return and_(
        WorkTask.person_id.is_not(None),
        or_(and_(WorkTask.seated.is_(True), WorkTask.person_id.not_in(seated)), ~here.exists()),
    )


def _tasks(group_id: int, *which: ColumnElement[bool]) -> list[int]:
    found = select(WorkTask.id).where(WorkTask.group_id == group_id, WorkTask.is_to_do(), *which)
    return list(db.session.scalars(found.order_by(WorkTask.id)))


def _change(task_id: int, group: ListedGroup, why: str, seated: Collection[int]) -> int:
    """Hand a task to the leads, or drop it with its group."""
    with unit_of_work():
        task, now = held(WorkTask, task_id)
        if task.ended_at is not None or (why == "left" and task.person_id is None):
            return 0
        ask_no_longer(task)
        name = "task.changed" if why == "ended" else "task.handed_on"
        if why == "ended":
            task.state, task.words, task.ended_at = "dropped", "The group has ended.", now
        else:
            task.was_person_id, task.person_id, task.seated = task.person_id, None, False
            ask(task, group)
        note_task_act(None, name, group, task)
        return 1


def _not_owed_by(group_id: int, leads: set[int]) -> list[int]:
    """The tasks of the leads of a group that others owe than those who lead it now. Two statements."""
    theirs = db.session.execute(
        select(WorkTask.id, WorkTask.asked).where(
            WorkTask.group_id == group_id,
            WorkTask.is_to_do(),
            WorkTask.person_id.is_(None),
            WorkTask.practice_id.is_(None),
        )
    ).all()
    keys = {task_key(row.id, row.asked).partition(".")[2]: row.id for row in theirs}
    owing: dict[str | None, set[int | None]] = {key: set() for key in keys}
    dues = select(ThingDue.key, ThingDue.person_id).where(
        ThingDue.feature == "workstreams", ThingDue.key.in_(keys), ThingDue.is_open()
    )
    for key, person in db.session.execute(dues):
        owing[key].add(person)
    return [number for key, number in keys.items() if owing[key] != leads]


def _ask_leads(task_id: int, group: ListedGroup) -> int:
    """Let those who lead the group now owe a task, and nobody who did before."""
    with unit_of_work():
        task = held(WorkTask, task_id).row
        if task.ended_at is not None or task.person_id is not None or task.practice_id is not None:
            return 0
        ask_no_longer(task)
        ask(task, group)
        return 1
