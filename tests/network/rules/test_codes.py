"""Reading a pasted list of ODS codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.network.imports.rules import parse_codes, readable_code


@pytest.mark.parametrize(
    "pasted",
    [
        "Z99001 Z99002 Z99003",
        "Z99001,Z99002,Z99003",
        "z99001; z99002; z99003",
        "Z99001\nZ99002\r\nZ99003\r",
        "Z99001\n\n  Z99002\t Z99003 Z99001 z99002",
        "ODS code\nZ99001\nZ99002\nZ99003",
        '"practice_code"\n"Z99001"\n"Z99002"\n"Z99003"\n',
        "practice_code,name\nZ99001,Driftwood Surgery\nZ99002,The Old Mill\nZ99003,QUAYSIDE",
        'Z99001,"Driftwood Surgery","1 Shore Road",ZZ99 1AA\nDriftwood 2,Z99002,ZZ99 1AB\nZ99003',
        "1. Z99001\n2. Z99002\n3) Z99003",
        "• Z99001\n• Z99002\n- Z99003.",
        "['Z99001', 'Z99002', 'Z99003']",
        "Z99001 Driftwood Surgery\nZ99002 The Old Mill, ZZ99 1AB\nZ99003",
        "\ufeffZ99001\u200b\u00a0Z99002 Z99003",
    ],
)
def test_pasted(pasted: str) -> None:
    codes, problems = parse_codes(pasted)
    assert codes == ("Z99001", "Z99002", "Z99003")
    assert problems == ()


def test_problem_lines_are_named() -> None:
    codes, problems = parse_codes("Z99001\nsurgery\nZ99002, Z99003, X!9\n\nZ9 12345678901234\nY0123456789")
    assert codes == ("Z99001", "Z99002", "Z99003", "Y0123456789")
    assert [(problem.line, problem.text) for problem in problems] == [
        (2, "surgery"),
        (3, "X!9"),
        (5, "Z9"),
        (5, "12345678901234"),
    ]
    assert "digits" in problems[0].why
    assert "3 to 12" in problems[2].why


def test_unfamiliar_pattern_is_taken() -> None:
    assert parse_codes("A1B, 8HK05, Z9900123").codes == ("A1B", "8HK05", "Z9900123")


def test_nothing() -> None:
    assert parse_codes("") == ((), ())
    assert parse_codes(" \n ,; \t\n") == ((), ())


def test_code() -> None:
    assert readable_code(" z99001 ") == "Z99001"
    for wrong in ("", "A1", "A1234567890123", "Z99 001", "Z9900\u0661", "ß12345", "=Z99001"):
        with pytest.raises(ValueError):
            readable_code(wrong)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    codes, problems = parse_codes(text)
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert readable_code(code) == code
    assert parse_codes("\n".join(codes)).codes == codes
    assert all(len(problem.text) <= 40 for problem in problems)
