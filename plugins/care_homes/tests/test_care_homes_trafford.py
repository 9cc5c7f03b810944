"""The homes of Trafford, as the directory has them, to Trafford's practices; skipped where those files are not there."""

import csv
from pathlib import Path
from typing import Any

import pytest
from federation_care_homes.models import CareHome
from federation_care_homes.rules.alignment import (
    AlignedHomes,
    AlignmentQuestion,
    HomeToAlign,
    PracticeToAlign,
    align,
)
from federation_care_homes.solving import cheapest, shortage
from sqlalchemy import select

from federation.toolkit import session

DATA = Path(__file__).parents[4] / "shared" / "data"
HOMES = DATA / "care_homes_trafford.csv"


@pytest.mark.skipif(not HOMES.exists(), reason="the directory is not here")
def test_the_homes_of_a_real_directory(federation_world: Any) -> None:
    from federation.network.imports.terminal import import_sheet

    with federation_world.scope():
        import_sheet("care_homes.homes", HOMES.read_bytes(), False)
        kept = session.scalars(select(CareHome).order_by(CareHome.code)).all()
        with HOMES.open(encoding="utf-8") as file:
            assert {one.code for one in kept} == {row["cqc_id"] for row in csv.DictReader(file)}
        homes = [HomeToAlign(one.code, 30, {}, one.x or 0, one.y or 0) for one in kept]
    with (DATA / "gp_patients_trafford.csv").open(encoding="utf-8") as file:
        lists = {row["practice_code"]: int(row["registered_patients"]) for row in csv.DictReader(file)}
    places = [(home.x, home.y) for home in homes]
    practices = [
        PracticeToAlign(code, patients * 10 // 1_000, *places[at * 2 % len(places)])
        for at, (code, patients) in enumerate(sorted(lists.items()))
    ]
    found = align(AlignmentQuestion(homes, practices, 0, 1, {}), cheapest, shortage)
    assert isinstance(found, AlignedHomes)
    assert (len(found.homes), found.gap) == (len(homes), 0)
    for practice in practices:
        assert sum(30 for code in found.homes.values() if code == practice.code) <= practice.cap
