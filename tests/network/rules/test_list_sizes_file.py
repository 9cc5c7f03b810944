"""Reading list sizes and setting them beside the practices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.network.imports.rules import ListSizesFile, SizeChange, compare_list_sizes, read_list_sizes
from federation.network.rules.reading import FileRefused

Sample = Callable[[str], bytes]
HEADING = (
    "PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE,CODE,POSTCODE,SEX,AGE,"
    "NUMBER_OF_PATIENTS"
)


def line(
    code: str = "Z99001",
    patients: str = "5210",
    day: str = "2026-04-01",
    kind: str = "GP",
    sex: str = "ALL",
    age: str = "ALL",
) -> str:
    return f"GP_PRAC_PAT_LIST,{day},{kind},99Z,E99000001,{code},ZZ99 3CZ,{sex},{age},{patients}"


def read(*lines: str, heading: str = HEADING) -> ListSizesFile:
    return read_list_sizes("\n".join([heading, *lines]).encode())


def why(bad: str) -> str:
    file = read(line("Z99999"), bad)
    assert file.rows == {"Z99999": 5210}
    assert file.unreadable[0].line == 3
    assert file.unreadable[0].what_to_do
    return file.unreadable[0].why


def refused(data: bytes) -> str:
    with pytest.raises(FileRefused) as error:
        read_list_sizes(data)
    assert error.value.what_to_do
    return error.value.message


@pytest.mark.parametrize(
    ("name", "day", "patients"),
    [
        ("list-sizes-older.csv", date(2020, 4, 1), 5210),
        ("list-sizes-current.csv", date(2026, 4, 1), 5310),
    ],
)
def test_both_generations(sample: Sample, name: str, day: date, patients: int) -> None:
    file = read_list_sizes(sample(name))
    assert (file.extract_date, len(file.rows), file.total_lines) == (day, 12, 12)
    assert (file.rows["Z99001"], file.lines["Z99001"]) == (patients, 2)
    assert (file.unreadable, file.skipped) == ([], 0)


def test_names_of_columns_decide() -> None:
    file = read(
        "5210,all,x,z99001,ALL,gp,01apr2020,extra",
        heading="Number_of_patients, SEX ,postcode,CODE,AGE,TYPE,EXTRACT_DATE,MORE",
    )
    assert (file.rows, file.extract_date) == ({"Z99001": 5210}, date(2020, 4, 1))


def test_other_kinds_are_passed_over() -> None:
    file = read(line(), line("99Z", "100000", kind="CCG"), line("E40", kind="COMM_REGION"), line(sex="MALE"))
    assert (file.rows, file.skipped, file.unreadable) == ({"Z99001": 5210}, 3, [])


@pytest.mark.parametrize("text", ["0", "1", "9999999", '"12,345"', " 5210 "])
def test_numbers(text: str) -> None:
    assert read(line(patients=text)).rows["Z99001"] == int(text.replace(",", "").strip('" '))


@pytest.mark.parametrize(
    "text", ["-1", "5.5", "1e3", "*", "", "many", "10000000", "٣", "1_000", "=1+1", "5210.0"]
)
def test_no_number(text: str) -> None:
    assert "number of patients" in why(line(patients=text))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line("Z9"), "not an ODS code"),
        (line(""), "no ODS code"),
        (line(day="soon"), "not a date"),
        (line(day=""), "no date"),
        (line(kind=""), "TYPE"),
        (line() + ",x", "has 11 columns. The heading has 10."),
        ("x", "has 1 column."),
        (line(code='"Z99001'), "quotation marks"),
        (line(code="Z99\u200b001"), "U+200B"),
        (line("Z99999", "1"), "twice. It was first on line 2, which is used."),
    ],
)
def test_cannot_be_read(bad: str, reason: str) -> None:
    assert reason in why(bad)


def test_twice_after_a_bad_line() -> None:
    file = read(line("Z99999"), line(patients="?"), line())
    assert "Z99001" not in file.rows
    assert "line 3, which cannot be read" in file.unreadable[1].why


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"PK\x03\x04xl", "zip or Excel"),
        (HEADING.encode(), "no lines"),
        (HEADING.replace("CODE,POSTCODE", "X,POSTCODE").encode() + b"\nx", "lacks the column CODE"),
        (HEADING.replace("SEX,AGE", "S,A").encode() + b"\nx", "lacks the columns SEX, AGE"),
        (HEADING.encode() + b",CODE\nx", "two columns called CODE"),
        (HEADING.encode() + b"\nx,y\nx,y", "Most lines"),
        (f"{HEADING}\n{line('?')}".encode(), "No line of the file can be read"),
        (f"{HEADING}\n{line(kind='CCG')}".encode(), "No line of the file is about a GP practice"),
        (f"{HEADING}\n{line(sex='MALE')}\n{line(sex='FEMALE')}".encode(), "split by age or sex"),
        (
            "\n".join([HEADING, line(), *(line(age=str(age)) for age in range(96))]).encode(),
            "split by age or sex",
        ),
        (
            b"EXTRACT_DATE,CCG_CODE,ONS_CCG_CODE,ORG_CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\nx",
            "split by age",
        ),
        (b"PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,SEX,AGE_GROUP_5,NUMBER_OF_PATIENTS\nx", "split by age"),
        (b"PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PCN_CODE\nx", "which network"),
        (b"Z99001,DRIFTWOOD" + b"," * 25 + b"\n", "file of practices"),
        (b"name,cqc_id\nx,y", "not the file of list sizes"),
        (f"{HEADING}\n{line()}\n{line('Z99002', day='2026-05-01')}".encode(), "more than one day"),
    ],
)
def test_wrong_file(data: bytes, message: str) -> None:
    assert message in refused(data)


def test_practice_file_is_told_apart(sample: Sample) -> None:
    assert "file of practices" in refused(sample("epraccur-older.csv"))


def test_more_than_one_day_says_where() -> None:
    message = refused(f"{HEADING}\n{line()}\n{line('Z99002', day='2026-05-01')}".encode())
    assert "1 April 2026 and, on line 3, 1 May 2026" in message


class TestComparison:
    def test_lists(self) -> None:
        file = read(line("Z99001"), line("Z99002"), line("Z99003", "?"), line("Z99004"), line("Z99777", "1"))
        last_month = date(2026, 3, 1)
        result = compare_list_sizes(
            file,
            {
                "Z99001": (5000, last_month),
                "Z99002": (5210, last_month),
                "Z99003": (7, last_month),
                "Z99004": (None, None),
                "Z99005": (9, last_month),
            },
        )
        assert result.changed == [SizeChange("Z99001", 5000, 5210), SizeChange("Z99004", None, 5210)]
        assert (result.unchanged, result.confirmed) == (["Z99002"], ["Z99002"])
        assert (result.held, result.missing) == (["Z99003"], ["Z99005"])
        assert result.unreadable[0].what_to_do == "Its list size stays as it is. Download the file again."
        assert (result.older, result.held_as_of, result.other_rows) == (False, last_month, 1)
        assert (result.patients_now, result.patients_after) == (10226, 10226 + 210 + 5210)

    def test_again(self) -> None:
        file = read(line("Z99001"), line("Z99002", "7"))
        current = {code: (patients, file.extract_date) for code, patients in file.rows.items()}
        result = compare_list_sizes(file, current)
        assert (result.changes, result.confirmed, result.older) == (0, [], False)

    def test_older(self) -> None:
        assert compare_list_sizes(read(line()), {"Z99001": (1, date(2026, 5, 1))}).older
        assert not compare_list_sizes(read(line()), {"Z99001": (1, None)}).older
        assert not compare_list_sizes(read(line()), {}).older

    def test_lines_of_others_are_not_listed(self) -> None:
        file = read(line("Z99001"), line("Z99777", "?"), line("", "1"), line("Z99001", "2"))
        result = compare_list_sizes(file, {"Z99001": (5210, None)})
        assert [bad.line for bad in result.unreadable] == [4, 5]
        assert result.unchanged == ["Z99001"]


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes(data: bytes, with_heading: bool) -> None:
    try:
        read_list_sizes((HEADING.encode() + b"\n" if with_heading else b"") + data)
    except FileRefused as error:
        assert error.message and error.what_to_do


@given(st.lists(st.tuples(st.sampled_from(["Z99001", "Z99002", "?", ""]), st.text(max_size=8)), max_size=6))
def test_any_lines(made: list[tuple[str, str]]) -> None:
    lines = [line(code, patients.replace("\n", " ").replace("\r", " ")) for code, patients in made]
    file = read(line("Z98000"), *lines, *(line(f"Z97{place:03}") for place in range(90)))
    assert len(file.rows) + len(file.unreadable) + file.skipped == file.total_lines
    assert all(patients >= 0 for patients in file.rows.values())
