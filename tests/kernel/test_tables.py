"""What leaves as CSV."""

import csv

import pytest
from flask import Flask

from federation.kernel.tables import cell, csv_lines, csv_response


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\tx", "\r=1", "=cmd|' /C calc'!A0"])
def test_formulas_stay_text(text: str) -> None:
    assert next(csv.reader(csv_lines([text], []))) == [f"'{text}"]


@pytest.mark.parametrize("value", [-5, 1.5, "Driftwood", "a=b", "", "'x"])
def test_other_values_stay_as_they_are(value: object) -> None:
    assert cell(value) == value


def test_nothing_is_an_empty_cell() -> None:
    assert "".join(csv_lines(["a", "b"], [[None, 'x, "y"']])) == 'a,b\r\n,"x, ""y"""\r\n'


def test_the_file_name_cannot_break_the_header(app: Flask) -> None:
    with app.test_request_context():
        answer = csv_response('x"\r\nSet-Cookie: a=b.csv', ["a"], [["é"]])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x-Set-Cookie-a-b.csv"'
    assert answer.get_data(as_text=True) == "\ufeffa\r\né\r\n"
