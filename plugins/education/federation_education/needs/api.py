"""The same for programs, as JSON."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, Invalid, WordsField, actor, answer, permission

from ..blueprint import practice_coded, programs
from ..figures import as_number
from . import queries as needs
from .actions import asking as act
from .rules import TaskRating, flaw


class NeedTask(Schema):
    """A task that practices rate; answers name it by its key or its words."""

    key = fields.String(required=True)
    task = fields.String(required=True)


class NeedSent(Schema):
    """What practices are asked about one role."""

    title = WordsField(required=True, longest=120)
    role = WordsField(required=True, longest=60)
    tasks = fields.List(WordsField(longest=120), required=True)
    closes_on = fields.Date(load_default=None, metadata={"description": "Left out: in four weeks."})


class NeedShown(Schema):
    """What practices are asked."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)
    role = fields.String(required=True)
    tasks = fields.List(fields.Nested(NeedTask), required=True)
    closes_on = fields.Date(required=True)


class GapShown(Schema):
    """A task with its means; ``gap`` is importance less performance."""

    key = fields.String(required=True)
    task = fields.String(required=True)
    importance = fields.Float(required=True)
    performance = fields.Float(required=True)
    gap = fields.Float(required=True)
    answered = fields.Integer(required=True)
    people = fields.Integer(required=True, allow_none=True)


class GapsShown(Schema):
    """The gaps of a need, the largest first: ``answered`` of ``of`` practices have answered."""

    answered = fields.Integer(required=True)
    of = fields.Integer(required=True)
    gaps = fields.List(fields.Nested(GapShown), required=True)


@programs.route("/education/needs")
class LearningNeedsView(Endpoint):
    """What practices are asked."""

    @permission("education.read")
    @programs.response(200, NeedShown(many=True))
    def get(self) -> Response:
        """What was asked, the newest last day first."""
        return answer([_need(row.LearningNeed) for row in needs.needs_asked()])

    @permission("education.ask")
    @programs.arguments(NeedSent)
    @programs.response(201, NeedShown)
    def post(self, sent: dict[str, Any]) -> Response:
        """Ask practices."""
        asked = act.NeedAsked(sent["title"], sent["role"], sent["tasks"], sent["closes_on"])
        return answer(_need(needs.need_here(act.ask(actor(), asked))), 201)


@programs.route("/education/needs/<int:need_id>/answers/<practice_code>")
class NeedAnswersView(Endpoint):
    """What a practice answered."""

    @permission("education.answer")
    @programs.arguments(Schema.from_dict({}, name="NeedAnswersSent")(unknown="include"))
    @programs.response(204)
    def put(self, sent: dict[str, Any], need_id: int, practice_code: str) -> Response:
        """Answer for a practice: an object of ``{importance, performance}`` by task."""
        need = needs.need_here(need_id)
        act.answer(actor(), need_id, practice_coded(practice_code), _ratings(need.tasks, sent))
        return Response(status=204)


@programs.route("/education/needs/<int:need_id>/gaps")
class NeedGapsView(Endpoint):
    """The gaps of a need."""

    @permission("education.read")
    @programs.response(200, GapsShown)
    def get(self, need_id: int) -> Response:
        """The tasks that somebody rated, the largest gap first."""
        found = needs.gaps_of(need_id)
        return answer(
            {
                "answered": len(found.answered),
                "of": len(found.answered) + len(found.silent),
                "gaps": [
                    {
                        "key": one.task.key,
                        "task": one.task.words,
                        "importance": as_number(one.importance),
                        "performance": as_number(one.performance),
                        "gap": as_number(one.gap),
                        "answered": one.answered,
                        "people": one.people,
                    }
                    for one in found.gaps
                ],
            }
        )


def _need(need: Any) -> dict[str, Any]:
    return {
        "id": need.id,
        "title": need.title,
        "role": need.role,
        "tasks": [{"key": task["key"], "task": task["words"]} for task in need.tasks],
        "closes_on": need.closes_on.isoformat(),
    }


def _ratings(tasks: list[dict[str, str]], sent: dict[str, Any]) -> dict[str, TaskRating]:
    """What was sent, by the key of a task. Raises ``Invalid`` at the task's name for what is no rating."""
    named = {task["words"].casefold(): task["key"] for task in tasks} | {t["key"]: t["key"] for t in tasks}
    found = {}
    for name, given in sent.items():
        key = named.get(name.casefold())
        if key is None:
            raise Invalid("There is no such task here", name if len(name) <= act.LONGEST_TASK else "answers")
        rating = given if isinstance(given, dict) else {}
        pair: tuple[Any, Any] = rating.get("importance"), rating.get("performance")
        if words := flaw(*pair):
            raise Invalid(f"{words} for importance and for performance", name)
        found[key] = TaskRating(*pair)
    return found
