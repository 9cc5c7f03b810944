"""``federation calculate``: what scripts get, and what they are told when something is wrong."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from federation.kernel.given import Given
from federation.plugin.commands import calculate
from federation.plugin.feature import Calculation, Feature
from federation.plugin.installed import InstalledPlugin


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


def test_fairness() -> None:
    lists = (8_000, 12_000, 5_000, 25_000)
    rows = [{"code": f"A{size}", "amount": 20_000, "list": size} for size in lists]
    found = calculated("fairness", {"rows": rows})
    assert found.pop("jain_per_head") == pytest.approx(0.783094, abs=5e-7)
    assert found == {"jain": 1, "gini": 0, "gini_per_head": 0.32}


def test_xmr() -> None:
    values = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]
    found = calculated("xmr", {"values": values})
    assert found.pop("signals") == [[4, "outside"]]
    assert found == pytest.approx({"mean": 1.944444, "lower": -0.715556, "upper": 4.604444}, abs=5e-7)
    unscreened = calculated("xmr", {"values": values, "screened": False})
    assert unscreened["lower"] == pytest.approx(-3.062614, abs=5e-7)


def test_funnel() -> None:
    rows = [{"code": f"A{seen}", "numerator": seen, "denominator": 20} for seen in (8, 9, 13)]
    found = calculated("funnel", {"kind": "standardised_ratio", "rows": rows})
    assert found["target"] == 1
    assert [list(row) for row in found["rows"]] == [["code", "value", "z", "inside95", "inside998"]] * 3
    assert [(row["code"], row["inside95"], row["inside998"]) for row in found["rows"]] == [
        ("A8", False, False),
        ("A9", False, True),
        ("A13", True, True),
    ]


def test_price_points() -> None:
    asked = {"points": 40, "bids": [100, 125], "formula": "lowest"}
    assert calculated("price_points", asked) == {"rows": [{"points": 40.0}, {"points": 32.0}]}
    coded = [{"code": "kite", "price": 119.0}, {"code": "tern", "price": 126}]
    assert calculated("price_points", {"points": 40, "bids": coded}) == {
        "rows": [{"code": "kite", "points": 40.0}, {"code": "tern", "points": 37.78}]
    }
    assert calculated("price_points", asked | {"formula": "mean"})["rows"][0] == {"points": 24.44}


def test_subsidy() -> None:
    asked = {"income": 100_000, "direct": 90_000, "overhead": 22_000}
    assert calculated("subsidy", asked) == {"subsidy": 12_000}


def test_working_days() -> None:
    assert calculated("working_days", {"from": "2026-01-05", "add": 8}) == {"date": "2026-01-15"}
    assert calculated("working_days", {"from": "2026-01-05", "to": "2026-01-15"}) == {"days": 8}


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
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
        (
            "fairness",
            {"rows": [{"code": "A", "amount": 1, "list": 0}]},
            "rows[0].list must be a whole number, 1 or more.",
        ),
        ("xmr", {"values": [1]}, "values must be two numbers or more."),
        ("xmr", {"values": [1, "2"]}, "values[1] must be a number."),
        ("xmr", {"values": [1, 2], "screened": "yes"}, "screened must be true or false."),
        (
            "funnel",
            {"kind": "league", "rows": []},
            "kind must be one of proportion, ratio, standardised_ratio.",
        ),
        (
            "funnel",
            {"kind": "proportion", "rows": [{"code": "A", "numerator": 3, "denominator": 2}]},
            "rows[0].numerator must not be above the denominator.",
        ),
        (
            "funnel",
            {"kind": "ratio", "rows": [{"code": "A", "numerator": 3, "denominator": 0}]},
            "rows[0].denominator must be above 0.",
        ),
        ("funnel", {"kind": "ratio", "rows": [{"code": " "}]}, "rows[0].code must be a text."),
        ("price_points", {"points": 40, "bids": [0]}, "bids must be prices above 0."),
        ("price_points", {"points": 40, "bids": [1], "formula": "x"}, "formula must be one of lowest, mean."),
        ("subsidy", {"income": 1, "direct": 2}, "overhead is missing."),
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


def lent(given: Given) -> dict[str, int]:
    """A calculation of a plugin."""
    given.knows("items")
    return {"lent": 2 * given.whole("items", 1)}


def test_a_calculation_that_a_plugin_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    brought = Calculation("lent", f"{__name__}:lent")
    lending = Feature("lending", "Lending", "Lends.", "tests", calculations=(brought,))
    monkeypatch.setattr("federation.plugin.installed.installed", lambda: (InstalledPlugin(lending),))
    assert calculated("lent", {"items": 4}) == {"lent": 8}
    assert refused("lent", {"items": 0}) == "items must be a whole number, 1 or more."
    assert refused("tides", {}) == "There is no calculation named tides. See federation calculate --help."


def test_input_that_is_no_text() -> None:
    done = CliRunner().invoke(calculate, ["allocation"], input=b"\xff")
    assert (done.exit_code, done.stderr) == (2, "The input must be JSON.\n")
