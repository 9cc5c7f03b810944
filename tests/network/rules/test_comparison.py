"""What an import would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.network.imports.rules import (
    CurrentPractice,
    FileComparison,
    ImportSelection,
    PracticeLine,
    compare,
    pick,
    read_practices,
)
from tests.network.rules.practice_rows import make_csv, make_row


def as_current(line: PracticeLine) -> CurrentPractice:
    return CurrentPractice(
        line.code, line.name, line.postcode, line.phone, line.icb, line.sub_icb, line.address
    )


def usual(code: str = "Z99001", **fields: object) -> CurrentPractice:
    (line,) = read_practices(make_csv([make_row(code=code)])).lines
    return as_current(line)._replace(**fields)  # type: ignore[arg-type]


def beside(
    rows: list[list[str]], *current: CurrentPractice, selection: ImportSelection | None = None
) -> FileComparison:
    """The rows (after one that belongs to nobody) beside these practices."""
    ours = {practice.code: practice for practice in current}
    file = read_practices(make_csv([make_row(code="Z98000", icb="QQQ"), *rows]))
    return compare(pick(file, selection or ImportSelection.of(icbs=["QZZ"]), ours), ours)


def saved(comparison: FileComparison, current: Mapping[str, CurrentPractice]) -> dict[str, CurrentPractice]:
    """The practices after the import, as the federation would save them."""
    after = dict(current)
    for line in comparison.added:
        after[line.code] = as_current(line)
    for change in (*comparison.changed, *comparison.reopened):
        new = as_current(change.source)._asdict()
        if change in comparison.reopened:
            after[change.code] = after[change.code]._replace(closed_on=None)
        for field in change.fields:
            value = change.source.closed if field.key == "closed_on" else new[field.key]
            after[change.code] = after[change.code]._replace(**{field.key: value})
    for closure in comparison.closed:
        after[closure.code] = after[closure.code]._replace(closed_on=closure.closed_on or date(2026, 11, 22))
    return after


def codes_of(comparison: FileComparison) -> list[str]:
    """Every code that the comparison speaks of, once for each list."""
    lists = (
        comparison.added,
        comparison.changed,
        comparison.unchanged,
        comparison.closed,
        comparison.reopened,
        comparison.held,
        comparison.kept,
    )
    return [item.code for items in lists for item in items]  # type: ignore[attr-defined]


def test_new() -> None:
    result = beside([make_row(opened="20260901")])
    (line,) = result.added
    assert (line.code, line.name, line.line, line.opened) == (
        "Z99001",
        "Driftwood Surgery",
        2,
        date(2026, 9, 1),
    )
    assert (result.changes, result.open_now, result.open_after) == (1, 0, 1)


def test_unchanged() -> None:
    result = beside([make_row()], usual())
    assert [same.code for same in result.unchanged] == ["Z99001"]
    assert (result.changes, result.staying) == (0, 1)


@pytest.mark.parametrize(
    ("cells", "label", "now", "after"),
    [
        ({"name": "HERON HEALTH CENTRE"}, "Name", "Driftwood Surgery", "Heron Health Centre"),
        ({"postcode": "ZZ99 4QU"}, "Postcode", "ZZ99 1AA", "ZZ99 4QU"),
        ({"phone": "01632 960190"}, "Phone", "01632 960101", "01632 960190"),
        ({"icb": "QZA"}, "Integrated care board", "QZZ", "QZA"),
        ({"sub_icb": "98Z"}, "Sub-ICB location", "99Z", "98Z"),
        (
            {"address1": "2 SHORE ROAD"},
            "Address",
            "1 Shore Road, Saltmarsh, Eastshire",
            "2 Shore Road, Saltmarsh, Eastshire",
        ),
    ],
)
def test_changed(cells: dict[str, str], label: str, now: str, after: str) -> None:
    (change,) = beside([make_row(**cells)], usual()).changed
    name = "Heron Health Centre" if label == "Name" else "Driftwood Surgery"  # the name it will have
    assert (change.code, change.name, change.line) == ("Z99001", name, 2)
    assert [field[:3] for field in change.fields] == [(label, now, after)]


def test_several_facts_change() -> None:
    (change,) = beside([make_row(name="X", phone="1", postcode="ZZ1 1ZZ")], usual()).changed
    assert [field.label for field in change.fields] == ["Name", "Postcode", "Phone"]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "DRIFTWOOD surgery"},
        {"phone": "01632960101"},
        {"postcode": "zz991aa"},
        {"address": ("1 shore road", "Saltmarsh", "Eastshire")},
    ],
)
def test_no_difference(fields: dict[str, object]) -> None:
    """What was put right by hand stays: capitals and spaces are no difference."""
    assert beside([make_row()], usual(**fields)).changes == 0


def test_silence_removes_nothing() -> None:
    empty = dict.fromkeys(("phone", "postcode", "icb", "sub_icb", "address1", "town", "county"), "")
    assert beside([make_row(**empty)], usual()).changes == 0


def test_closed() -> None:
    result = beside([make_row(status="C", closed="20260831", name="RENAMED")], usual(), usual("Z99002"))
    (closure,) = result.closed
    assert (closure.code, closure.name, closure.line) == ("Z99001", "Driftwood Surgery", 2)
    assert closure.closed_on == date(2026, 8, 31)
    assert (result.changes, result.open_now, result.open_after) == (1, 2, 1)
    assert [same.code for same in result.kept] == ["Z99002"]


def test_closed_without_a_day() -> None:
    assert beside([make_row(status="INACTIVE", kind="RO76")], usual()).closed[0].closed_on is None


def test_closed_already() -> None:
    closed = usual(closed_on=date(2026, 8, 31))
    assert beside([make_row(status="C", closed="20260831", name="RENAMED")], closed).changes == 0
    assert beside([make_row(status="C")], closed).changes == 0
    (change,) = beside([make_row(status="C", closed="20260930")], closed).changed
    assert change.fields[0][:3] == ("Closed", "31 August 2026", "30 September 2026")


def test_closed_practice_is_not_new() -> None:
    result = beside([make_row(status="C", closed="20260831")], selection=ImportSelection.of(codes=["Z99001"]))
    assert result.changes == 0
    assert "closed on 31 August 2026" in result.notices[0].text


def test_open_again() -> None:
    result = beside([make_row(phone="1")], usual(closed_on=date(2026, 8, 31)))
    (again,) = result.reopened
    assert (again.code, again.closed_on, again.fields[0].label) == ("Z99001", date(2026, 8, 31), "Phone")
    assert (result.open_now, result.open_after) == (0, 1)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"status": "D"}, "dormant"),
        ({"status": "P"}, "proposed"),
        ({"closed": "20270331"}, "closes on 31 March 2027"),
        ({"kind": "10"}, "no longer calls it a GP practice"),
    ],
)
def test_neither_open_nor_closed(cells: dict[str, str], words: str) -> None:
    result = beside([make_row(**cells)], usual())
    assert (result.changes, result.open_after) == (0, 1)
    assert words in result.notices[0].text


def test_absence_never_closes() -> None:
    result = beside([], usual(), usual("Z99002"))
    assert result.changes == 0
    assert [same.line for same in result.kept] == [None, None]
    assert result.staying == 2


class TestUnreadable:
    def test_stays_as_it_is(self) -> None:
        result = beside([make_row(status="C", closed="20260831")[:26]], usual(name="Tidemill Practice"))
        assert result.changes == 0
        assert [(same.code, same.name, same.line) for same in result.held] == [
            ("Z99001", "Tidemill Practice", 2)
        ]
        (line,) = result.unreadable
        assert line.name == "Tidemill Practice"
        assert line.what_to_do == "Tidemill Practice stays as it is. Download the file again."

    def test_new_one_is_left_out(self) -> None:
        (line,) = beside([make_row()[:26]]).unreadable
        assert line.what_to_do == "It is left out. Download the file again."

    def test_twice_uses_the_first(self) -> None:
        rows = [make_row(), make_row(status="C", closed="20260831")]
        result = beside(rows, usual())
        assert (result.changes, len(result.unchanged)) == (0, 1)
        assert result.unreadable[0].what_to_do == "Nothing, if line 2 is right: see Unchanged."
        assert beside(rows).unreadable[0].what_to_do == "Nothing, if line 2 is right: see New."
        changed = beside(rows, usual(phone="1"))
        assert changed.unreadable[0].what_to_do == "Nothing, if line 2 is right: see Changed."

    def test_good_line_before_a_broken_one_is_not_believed(self) -> None:
        result = beside([make_row(status="C", closed="20260831"), make_row()[:26]], usual())
        assert (result.changes, len(result.held)) == (0, 1)


def test_screen_07(sample: Callable[[str], bytes]) -> None:
    """The made-up file and the members of the screen give the numbers of the screen."""
    file = read_practices(sample("epraccur-older.csv"))
    lines = {line.code: line for line in file.lines}
    listed = [f"Z99{number:03}" for number in range(1, 14)]
    current = {code: as_current(lines[code]) for code in listed if code in lines and code != "Z99011"}
    current["Z99003"] = current["Z99003"]._replace(postcode="ZZ99 3CZ")
    current["Z99006"] = current["Z99006"]._replace(name="Heron Surgery")
    current["Z99008"] = CurrentPractice("Z99008", "Tidemill Practice")
    current["Z99010"] = current["Z99010"]._replace(phone="01632 960114")
    picked = pick(file, ImportSelection.of(codes=listed), current)
    assert len(picked.lines) + len(picked.unreadable) == 14
    result = compare(picked, current)
    assert (len(result.unreadable), len(result.closed), len(result.added), len(result.changed)) == (
        2,
        1,
        1,
        3,
    )
    assert (result.changes, result.staying, len(result.unchanged), len(result.held)) == (5, 8, 7, 1)
    assert (result.open_now, result.open_after) == (12, 12)
    assert sorted(change.fields[0].label for change in result.changed) == ["Name", "Phone", "Postcode"]
    again = compare(pick(file, ImportSelection.of(codes=listed), current), saved(result, current))
    assert (again.changes, again.staying) == (0, 14 - 1)


cells = st.fixed_dictionaries(
    {
        "code": st.sampled_from([f"Z9900{digit}" for digit in range(5)]),
        "name": st.sampled_from(["DRIFTWOOD", "QUAYSIDE", "=X", "O'NEILL", "Mixed Case", "GP \u200b"]),
        "postcode": st.sampled_from(["ZZ99 1AA", "ZZ991AB", "", "?"]),
        "phone": st.sampled_from(["", "1 2", "12", "3"]),
        "status": st.sampled_from(["A", "C", "D", "P", "ACTIVE", "INACTIVE", "?"]),
        "closed": st.sampled_from(["", "20260831", "2026-09-30", "?"]),
        "kind": st.sampled_from(["4", "10", "RO76", "RO76|RO80", ""]),
        "icb": st.sampled_from(["QZA", "QZB", ""]),
    }
)
widths = st.sampled_from([27, 27, 27, 27, 26, 28])
rows = st.lists(st.tuples(cells, widths), max_size=8).map(
    lambda made: [[*make_row(**row), "x"][:width] for row, width in made]
)
members = st.dictionaries(
    st.sampled_from([f"Z9900{digit}" for digit in range(7)]), st.sampled_from([None, date(2026, 8, 31)])
).map(lambda made: {code: usual(code, closed_on=closed_on) for code, closed_on in made.items()})
selections = st.sampled_from(
    [
        ImportSelection(),
        ImportSelection.of(icbs=["QZA"]),
        ImportSelection.of(codes=["Z99001", "Z99002"]),
        ImportSelection.of(postcode_areas=["ZZ"]),
    ]
)


@settings(max_examples=300)
@given(rows, members, selections)
def test_any_import(
    rows: list[list[str]], current: dict[str, CurrentPractice], selection: ImportSelection
) -> None:
    file = read_practices(make_csv([make_row(code="Z98000"), *rows]))
    picked = pick(file, selection, current)
    result = compare(picked, current)

    # each practice of the federation has exactly one fate, and so has each picked code
    spoken = codes_of(result)
    assert len(spoken) == len(set(spoken))
    assert set(current) <= set(spoken)
    assert set(spoken) - set(current) == {line.code for line in result.added}
    covered = set(spoken) | {line.code for line in result.unreadable}
    assert {line.code for line in picked.lines} <= covered
    assert result.changes + result.staying == len(current) + len(result.added)

    # a line that cannot be read closes and changes nothing
    bad_lines = {line.line for line in file.unreadable}
    bad_codes = {line.code for line in file.unreadable if line.used_line is None}
    for item in (*result.added, *result.changed, *result.closed, *result.reopened, *result.unchanged):
        assert item.line not in bad_lines
        assert item.code not in bad_codes

    # absence never closes; only open ones are new; the picture before and after adds up
    in_file = {line.code for line in file.lines}
    assert all(closure.code in in_file for closure in result.closed)
    assert all(line.is_open for line in result.added)
    after = saved(result, current)
    assert result.open_after == sum(practice.closed_on is None for practice in after.values())

    # again: nothing
    again = compare(pick(file, selection, after), after)
    assert again.changes == 0
