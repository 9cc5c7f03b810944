"""Spreadsheets: homes from the CQC directory in each of its forms, residents by practice, where practices lie."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from federation.toolkit import (
    Actor,
    ImportColumn,
    ImportSheet,
    Invalid,
    SheetChanges,
    number_column,
    practice_column,
    practices,
    session,
    settings_of,
    text_column,
)

from ..models import CareHome, HomeResidents, PracticeSpot
from .actions import (
    LOCATION,
    MOST_BEDS,
    change_home,
    count_residents,
    enter_home,
    is_ods,
    place_practice,
    residents_of,
)
from .grid import to_grid
from .queries import home_rows

_BRITAIN = {"Latitude": (49.0, 61.0), "Longitude": (-9.0, 2.5)}
_METRES = 1_300_000


def _named(column: ImportColumn, *also: str, optional: bool = True, codes: str = "") -> ImportColumn:
    return replace(column, also=also, optional=optional, codes=codes)


def _degrees(name: str, words: str, example: str) -> ImportColumn:
    least, most = _BRITAIN[words]

    def read(cell: str) -> str:
        try:
            inside = not cell or least <= float(cell) <= most
        except ValueError:
            inside = False
        if not inside:
            raise Invalid(f"{words} must be a number between {least:g} and {most:g}")
        return cell[:24]

    return ImportColumn(name, words, example, read)


def _beds() -> ImportColumn:
    column = number_column("beds", "Beds", "42", 0, MOST_BEDS)
    return replace(column, read=lambda cell: column.read(cell) if cell else 0)


def home_sheet(actor: Actor | None) -> ImportSheet:
    """Homes as the directory of the CQC has them each month, as a council publishes them, or by hand. Each is told by its
    location number; of a directory of all services care homes alone are taken, that are not dormant, in the area that the
    settings name."""
    area = str(settings_of("care_homes").get("area") or "").casefold().strip()

    def picks(cells: Mapping[str, str]) -> bool:
        is_home = cells.get("care home?", "Y").upper().startswith("Y")
        sleeps = next((cells[one] for one in cells if one.startswith("dormant")), "N")
        there = cells.get("location local authority", area).casefold() == area or not area
        return is_home and not sleeps.upper().startswith("Y") and there

    def save(changes: SheetChanges) -> None:
        for row in changes.new:
            enter_home(actor, row)
        for change in changes.changed:
            change_home(actor, change.now["id"], change.after)

    return ImportSheet(
        columns=(
            _named(
                text_column("code", "CQC location", "1-900000001", 60, "Enter the number of the home"),
                *("Location ID", "cqc_id"),
                optional=False,
                codes=LOCATION,
            ),
            _named(
                text_column("name", "Name", "Marram Lodge", 120, "Enter the name of the home"),
                "Location Name",
                optional=False,
            ),
            _named(_beds(), "Care homes beds"),
            _named(text_column("kind", "Type", "Nursing home", 60), "Location Type/Sector"),
            _named(text_column("postcode", "Postcode", "ZZ99 1AA", 10), "Location Postal Code"),
            _named(
                text_column("network", "Primary care network", "Coast", 120), "Location Primary Care Network"
            ),
            _named(_degrees("latitude", "Latitude", "53.4476"), "Location Latitude", "lat"),
            _named(_degrees("longitude", "Longitude", "-2.3652"), "Location Longitude", "lon"),
        ),
        key=("code",),
        kept=home_rows,
        save=save,
        picks=picks,
    )


def resident_sheet(actor: Actor | None) -> ImportSheet:
    """How many residents of each home are registered with each practice: counts alone."""
    homes = {one.code.casefold(): one for one in session.scalars(select(CareHome))}
    codes = {one.id: one.code for one in homes.values()}

    def read_home(cell: str) -> str:
        if cell.casefold() not in homes:
            raise Invalid("There is no home with this number. Enter the homes first")
        return homes[cell.casefold()].code

    def read_code(cell: str) -> str:
        code = cell.upper()
        if not is_ods(code):
            raise Invalid("Enter the ODS code of the practice")
        return code

    def kept() -> Iterator[dict[str, Any]]:
        for row in session.scalars(select(HomeResidents).order_by(HomeResidents.id)):
            yield {"home": codes[row.home_id], "practice": row.code, "residents": row.count}

    def save(changes: SheetChanges) -> None:
        said: dict[str, dict[str, int]] = {}
        for row in (*changes.new, *(change.after for change in changes.changed)):
            said.setdefault(row["home"], {})[row["practice"]] = row["residents"]
        for code, counts in said.items():
            count_residents(actor, code, {**residents_of(homes[code.casefold()].id), **counts})

    return ImportSheet(
        columns=(
            _named(
                ImportColumn("home", "CQC location", "1-900000001", read_home),
                *("Location ID", "cqc_id", "home"),
                optional=False,
                codes=LOCATION,
            ),
            _named(
                ImportColumn("practice", "ODS code", "Z99001", read_code),
                *("practice_code", "practice"),
                optional=False,
            ),
            _named(number_column("residents", "Residents", "12", 0, MOST_BEDS), "count", optional=False),
        ),
        key=("home", "practice"),
        kept=kept,
        save=save,
    )


def spot_sheet(actor: Actor | None) -> ImportSheet:
    """Where practices lie, in metres of the National Grid or by latitude and longitude; of a list of many practices those of
    the federation are taken."""
    ours = {one.code for one in practices()}

    def picks(cells: Mapping[str, str]) -> bool:
        heading = next((one for one in ("ods code", "practice code", "code") if one in cells), "")
        return cells.get(heading, "").upper() in ours

    def kept() -> Iterator[dict[str, Any]]:
        for row in session.scalars(select(PracticeSpot).order_by(PracticeSpot.id)):
            yield {"practice": row.practice_id, "x": row.x, "y": row.y, "latitude": "", "longitude": ""}

    def save(changes: SheetChanges) -> None:
        for row in (*changes.new, *(change.after for change in changes.changed)):
            if row.get("latitude") and row.get("longitude"):
                x, y = to_grid(float(row["latitude"]), float(row["longitude"]))
            elif "x" in row and "y" in row:
                x, y = row["x"], row["y"]
            else:
                raise Invalid("Give easting and northing, or latitude and longitude")
            place_practice(actor, row["practice"], x, y)

    return ImportSheet(
        columns=(
            _named(practice_column("practice"), "practice_code", "code", optional=False),
            _named(number_column("x", "Easting", "651410", -_METRES, _METRES), "x"),
            _named(number_column("y", "Northing", "313177", -_METRES, _METRES), "y"),
            _named(_degrees("latitude", "Latitude", "53.4476"), "lat"),
            _named(_degrees("longitude", "Longitude", "-2.3652"), "lon"),
        ),
        key=("practice",),
        kept=kept,
        save=save,
        picks=picks,
    )
