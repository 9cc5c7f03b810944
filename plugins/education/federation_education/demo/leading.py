"""Made-up leadership development: a checklist that is filled in, a challenge, and offers between practices."""

from datetime import timedelta
from typing import Final

from federation.toolkit import Actor, actor_of, people, practices, today

from ..development.actions import ChallengeWanted, follow_up, note, rate_host, rate_programme, register
from ..development.checklists import HOST, PARTS
from ..offers.actions import offer, take
from ..programmes.queries import programmes
from ..sets.actions import begin_set, met

_SEEN: Final = (2, 1, 2, 0, 1, 1, 0, 2)


def fill() -> None:
    """Two people rate a programme; a practice hosts a challenge; another lends somebody's time."""
    here = {one.id for one in practices()}
    known = [one for one in people("representative") if one.practice_id in here]
    if len(known) < 2:
        return
    (first, at), (second, other) = ((actor_of(one.id), one.practice_id or 0) for one in known[:2])
    made = programmes()
    for place, item in enumerate(PARTS.items if made else ()):
        rating = _SEEN[place]
        rate_programme(
            first, made[0].id, "parts", item.key, rating, "In the plan of the year" if rating else ""
        )
    if made:
        rate_programme(second, made[0].id, "parts", "mentorship", 1, "Two practices have named a mentor")
    _challenge(first, at, second)
    offer_id = offer(
        second,
        other,
        "Persuading colleagues to change how the front desk works",
        "Led the change to one phone queue in 2025, against much doubt.",
        20,
        2_500,
    )
    take(first, offer_id, at, 6)
    number = begin_set(first, "Tuesday set", {first.person_id: "GP", second.person_id: "Practice manager"})
    met(second, number, today() - timedelta(days=20), first.person_id, "Asks the front desk first.")


def _challenge(fellow: Actor, practice_id: int, mentor: Actor) -> None:
    wanted = ChallengeWanted(
        "People who come every week and are not helped",
        "A few people come very often, and neither they nor we think that it helps them.",
        "A longer appointment (2023), a letter (2024): both were stopped after some weeks, because nobody had asked "
        "those who come.",
        today() - timedelta(days=400),
        fellow.person_id,
        mentor.person_id,
    )
    number = register(fellow, practice_id, wanted)
    for item in HOST.items[:5]:
        rate_host(mentor, number, item.key, 2, "Seen in the practice’s plan")
    note(fellow, number, "inquiry", "Talked with nine people of three practices about what they look for.")
    note(fellow, number, "relationships", "A weekly half hour with the social prescriber and the front desk.")
    follow_up(
        fellow,
        number,
        {"worthwhile": True, "empowered": True, "sustained": True},
        "The half hour is still held.",
    )
