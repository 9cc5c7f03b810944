"""Working out alternatives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from federation.toolkit import (
    Actor,
    Invalid,
    PracticeFacts,
    Refusal,
    agreed,
    authorize,
    plain_text,
    plural,
    practices,
    session,
    time_now,
    unit_of_work,
    write_record,
)

from ...agreed import small_number
from ...models import CareHome, HomeAlternative, HomeResidents, PracticeSpot
from ...permissions import ALIGN
from ...privacy import sum_of
from ..rules import (
    AlignedHomes,
    AlignmentQuestion,
    CannotAlign,
    HomeToAlign,
    PracticeToAlign,
    align,
    distance,
    moves,
)
from ..solving import cheapest, shortage

LONGEST_TITLE = 80
MOST_WEIGHT = 1_000_000


class ShortOfBeds(Refusal):
    """The caps leave no way: ``short_by`` beds are missing."""

    def __init__(self, words: str, short_by: int) -> None:
        super().__init__(words)
        self.short_by = short_by


@dataclass(frozen=True, slots=True)
class AlignmentWish:
    """What somebody asks for. Weights that are None are those that the members agreed; ``bed_cap`` is the most beds of each
    practice (a number for all, or by ODS code; None, or a practice that it does not name: by its list, as the members
    agreed); ``furthest`` in metres."""

    title: str
    moves: int | None = None
    metres: int | None = None
    bed_cap: int | Mapping[str, int] | None = None
    fixed: Mapping[str, str] | None = None
    furthest: int | None = None


def work_out(actor: Actor, wish: AlignmentWish) -> int:
    """Work out an alternative and keep it; returns its number. Raises :class:`ShortOfBeds` where the caps leave no way,
    ``Invalid`` for what cannot be taken."""
    authorize(actor, ALIGN)
    title = plain_text(wish.title, "title", "Enter a name for this alternative")[:LONGEST_TITLE]
    homes = list(session.scalars(select(CareHome).order_by(CareHome.code)))
    members = [one for one in practices() if one.membership == "full"]
    question = _question(wish, homes, members)
    found = align(question, cheapest, shortage)
    names = {home.code: home.name for home in homes}
    if isinstance(found, CannotAlign):
        raise ShortOfBeds(_missing(found, names), found.short_by)
    with unit_of_work():
        small = small_number()
        made = _kept(actor, title, question, found, {one.id: one.code for one in members}, homes)
        made.shown = _shown(question, found, small)
        session.add(made)
        session.flush()
        write_record(actor.person_id, "care_homes.worked_out", f"care_homes_alternative:{made.id}")
        return made.id


def read_cap(given: Any) -> int | dict[str, int] | None:
    """The most beds of each practice, as a program gives them: a number for all, or by ODS code. Raises ``Invalid``."""
    if given is None or _is_count(given):
        return given  # type: ignore[no-any-return]
    if isinstance(given, dict) and all(_is_count(one) for one in given.values()):
        return given
    raise Invalid("Enter a whole number, or one for each ODS code", "bed_cap")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000


def _question(
    wish: AlignmentWish, homes: Sequence[CareHome], members: Sequence[PracticeFacts]
) -> AlignmentQuestion:
    if not homes:
        raise Refusal("There are no care homes yet. Enter them first, or bring them in from a file.")
    moves_weight = int(agreed("care_homes.moves")) if wish.moves is None else wish.moves
    metres_weight = int(agreed("care_homes.metres")) if wish.metres is None else wish.metres
    for field, weight in (("moves", moves_weight), ("metres", metres_weight)):
        if not 0 <= weight <= MOST_WEIGHT:
            raise Invalid(f"A weight must be between 0 and {MOST_WEIGHT:,}", field)
    spots = {one.practice_id: one for one in session.scalars(select(PracticeSpot))}
    far = metres_weight or wish.furthest is not None
    if far and (lost := [home.name for home in homes if home.x is None]):
        raise Refusal(f"Nobody has said where these homes lie: {', '.join(lost[:20])}. Enter that first.")
    asked = [one for one in members if one.id in spots or not far]
    if not asked:
        raise Refusal("Nobody has said where the practices lie. Bring that in from a file first.")
    counts: dict[int, dict[str, int]] = {}
    for row in session.scalars(select(HomeResidents)):
        counts.setdefault(row.home_id, {})[row.code] = row.count
    return AlignmentQuestion(
        [HomeToAlign(one.code, one.beds, counts.get(one.id, {}), one.x or 0, one.y or 0) for one in homes],
        [
            PracticeToAlign(
                one.code,
                cap_of(one, wish.bed_cap),
                spots[one.id].x if one.id in spots else 0,
                spots[one.id].y if one.id in spots else 0,
            )
            for one in asked
        ],
        moves_weight,
        metres_weight,
        _fixed(wish.fixed or {}, {one.code for one in homes}, {one.code for one in asked}),
        wish.furthest,
    )


def cap_of(practice: PracticeFacts, bed_cap: int | Mapping[str, int] | None) -> int:
    """The most beds of a practice."""
    if isinstance(bed_cap, int):
        return bed_cap
    if bed_cap and practice.code in bed_cap:
        return bed_cap[practice.code]
    return (practice.patients or 0) * int(agreed("care_homes.beds")) // 1_000


def _fixed(fixed: Mapping[str, str], homes: set[str], codes: set[str]) -> dict[str, str]:
    for place, (home, ods) in enumerate(fixed.items(), 1):
        if home not in homes:
            raise Invalid(f"Line {place}: there is no home with this number", "fixed")
        if ods not in codes:
            raise Invalid(
                f"Line {place}: this is not the ODS code of a practice that can look after a home", "fixed"
            )
    return dict(fixed)


def _missing(found: CannotAlign, names: Mapping[str, str]) -> str:
    if found.unreachable:
        homes = ", ".join(names[code] for code in found.unreachable[:20])
        return f"No practice is near enough for {homes}. Allow a longer way, or fix a practice for it."
    return (
        f"The practices have room for too few beds: {plural(found.short_by, 'bed')} more are needed at least. "
        "Let a practice take more, or fix fewer homes."
    )


def _shown(question: AlignmentQuestion, found: AlignedHomes, small: int) -> dict[str, list[int | None]]:
    """Residents and moves of each home and of all together, for everybody: from rounded counts alone."""
    every: list[int] = []
    asked: list[int] = []
    shown = {}
    for home in question.homes:
        there = list(home.residents.values())
        away = [count for code, count in home.residents.items() if code != found.homes[home.code]]
        every, asked = every + there, asked + away
        shown[home.code] = [sum_of(there, small), sum_of(away, small)]
    return {**shown, "": [sum_of(every, small), sum_of(asked, small)]}


def _kept(
    actor: Actor,
    title: str,
    question: AlignmentQuestion,
    found: AlignedHomes,
    codes: Mapping[int, str],
    homes: Sequence[CareHome],
) -> HomeAlternative:
    by_code = {one.code: one for one in question.practices}
    detail, used = {}, dict.fromkeys(by_code, 0)
    for home in question.homes:
        chosen = by_code[found.homes[home.code]]
        used[chosen.code] += home.beds
        detail[home.code] = {
            "beds": home.beds,
            "residents": sum(home.residents.values()),
            "moves": moves(home, chosen.code),
            "metres": distance(home, chosen),
            "limit": "far" if home.code in found.too_far else "fixed" if home.code in found.held else "",
        }
    return HomeAlternative(
        title=title,
        made_by=actor.person_id,
        made_at=time_now(),
        moves_weight=question.moves_weight,
        metres_weight=question.metres_weight,
        furthest=question.furthest,
        fixed=dict(question.fixed),
        caps={one.code: one.cap for one in question.practices},
        used=used,
        homes=found.homes,
        before={home.code: codes.get(home.practice_id or 0, "") for home in homes},
        detail=detail,
        binding=found.binding,
        cost=found.cost,
        moves=found.moves,
        residents=sum(one["residents"] for one in detail.values()),
        metres=found.metres,
        gap=found.gap,
        letter="",
    )
