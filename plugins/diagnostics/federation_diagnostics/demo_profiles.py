"""Made-up leaders' profiles for the demonstration: two rounds that are closed, and one that is open."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlalchemy import bindparam, update

from federation.toolkit import Actor, actor_of, people, session, time_now, unit_of_work

from .actions.profiles import begin_round, close_round, finish, save_feature, save_shares
from .models.profiles import ProfileRound
from .queries.profiles import LEADERS
from .rules.leadership import FEATURES, FUNCTION_KEYS

_MOST: Final = 6
_LEVELS: Final = (3.4, 4.0, 2.8, 3.0, 3.6, 3.1)
"""Around which number ratings fall, by feature."""
_EVIDENCE: Final = {
    "purpose": "One page, agreed by all practices in spring. It hangs in most staff rooms.",
    "issue": "Same-day access. We counted: no practice can staff a late clinic alone.",
    "needs": "In June everybody asked for shared training of receptionists. It begins in January.",
    "leading": "Two half days a week are paid. It takes three.",
    "ties": "The last evening with all practices was in May. Eleven of twelve came.",
    "outputs": "The locum list, and the Friday page of what is new.",
}
_SHARES: Final = (30, 20, 15, 15, 10, 10)
_DATED = (
    update(ProfileRound)
    .where(ProfileRound.id == bindparam("round"))
    .values(title=bindparam("called"), begun_at=bindparam("begun"), closed_at=bindparam("closed"))
    .execution_options(synchronize_session=False)
)


def fill() -> None:
    """What leaders said in spring, what they say now, and a round that waits for them."""
    leaders = [actor_of(one) for one in dict.fromkeys(person.id for person in people(*LEADERS))][:_MOST]
    if not leaders:
        return
    now = time_now()
    _closed(leaders, 0, now - timedelta(days=210))
    _closed(leaders, 1, now - timedelta(days=45))
    begin_round(leaders[0], f"{now:%B %Y}")


def _closed(leaders: list[Actor], wave: int, closed_at: datetime) -> None:
    dice = Random(wave)  # noqa: S311 - made-up ratings, the same each time
    with unit_of_work():
        round_id = begin_round(leaders[0], f"{closed_at:%B %Y}")
        for place, leader in enumerate(leaders):
            _filled_in(leader, round_id, place, dice, wave)
        close_round(leaders[0], round_id)
        dates = {"begun": closed_at - timedelta(days=21), "closed": closed_at}
        session.execute(_DATED, {"round": round_id, "called": f"{closed_at:%B %Y}", **dates})


def _filled_in(leader: Actor, round_id: int, place: int, dice: Random, wave: int) -> None:
    for number, feature in enumerate(FEATURES):
        ratings = {
            question.key: max(1, min(5, round(_LEVELS[number] + wave * 0.4 + dice.gauss(0, 0.8))))
            for question in feature.questions
        }
        said = _EVIDENCE[feature.key] if wave and number % len(_EVIDENCE) % 3 == place % 3 else ""
        save_feature(leader, round_id, feature, ratings, said)
    turned = (*_SHARES[place % 3 :], *_SHARES[: place % 3])
    save_shares(leader, round_id, dict(zip(FUNCTION_KEYS, turned, strict=True)))
    finish(leader, round_id)
