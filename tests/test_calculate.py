"""``federation calculate``: what scripts get, and what they are told when something is wrong."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from federation.plugin.commands import calculate


def ask(name: str, given: Any) -> Result:
    """The command, with JSON or a text as its input."""
    text = given if isinstance(given, str) else json.dumps(given)
    return CliRunner().invoke(calculate, [name], input=text)


def calculated(name: str, given: Any) -> Any:
    """What it prints."""
    done = ask(name, given)
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refused(name: str, given: Any) -> str:
    """The one sentence on the error output."""
    done = ask(name, given)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(".\n") and done.stderr.count("\n") == 1
    return done.stderr.strip()


BASIS = [{"code": "A", "list": 8_000, "weight": 0.1}, {"code": "B", "list": 12_000, "weight": 0.2}]
PENCE = {"total": 1_000, "unit": "pence", "basis": BASIS}


def test_allocation() -> None:
    assert calculated("allocation", PENCE) == {
        "rows": [{"code": "A", "amount": 333}, {"code": "B", "amount": 667}],
        "sum": 1_000,
    }
    assert calculated("allocation", PENCE | {"min": 400, "max": 650}) == {
        "rows": [{"code": "A", "amount": 400}, {"code": "B", "amount": 600}],
        "sum": 1_000,
    }
    assert calculated("allocation", PENCE | {"min": 600}) == {"infeasible": True, "short_by": 200}
    assert calculated("allocation", PENCE | {"max": 400}) == {"infeasible": True, "short_by": 200}


def test_allocation_by_list_where_no_weight_is_given() -> None:
    lists = [{"code": "A", "list": 1}, {"code": "B", "list": 3}]
    assert calculated("allocation", {"total": 8, "unit": "units", "basis": lists})["rows"] == [
        {"code": "A", "amount": 2},
        {"code": "B", "amount": 6},
    ]


def test_working_days() -> None:
    assert calculated("working_days", {"from": "2026-01-05", "add": 8}) == {"date": "2026-01-15"}
    assert calculated("working_days", {"from": "2026-01-05", "to": "2026-01-15"}) == {"days": 8}


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("tides", {}, "There is no calculation named tides: allocation, working_days."),
        ("allocation", "{", "The input must be JSON."),
        ("allocation", "[]", "The input must be a JSON object."),
        ("allocation", '{"total": NaN}', "The input must be JSON."),
        ("allocation", '{"total": 1e999999999}', "The input has a number that is too long."),
        ("allocation", {}, "total is missing."),
        ("allocation", PENCE | {"total": 0.5}, "total must be a whole number, 0 or more."),
        ("allocation", PENCE | {"total": True}, "total must be a whole number, 0 or more."),
        ("allocation", PENCE | {"total": -1}, "total must be a whole number, 0 or more."),
        ("allocation", PENCE | {"unit": "pounds"}, "unit must be one of pence, units."),
        ("allocation", PENCE | {"basis": []}, "basis must be a list with something in it."),
        ("allocation", PENCE | {"basis": [3]}, "basis[0] must be an object."),
        (
            "allocation",
            PENCE | {"basis": [BASIS[0], {"code": "A"}]},
            "basis[1].code A is there twice.",
        ),
        ("allocation", PENCE | {"basis": [{"code": "A"}]}, "basis[0].list is missing."),
        (
            "allocation",
            PENCE | {"basis": [{"code": "A", "list": 1, "weight": "2"}]},
            "basis[0].weight must be a number, 0 or more.",
        ),
        ("allocation", PENCE | {"basis": [{"code": "A", "list": 0}]}, "basis must have a weight above 0."),
        ("allocation", PENCE | {"min": 5, "max": 4}, "max must be a whole number, 5 or more."),
        (
            "allocation",
            PENCE | {"minimum": 5},
            "minimum is none of the fields: total, unit, basis, min, max.",
        ),
        ("working_days", {"from": "5 January 2026", "add": 8}, "from must be a date like 2026-11-29."),
        ("working_days", {"from": "1066-10-14", "add": 8}, "from must be a day between 1978 and 2200."),
        ("working_days", {"from": "2026-01-05"}, "add is missing."),
        (
            "working_days",
            {"from": "2026-01-05", "add": 10**9},
            "add must lead to a day between 1978 and 2200.",
        ),
        (
            "working_days",
            {"from": "2026-01-05", "add": 1, "to": "2026-01-06"},
            "to goes with from alone: give add or to.",
        ),
    ],
)
def test_what_is_wrong_is_named(name: str, given: Any, words: str) -> None:
    assert refused(name, given) == words


def test_input_that_is_no_text() -> None:
    done = CliRunner().invoke(calculate, ["allocation"], input=b"\xff")
    assert (done.exit_code, done.stderr) == (2, "The input must be JSON.\n")
