"""People who are asked, and who answer, for tests of surveys."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from federation_diagnostics.actions.answering import COMMENTS, save_part, send
from federation_diagnostics.actions.surveys import close_early, open_survey
from federation_diagnostics.rules.questionnaire import DIMENSIONS

from federation.toolkit import session, time_now

LATER = "Network health, spring 2027"
TITLE, PURPOSE = "Network health, autumn 2026", "To see ourselves as members see us."
REPRESENTATIVES = [f"rep{number}" for number in range(1, 7)]


def now() -> datetime:
    """The database's clock."""
    found: datetime = time_now()
    return found


def staffed(world: Any, many: int = 12) -> list[str]:
    """Give the first practice so many members more; everybody who can be invited, in the order of their names here."""
    code = next(iter(world.practices))
    names = [f"staff{number}" for number in range(1, many + 1)]
    for name in names:
        world.add(name, "member", code)
    return [*REPRESENTATIVES, "member", *names]


def opened(world: Any, days: float = 14, title: str = TITLE) -> int:
    """A survey that the chair has opened."""
    return open_survey(world.actor("chair"), title, PURPOSE, now() + timedelta(days=days))


def fill_in(
    world: Any,
    name: str,
    survey_id: int,
    number: int | None = 4,
    year_ago: str | None = "same",
    comments: Mapping[str, str] | None = None,
) -> None:
    """Save every page, with the same number everywhere."""
    who = world.actor(name)
    for one in DIMENSIONS:
        save_part(who, survey_id, one.key, {item.key: number for item in one.items}, year_ago)
    if comments:
        save_part(who, survey_id, COMMENTS, comments=comments)


def answered(world: Any, survey_id: int, numbers: Mapping[str, int | None], **more: Any) -> None:
    """Each of these people sends their number everywhere."""
    for name, number in numbers.items():
        fill_in(world, name, survey_id, number, **more)
        send(world.actor(name), survey_id)


def closed(world: Any, names: list[str], numbers: Any, title: str = TITLE, **more: Any) -> int:
    """A survey that these people answered, one number each, and that is closed."""
    survey_id = opened(world, title=title)
    answered(world, survey_id, dict(zip(names, numbers, strict=True)), **more)
    close_early(world.actor("chair"), survey_id, "All have answered.")
    session.rollback()
    return survey_id


def record(world: Any) -> list[tuple[str, int | None, str]]:
    """The plugin's acts in the record, the oldest first: act, who, data as text."""
    from federation.kernel.record import RecordEntry

    found = session.query(RecordEntry).order_by(RecordEntry.seq)
    return [(one.action, one.actor, one.data) for one in found if one.action.startswith("diagnostics.")]
