"""Made-up surveys for the demonstration: two that have closed, and one that is open."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import select, update

from federation.toolkit import (
    Actor,
    Draft,
    actor_of,
    day,
    insert_many,
    people,
    session,
    time_now,
    unit_of_work,
    write_record,
)

from .actions.answering import save_part, send
from .actions.closing import close_due
from .actions.findings import propose_finding
from .actions.inviting import invite, to_invite
from .actions.surveys import open_survey
from .models import Survey, SurveyAnswer, SurveyInvitation
from .rules.floor import FLOOR
from .rules.questionnaire import DIMENSIONS, YEAR_AGO

_PURPOSE: Final = "We want to see ourselves as our members see us, before we plan what to change."
_LEVELS: Final = {
    "vision": (3.9, 4.1),
    "direction": (3.3, 3.2),
    "participation": (3.1, 3.6),
    "leadership": (3.7, 3.9),
    "trust": (3.9, 4.0),
    "deciding": (2.8, 4.0),
    "learning": (3.0, 3.3),
    "fairness": (2.8, 2.6),
}
"""Around which number answers fall in the first and in the second survey."""
_COMMENTS: Final = (
    ("keep", "The locum list. I filled a gap in 20 minutes last week."),
    ("change", "I do not know who got what from the last 2 tenders."),
    ("keep", "That I can ring the other practices and somebody answers."),
    ("change", "Small practices carry the same paperwork for less."),
    ("change", "Tell us before the meeting what will be decided in it."),
    ("else", "Whether the people at the front desk have heard of the federation at all."),
    ("keep", "The shared training afternoons."),
    ("change", "One page a month with what was decided, please."),
    ("change", "Ask patients too, not only us."),
)


def fill() -> None:
    """Two surveys with results, the second with a finding that became a proposal, and one to answer."""
    if len(to_invite().people) < FLOOR:
        return
    runner = actor_of((people("executive") or people("administrator"))[0].id)
    now = time_now().replace(hour=17, minute=0, second=0, microsecond=0)
    _closed(runner, 0, now - timedelta(days=240))
    second = _closed(runner, 1, now - timedelta(days=45))
    author = actor_of(people("representative")[0].id)
    propose_finding(author, second, "fairness", Draft("Say after each tender who got what", _BODY, _REASONS))
    _open(runner, now + timedelta(days=9))


_BODY: Final = "After each tender the executive sends all practices one page that says who got what, and why."
_REASONS: Final = "Value and fairness is our lowest score, and where we agree least with each other."


def _closed(runner: Actor, wave: int, closes_at: datetime) -> int:
    """A survey of the past, with answers from most people; its results are worked out as any other's."""
    dice = Random(wave)  # noqa: S311 - made-up answers, the same each time
    with unit_of_work():
        survey = invite(runner, _title(closes_at), _PURPOSE, closes_at - timedelta(days=16), closes_at)
        session.flush()
        invited = session.execute(
            select(SurveyInvitation.id, SurveyInvitation.practice_id)
            .where(SurveyInvitation.survey_id == survey.id)
            .order_by(SurveyInvitation.id)
        ).all()
        answered = [row for place, row in enumerate(invited, wave) if place % 7 or len(invited) <= FLOOR + 1]
        _answer(survey, answered, wave, dice)
        subject = f"diagnostics_survey:{survey.id}"
        write_record(
            runner.person_id,
            "diagnostics.survey_opened",
            subject,
            invited=survey.invited,
            closes_at=closes_at.isoformat(),
        )
    close_due()
    return survey.id


def _answer(survey: Survey, answered: list[Any], wave: int, dice: Random) -> None:
    first = survey.id % 2**20 * 2**32
    rows = [
        {
            "id": dice.randrange(first, first + 2**32),
            "survey_id": survey.id,
            "practice_id": row.practice_id,
            "answers": _answers(dice, wave, place),
        }
        for place, row in enumerate(answered)
    ]
    insert_many(SurveyAnswer, sorted(rows, key=lambda row: row["id"]))
    session.execute(
        update(SurveyInvitation)
        .where(SurveyInvitation.id.in_([row.id for row in answered]))
        .values(answered=True)
        .execution_options(synchronize_session=False)
    )
    survey.answered = len(answered)
    survey.reminded_midway = survey.reminded_late = True


def _answers(dice: Random, wave: int, place: int) -> dict[str, Any]:
    """What one person thinks: a little more or less of everything than others, and now and then no opinion."""
    mood = dice.gauss(0, 0.3)
    items: dict[str, int | None] = {}
    for one in DIMENSIONS:
        level = _LEVELS[one.key][wave] + mood + dice.gauss(0, 1.0 if one.key == "fairness" else 0.5)
        for item in one.items:
            number = round(level + dice.gauss(0, 0.6))
            items[item.key] = None if dice.random() < 0.03 else max(1, min(5, number))
    said = [_COMMENTS[place]] if place < len(_COMMENTS) else []
    return {
        "items": items,
        "year_ago": {one.key: dice.choice(YEAR_AGO) for one in DIMENSIONS},
        "comments": dict(said),
    }


def _open(runner: Actor, closes_at: datetime) -> None:
    """A survey that waits for answers: every third person has sent theirs, one has saved a page."""
    dice = Random(2)  # noqa: S311
    survey_id = open_survey(runner, _title(closes_at), _PURPOSE, closes_at)
    for place, person_id in enumerate(sorted(to_invite().people)):
        if place == 0:
            _save(actor_of(person_id), survey_id, _answers(dice, 1, place), 1)
        elif place % 3 == 2:
            who = actor_of(person_id)
            _save(who, survey_id, _answers(dice, 1, place), len(DIMENSIONS))
            send(who, survey_id)


def _save(who: Actor, survey_id: int, answers: dict[str, Any], pages: int) -> None:
    for one in DIMENSIONS[:pages]:
        items = {item.key: answers["items"][item.key] for item in one.items}
        save_part(who, survey_id, one.key, items, answers["year_ago"][one.key])


def _title(closes_at: datetime) -> str:
    """``Network health, October 2026``."""
    return f"Network health, {day(closes_at).partition(' ')[2]}"
