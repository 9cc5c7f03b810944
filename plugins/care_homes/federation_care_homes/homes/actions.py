"""Homes, where practices lie, and how many residents are registered where."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from federation.toolkit import (
    Actor,
    Invalid,
    NotFound,
    NotYours,
    Refusal,
    authorize,
    held,
    index,
    insert_many,
    may,
    people_of,
    plain_text,
    session,
    today,
    unit_of_work,
    write_record,
)

from ..models import CareHome, HomeResidents, PracticeSpot
from ..permissions import ALIGN, COUNT, KEEP
from .grid import to_grid

MOST_BEDS = 500
LOCATION = r"1-[0-9]{6,12}"
"""Location numbers of the CQC, some of which look like an NHS number and are none."""
_TEXTS = ("name", "kind", "postcode", "network")


def is_ods(code: str) -> bool:
    """Whether this can be the code of a practice: it begins with a letter, as no number of a person does."""
    return re.fullmatch(r"[A-Z][A-Z0-9]{2,9}", code) is not None


def enter_home(actor: Actor | None, row: Mapping[str, Any]) -> int:
    """Enter a home: ``code`` and ``name``, and as far as they are known ``kind``, ``postcode``, ``network`` (its primary care
    network), ``beds``, ``x`` and ``y`` or ``latitude`` and ``longitude``. None as the actor: from the terminal. Returns its
    number."""
    if actor is not None:
        authorize(actor, KEEP)
    with unit_of_work():
        if session.scalar(select(CareHome.id).where(CareHome.code == row["code"])):
            raise Invalid("There is a home with this number already", "code")
        home = CareHome(
            code=_code(row["code"]),
            **dict.fromkeys((*_TEXTS, "latitude", "longitude"), ""),
            beds=0,
        )
        _written(home, row)
        session.add(home)
        session.flush()
        _indexed(home)
        _recorded(actor, "care_homes.entered", home)
        return home.id


def change_home(actor: Actor | None, home_id: int, row: Mapping[str, Any]) -> None:
    """Change what is known of a home; its number stays, and so does what the row says nothing of."""
    if actor is not None:
        authorize(actor, KEEP)
    with unit_of_work():
        home, _now = held(CareHome, home_id)
        _written(home, row)
        _indexed(home)
        _recorded(actor, "care_homes.changed", home)


def _code(typed: str) -> str:
    """A location number, or another number that tells of nobody."""
    code = typed.strip()
    if re.fullmatch(LOCATION, code):
        return code
    return plain_text(code, "code", "Enter the number of the home in the CQC directory")


def _written(home: CareHome, row: Mapping[str, Any]) -> None:
    for field in _TEXTS:
        if field in row:
            missing = "Enter the name of the home" if field == "name" else ""
            setattr(home, field, plain_text(row[field], field, missing))
    if "beds" in row:
        if not 0 <= row["beds"] <= MOST_BEDS:
            raise Invalid(f"Beds must be between 0 and {MOST_BEDS}", "beds")
        home.beds = row["beds"]
    if row.get("latitude") and row.get("longitude"):
        home.latitude, home.longitude = row["latitude"], row["longitude"]
        home.x, home.y = to_grid(float(home.latitude), float(home.longitude))
    elif "x" in row and "y" in row:
        if (row["x"] is None) != (row["y"] is None):
            raise Invalid("Enter both numbers, or neither", "y")
        home.x, home.y = row["x"], row["y"]
        home.latitude = home.longitude = ""


def place_practice(actor: Actor | None, practice_id: int, x: int, y: int) -> None:
    """Say where a practice lies, in metres to the east and the north."""
    if actor is not None:
        authorize(actor, KEEP)
    with unit_of_work():
        spot = session.scalar(select(PracticeSpot).where(PracticeSpot.practice_id == practice_id))
        if spot is None:
            spot = PracticeSpot(practice_id=practice_id)
            session.add(spot)
        spot.x, spot.y = x, y
        session.flush()
        person = actor.person_id if actor else None
        write_record(person, "care_homes.placed", f"care_homes_spot:{spot.id}", practice=practice_id)


def count_residents(actor: Actor | None, code: str, counts: Mapping[str, int]) -> None:
    """Say how many residents of a home are registered with each practice, by ODS codes. Whoever makes alignments and the
    practice that looks after the home say all of it; any other practice its own number alone, and learns nothing of others':
    what is refused does not depend on what they said."""
    if actor is not None:
        authorize(actor, COUNT)
    for place, (ods, number) in enumerate(counts.items(), 1):
        if not is_ods(ods):
            raise Invalid(f"Line {place}: enter the ODS code of a practice, for example Z99001", "counts")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST_BEDS:
            raise Invalid(f"Line {place}: enter a whole number from 0 to {MOST_BEDS}", "counts")
    with unit_of_work():
        home, _now = held(CareHome, home_of(code).id)
        kept = residents_of(home.id)
        said = sum(counts.values())
        if actor is not None and not _says_all(actor, home):
            if not set(counts) <= {seat.code for seat in actor.seats}:
                raise NotYours()
            counts = {**kept, **counts}
        if home.beds and said > home.beds:
            raise Invalid(f"{home.name} has {home.beds} beds. These are more residents than that", "counts")
        session.execute(delete(HomeResidents).where(HomeResidents.home_id == home.id))
        rows = [
            {"home_id": home.id, "code": ods, "count": number} for ods, number in counts.items() if number
        ]
        if rows:
            insert_many(HomeResidents, rows)
        home.counted_on = today()
        session.flush()
        _recorded(actor, "care_homes.counted", home)


def name_lead(actor: Actor, code: str, person_id: int | None) -> None:
    """Say who is the clinical lead of a home: somebody of the practice that looks after it."""
    with unit_of_work():
        home, _now = held(CareHome, home_of(code).id)
        if not looks_after(actor, home) and not may(actor, KEEP):
            raise NotYours()
        if home.practice_id is None:
            raise Refusal("No practice looks after this home yet.")
        if person_id is not None and person_id not in {
            one.id for one in people_of(home.practice_id, "representative", "member")
        }:
            raise Invalid("Select somebody of the practice that looks after this home", "lead")
        home.lead_id = person_id
        session.flush()
        _recorded(actor, "care_homes.led", home)


def home_of(code: str) -> CareHome:
    """A home by its number. Raises ``NotFound``."""
    home = session.scalar(select(CareHome).where(CareHome.code == code))
    if home is None:
        raise NotFound()
    return home


def residents_of(home_id: int) -> dict[str, int]:
    """Residents of a home by ODS code, as they are."""
    rows = session.execute(
        select(HomeResidents.code, HomeResidents.count.label("number"))
        .where(HomeResidents.home_id == home_id)
        .order_by(HomeResidents.code)
    )
    return {row.code: row.number for row in rows}


def looks_after(actor: Actor, home: CareHome) -> bool:
    """Whether somebody has a place at the practice that looks after a home."""
    return home.practice_id is not None and home.practice_id in {seat.practice_id for seat in actor.seats}


def _says_all(actor: Actor, home: CareHome) -> bool:
    return may(actor, ALIGN) or looks_after(actor, home)


def _indexed(home: CareHome) -> None:
    session.flush()
    index("care_homes", home.id, home.name, f"{home.kind} {home.postcode}")


def _recorded(actor: Actor | None, act: str, home: CareHome) -> None:
    write_record(actor.person_id if actor else None, act, f"care_homes:{home.id}")
