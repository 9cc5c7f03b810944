"""Neighbourhoods from a column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.network.imports.rules import (
    NeighbourhoodChange,
    compare_neighbourhoods,
    read_neighbourhood_column,
)
from federation.network.rules.reading import FileRefused

FILE = "code,name,neighbourhood\nZ99001,Driftwood,Shore\nZ99002,Quayside,SHORE\nZ99003,Heron,THE DOWNS\n"


def test_sample(sample: Callable[[str], bytes]) -> None:
    column = read_neighbourhood_column(sample("neighbourhoods.csv"))
    assert (column.code_header, column.name_header) == ("practice_code", "locality")
    assert (len(column.rows), column.total_lines, column.unreadable) == (12, 12, [])
    assert set(column.rows.values()) == {"Shore", "Harbour", "Downs"}


def test_guess_and_spelling() -> None:
    column = read_neighbourhood_column(FILE.encode())
    assert column.headers == ("code", "name", "neighbourhood")
    assert column.rows == {"Z99001": "Shore", "Z99002": "Shore", "Z99003": "The Downs"}


def test_chosen_columns() -> None:
    column = read_neighbourhood_column(FILE.encode(), "CODE", "name")
    assert column.rows["Z99003"] == "Heron"


def test_no_guess() -> None:
    column = read_neighbourhood_column(b"a,b\nx,1\ny,2\n")
    assert (column.headers, column.code_header, column.name_header, column.rows) == (
        ("a", "b"),
        None,
        None,
        {},
    )


@pytest.mark.parametrize("separator", [";", "\t"])
def test_separators(separator: str) -> None:
    assert len(read_neighbourhood_column(FILE.replace(",", separator).encode()).rows) == 3


def test_names_of_networks_not_their_codes() -> None:
    data = b"ods,PCN code,PCN name\nZ99001,U12345,Shore PCN\n"
    assert read_neighbourhood_column(data).name_header == "PCN name"


def test_headings_are_made_different() -> None:
    column = read_neighbourhood_column(b"ods,name,name,\nZ99001,a,b,c\n")
    assert column.headers == ("ods", "name", "name (column 3)", "Column 4")


def test_cell_over_several_lines() -> None:
    data = b'code,address,locality\nZ99001,"1 Shore Road\nSaltmarsh",Shore\nZ99002,x,Downs\n'
    column = read_neighbourhood_column(data)
    assert (column.rows, column.total_lines) == ({"Z99001": "Shore", "Z99002": "Downs"}, 2)


def test_cannot_be_read() -> None:
    lines = [
        "Z99001,Shore",
        "Z9,Shore",
        "Z99002,",
        "Z99003,=1+1",
        "Z99004,Sh\u202eore",
        "Z99001,Downs",
        "Z99001,SHORE",
        "Z99005,Shore,x",
        'Z99006,"Shore',
        "Z99007," + "x" * 101,
        "Z99002,Shore",
    ]
    column = read_neighbourhood_column("\n".join(["code,locality", *lines]).encode())
    assert column.rows == {"Z99001": "Shore"}
    reasons = {line.line: line.why for line in column.unreadable}
    assert sorted(reasons) == [3, 4, 5, 6, 7, 9, 10, 11, 12]
    assert "not an ODS code" in reasons[3]
    assert "names no neighbourhood" in reasons[4]
    assert "formula" in reasons[5]
    assert "U+202E" in reasons[6]
    assert "On line 2, which is used, it is in Shore." in reasons[7]
    assert "3 columns" in reasons[9]
    assert "quotation marks" in reasons[10]
    assert "101 letters" in reasons[11]
    assert "line 4, which cannot be read" in reasons[12]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "zip or Excel"),
        (b"code,locality\n", "no lines"),
        (b"code\nZ99001\n", "only one column"),
        (b"Z99001,Shore\nZ99002,Downs\n", "not a heading"),
        (b'"code,x\ny,z', "heading of the file cannot be read"),
        (b"code,locality\nx\ny\n", "Most lines"),
    ],
)
def test_wrong_file(data: bytes, message: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_neighbourhood_column(data)
    assert message in refused.value.message


def test_wrong_columns() -> None:
    with pytest.raises(FileRefused, match="no column called “town”"):
        read_neighbourhood_column(FILE.encode(), "code", "town")
    with pytest.raises(FileRefused, match="same column"):
        read_neighbourhood_column(FILE.encode(), "code", "code")


def test_comparison() -> None:
    column = read_neighbourhood_column(FILE.encode() + b"Z99004,x,\nZ99777,x,Shore\n")
    current = {"Z99001": "shore", "Z99002": "Downs", "Z99003": None, "Z99004": "Downs", "Z99005": None}
    result = compare_neighbourhoods(column, current)
    assert result.changed == [
        NeighbourhoodChange("Z99002", "Downs", "shore"),
        NeighbourhoodChange("Z99003", None, "The Downs"),
    ]
    assert (result.unchanged, result.held, result.missing) == (["Z99001"], ["Z99004"], ["Z99005"])
    assert (result.new_names, result.other_rows) == (["The Downs"], 1)
    assert result.unreadable[0].what_to_do == "It stays where it is. Correct the line in the file."
    after = dict(current) | {change.code: change.after for change in result.changed}
    assert compare_neighbourhoods(column, after).changes == 0
    assert compare_neighbourhoods(column, current, ("THE DOWNS",)).new_names == []


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes(data: bytes, with_heading: bool) -> None:
    try:
        read_neighbourhood_column((b"code,locality\n" if with_heading else b"") + data)
    except FileRefused as error:
        assert error.message and error.what_to_do
