"""The files as they are published (where this machine has them), and files spoilt in many ways."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date

import pytest

from federation.network.imports.rules import (
    CurrentPractice,
    ImportSelection,
    PracticesFile,
    compare,
    compare_list_sizes,
    pick,
    places,
    read_list_sizes,
    read_neighbourhood_column,
    read_practices,
)
from federation.network.rules.reading import FileRefused
from tests.network.rules.practice_rows import make_csv, make_row

Real = Callable[[str], bytes]


def members(file: PracticesFile) -> dict[str, CurrentPractice]:
    return {
        line.code: CurrentPractice(
            line.code, line.name, line.postcode, line.phone, line.icb, line.sub_icb, line.address
        )
        for line in file.lines
        if line.is_open_practice
    }


@pytest.fixture(scope="module")
def practices(real: Real) -> PracticesFile:
    return read_practices(real("epraccur.csv"))


def test_practices(practices: PracticesFile) -> None:
    """Counted independently with awk: 15,971 lines, 6,750 open GP practices, 347 of them in QHM."""
    assert (practices.total_lines, len(practices.lines), practices.unreadable) == (15_971, 15_971, [])
    found = places(practices)
    assert found.practices == 6_750
    assert (len(found.icbs), len(found.sub_icbs)) == (43, 113)
    assert {place.code: place.practices for place in found.icbs}["QHM"] == 347
    assert sum(place.practices for place in found.postcode_areas) == 6_750


def test_names(practices: PracticesFile) -> None:
    for line in practices.lines:
        assert line.name and line.name == " ".join(line.name.split())
        assert len(line.name) < 4 or line.name.upper() != line.name.lower()


def test_whole_country_twice(practices: PracticesFile) -> None:
    first = compare(pick(practices, ImportSelection(), ()), {})
    assert (len(first.added), first.changes, first.open_after) == (6_750, 6_750, 6_750)
    current = members(practices)
    again = compare(pick(practices, ImportSelection(), current), current)
    assert (again.changes, len(again.unchanged), again.unreadable, again.notices) == (0, 6_750, [], [])


def test_one_postcode_area_and_district(practices: PracticesFile) -> None:
    stockport = pick(practices, ImportSelection.of(postcode_areas=["SK"], icbs=["QOP"]), ()).lines
    cheadle = pick(practices, ImportSelection.of(postcode_areas=["SK8"], icbs=["QOP"]), ()).lines
    assert {line.code for line in cheadle} < {line.code for line in stockport}
    assert all(line.postcode.startswith("SK8 ") and line.icb == "QOP" for line in cheadle)


def test_list_sizes(real: Real, practices: PracticesFile) -> None:
    file = read_list_sizes(real("gp-reg-pat-prac-all.csv"))
    assert (file.extract_date, len(file.rows), file.unreadable) == (date(2021, 1, 1), 6_658, [])
    result = compare_list_sizes(file, dict.fromkeys(members(practices), (None, None)))
    assert (len(result.changed), len(result.missing), result.other_rows) == (6_300, 450, 358)


def test_localities(real: Real, practices: PracticesFile) -> None:
    column = read_neighbourhood_column(real("gp_patients_trafford.csv"))
    assert (column.code_header, column.name_header) == ("practice_code", "locality")
    assert (len(column.rows), set(column.rows.values())) == (26, {"North", "South", "West", "Central"})
    assert set(column.rows) <= set(members(practices))


def test_files_mixed_up(real: Real) -> None:
    for name in ("gp-reg-pat-prac-all.csv", "care_homes_trafford.csv", "gp_patients_trafford.csv"):
        with pytest.raises(FileRefused):
            read_practices(real(name))
    for name in ("epraccur.csv", "care_homes_trafford.csv", "gp_patients_trafford.csv"):
        with pytest.raises(FileRefused):
            read_list_sizes(real(name))


def test_speed(real: Real) -> None:
    data = real("epraccur.csv")
    start = time.perf_counter()
    file = read_practices(data)
    read = time.perf_counter()
    compare(pick(file, ImportSelection(), ()), {})
    compared = time.perf_counter()
    print(f"\nthe whole country: read {read - start:.2f} s, compared {compared - read:.2f} s")


def test_a_hundred_thousand_lines() -> None:
    rows = [
        make_row(
            code=f"{'ABCDEFGHIJ'[number // 10_000]}{number % 10_000 + 10_000}",
            name=f"PRACTICE {number} OF DR O'NEILL",
            icb=f"Q{number % 42:02}",
            address1=f"{number} SHORE ROAD",
        )
        for number in range(100_000)
    ]
    data = make_csv(rows)
    start = time.perf_counter()
    file = read_practices(data)
    read = time.perf_counter()
    current = members(file)
    result = compare(pick(file, ImportSelection(), current), current)
    assert (len(file.lines), result.changes, len(result.unchanged)) == (100_000, 0, 100_000)
    print(f"\n100,000 lines: read {read - start:.2f} s, compared {time.perf_counter() - read:.2f} s")


def spoil(data: bytes, dice: random.Random) -> bytes:
    """The file after an accident: bytes flipped, lines cut, columns swapped, a piece lost or doubled."""
    kind = dice.randrange(7)
    lines = data.split(b"\r\n")
    if kind == 0:
        spoilt = bytearray(data)
        for _ in range(dice.randrange(1, 200)):
            spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
        return bytes(spoilt)
    if kind == 1:
        for _ in range(dice.randrange(1, 10)):
            at = dice.randrange(len(lines))
            lines[at] = lines[at][: dice.randrange(len(lines[at]) + 1)]
    elif kind == 2:
        one, other = dice.sample(range(27), 2)
        for at in range(len(lines)) if dice.random() < 0.5 else [dice.randrange(len(lines))]:
            cells = lines[at].split(b",")
            if len(cells) == 27:
                cells[one], cells[other] = cells[other], cells[one]
                lines[at] = b",".join(cells)
    elif kind == 3:
        return data[: dice.randrange(len(data))]
    elif kind == 4:
        return data[dice.randrange(len(data)) :]
    elif kind == 5:
        start = dice.randrange(len(data))
        return data + data[start : start + dice.randrange(5_000)]
    else:
        at = dice.randrange(len(data))
        return data[:at] + bytes(dice.randrange(256) for _ in range(dice.randrange(1, 50))) + data[at:]
    return b"\r\n".join(lines)


@pytest.mark.parametrize("seed", range(200))
def test_spoilt_file(seed: int) -> None:
    """Refused in words, or read; then nobody closes, and who changes does so by a line that was read."""
    rows = [make_row(code=f"Z98{number:03}", name=f"PRACTICE {number}") for number in range(60)]
    data = make_csv(rows)
    current = members(read_practices(data))
    try:
        file = read_practices(spoil(data, random.Random(seed)))
    except FileRefused as refused:
        assert refused.message.endswith(".") and refused.what_to_do.endswith(".")
        return
    result = compare(pick(file, ImportSelection(), current), current)
    bad = {line.code for line in file.unreadable if line.used_line is None}
    assert not bad & {item.code for item in (*result.changed, *result.closed, *result.added)}
    assert len(result.changed) + len(result.closed) + result.staying == 60
    for line in result.unreadable:
        assert line.why.endswith((".", ").")) and line.what_to_do.endswith(".")
