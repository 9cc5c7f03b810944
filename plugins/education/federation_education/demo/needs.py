"""Made-up needs, answers of practices, and a programme."""

from datetime import timedelta
from typing import Final

from federation.toolkit import Actor, GroupFacts, actor_of, people, practices, today

from ..needs.actions.asking import NeedAsked, answer, ask
from ..needs.actions.ranking import propose_ranking
from ..needs.libraries import LIBRARIES
from ..needs.queries import need_here, ranked_gaps
from ..needs.rules import TaskRating
from ..programmes.actions import ProgrammePlan, propose_programme

_ASKED: Final = ("practice_nurse", "reception", "doctor")
_PENCE: Final = 960_000


def fill(executive: Actor, known: tuple[GroupFacts, ...]) -> None:
    """Three roles are asked about, most practices have answered; a ranking and a programme are begun."""
    made = []
    for place, key in enumerate(_ASKED):
        role, tasks = LIBRARIES[key]
        closes = today() + timedelta(days=12 + 7 * place)
        made.append(ask(executive, NeedAsked(f"{role}: what we need to learn", role, tasks, closes)))
    for place, (practice_id, person_id) in enumerate(_answering().items()):
        if place % 4 == 3:
            continue
        for need_id in made:
            answer(actor_of(person_id), need_id, practice_id, _ratings(need_id, place), 2 + place % 3)
    ranked = ranked_gaps()
    if len(ranked) < 2:
        return
    propose_ranking(executive, [one.key for one in ranked[:8]])
    group = known[0].id if known else None
    keys = [one.key for one in ranked[:4]]
    propose_programme(executive, ProgrammePlan(today().year + 1, _PENCE, 1, group, keys))


def _answering() -> dict[int, int]:
    """Who answers, by practice."""
    here = {one.id for one in practices()}
    return {one.practice_id: one.id for one in people("representative") if one.practice_id in here}


def _ratings(need_id: int, place: int) -> dict[str, TaskRating]:
    found = {}
    for at, task in enumerate(need_here(need_id).tasks):
        importance = 7 - (at * 3 + place // 2) % 4
        performance = max(1, 5 - (at * 2 + place + need_id) % 4)
        found[task["key"]] = TaskRating(importance, performance)
    return found
