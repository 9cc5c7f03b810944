"""Asking practices what they need to learn, and answering for one."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from federation.toolkit import (
    Actor,
    DuePage,
    Invalid,
    NotFound,
    NotYours,
    Refusal,
    add_due,
    authorize,
    done_due,
    index,
    plain_text,
    practices,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ...models import LearningNeed, NeedReply
from ...typed import short_text
from ..queries import need_here, reply_of
from ..rules import MOST_TASKS, TaskRating, flaw

OPEN_FOR: Final = timedelta(days=28)
LONGEST_TASK: Final = 120


class NeedAsked(NamedTuple):
    """What practices are asked: a title, the role, its tasks, and the last day to answer (None: in four weeks)."""

    title: str
    role: str
    tasks: Sequence[str]
    closes_on: date | None = None


def ask(actor: Actor, asked: NeedAsked) -> int:
    """Ask every practice how important the tasks of a role are and how well they are done; returns the number.

    Raises ``Invalid`` at ``title``, ``role``, ``tasks`` or ``closes_on``.
    """
    authorize(actor, "education.ask")
    title = short_text(asked.title, "title", 120, "Enter a title")
    role = short_text(asked.role, "role", 60, "Enter whom you ask about")
    tasks = _tasks(asked.tasks)
    with unit_of_work():
        first = today()
        closes = asked.closes_on or first + OPEN_FOR
        if closes < first:
            raise Invalid("The last day to answer must be today or later", "closes_on")
        need = LearningNeed(
            title=title,
            role=role,
            tasks=[{"key": str(place), "words": words} for place, words in enumerate(tasks, 1)],
            closes_on=closes,
            asked_by=actor.person_id,
            asked_at=time_now(),
        )
        session.add(need)
        session.flush()
        index("education_need", need.id, title, " ".join((role, *tasks)))
        add_due(
            due_key(need.id),
            f"Say what your practice needs to learn: {title}",
            closes,
            DuePage("education.answer", {"need_id": need.id}),
            practices=[one.id for one in practices()],
        )
        write_record(actor.person_id, "education.asked", f"education_need:{need.id}", tasks=len(tasks))
        return need.id


def answer(
    actor: Actor,
    need_id: int,
    practice_id: int,
    ratings: Mapping[str, TaskRating],
    people: int | None = None,
) -> None:
    """Say for a practice how important each task is and how well it is done; what it said before is replaced.

    ``ratings`` by the key of a task; tasks that nobody does there may be left out. ``people`` None: how many have the
    role stays as it was said. Raises ``Invalid`` at ``importance_KEY`` or ``performance_KEY``,
    ``Refusal`` once the last day is over.
    """
    authorize(actor, "education.answer")
    if not actor.belongs_to(practice_id):
        raise NotYours()
    with unit_of_work():
        need, reply = need_here(need_id), reply_of(need_id, practice_id)
        _check_open(need)
        _check_ratings(need, ratings)
        if people is not None and not 0 <= people <= 999:
            raise Invalid("Enter a number of people from 0 to 999", "people")
        if reply is None:
            reply = NeedReply(need_id=need_id, practice_id=practice_id, people=None)
            session.add(reply)
        reply.answers = {key: list(rating) for key, rating in ratings.items()}
        reply.people = reply.people if people is None else people
        reply.person_id, reply.answered_at = actor.person_id, time_now()
        done_due(due_key(need_id), actor.person_id, practice_id=practice_id)
        write_record(actor.person_id, "education.answered", f"education_need:{need_id}", practice=practice_id)


def due_key(need_id: int) -> str:
    """Under which practices are asked to answer."""
    return f"education.answer:{need_id}"


def _tasks(typed: Sequence[str]) -> list[str]:
    tasks = [plain_text(task, "tasks") for task in typed]
    tasks = [task for task in tasks if task]
    if not tasks:
        raise Invalid("Enter at least one task, each on a line of its own", "tasks")
    if len(tasks) > MOST_TASKS:
        raise Invalid(f"Ask about {MOST_TASKS} tasks at most: more are not answered", "tasks")
    if any(len(task) > LONGEST_TASK for task in tasks):
        raise Invalid(f"Use {LONGEST_TASK} characters or fewer for each task", "tasks")
    if len({task.casefold() for task in tasks}) < len(tasks):
        raise Invalid("One task is there twice", "tasks")
    return tasks


def _check_open(need: LearningNeed) -> None:
    if need.closes_on < today():
        raise Refusal("The last day to answer this is over.")


def _check_ratings(need: LearningNeed, ratings: Mapping[str, TaskRating]) -> None:
    if not ratings:
        raise Invalid("Answer for at least one task", f"importance_{need.tasks[0]['key']}")
    if not {task["key"] for task in need.tasks} >= set(ratings):
        raise NotFound()
    for key, rating in ratings.items():
        for part, value in zip(("importance", "performance"), rating, strict=True):
            if words := flaw(value, value):
                raise Invalid(words, f"{part}_{key}")
