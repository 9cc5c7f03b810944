"""What is asked, what a practice answers, and what is proposed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from federation.toolkit import forms

from ..models import LearningNeed, NeedReply
from .rules import HIGHEST, LOWEST, TaskRating

_SCALE: Final = [forms.Choice(number, str(number)) for number in range(LOWEST, HIGHEST + 1)]


class NeedForm(forms.Form):
    """Whom practices are asked about, and which tasks."""

    title = forms.TextField("What do you ask about?", required="Enter a title", at_most=120)
    role = forms.TextField(
        "Whose tasks are these?",
        hint="For example, practice nurses.",
        required="Enter whom you ask about",
        at_most=60,
    )
    tasks = forms.LinesField(
        "Which tasks?",
        hint="Each on a line of its own, 30 at most. Practices say of each how important it is and how well they do it.",
        required="Enter at least one task, each on a line of its own",
    )
    closes_on = forms.DateField(
        "Until when do practices answer?",
        called="The last day",
        required="Enter the last day",
        example=timedelta(days=28),
    )


class NeedAnswerForm(forms.Form):
    """What a practice says of each task. :func:`answer_form` adds two questions a task."""

    practice = forms.PracticeField("For which practice?", members=True)
    people = forms.WholeNumberField(
        "How many people have this role with you?", called="The number of people", at_least=0, at_most=999
    )
    need: LearningNeed

    @property
    def pairs(self) -> list[tuple[str, Any, Any]]:
        """The words of each task with its two fields."""
        return [
            (task["words"], self[f"importance_{task['key']}"], self[f"performance_{task['key']}"])
            for task in self.need.tasks
        ]

    @property
    def ratings(self) -> dict[str, TaskRating]:
        """What was answered, by the key of a task; what was left out altogether is not in it."""
        given = {
            task["key"]: TaskRating(
                self[f"importance_{task['key']}"].data, self[f"performance_{task['key']}"].data
            )
            for task in self.need.tasks
        }
        return {key: rating for key, rating in given.items() if any(part is not None for part in rating)}

    def show(self, reply: NeedReply | None) -> None:
        """Fill in what the practice answered before."""
        answers: Mapping[str, Any] = reply.answers if reply else {}
        self.people.data = reply.people if reply else None
        for key, (importance, performance) in answers.items():
            self[f"importance_{key}"].data, self[f"performance_{key}"].data = importance, performance


def answer_form(need: LearningNeed) -> NeedAnswerForm:
    """The form for one need."""
    fields: dict[str, Any] = {}
    for place, task in enumerate(need.tasks, 1):
        fields[f"importance_{task['key']}"] = forms.SelectField(
            "How important is it in your practice?",
            _SCALE,
            hint="1 is not at all, 7 is very.",
            called=f"Task {place}, how important it is",
        )
        fields[f"performance_{task['key']}"] = forms.SelectField(
            "How well is it done now?",
            _SCALE,
            hint="1 is not at all, 7 is very.",
            called=f"Task {place}, how well it is done",
        )
    made: type[NeedAnswerForm] = type("NeedAnswerFields", (NeedAnswerForm,), {"need": need, **fields})
    return made()


class RankingForm(forms.Form):
    """The needs that members give points to."""

    needs = forms.MultiCheckboxField(
        "Which needs do members give points to?", required="Select 2 to 20 needs"
    )
