"""Picking practices out of the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from federation.network.imports.rules import (
    ImportSelection,
    PracticesFile,
    parse_areas,
    parse_places,
    pick,
    places,
    read_practices,
)
from tests.network.rules.practice_rows import make_csv, make_row

WHERE = {
    "Z99001": ("QZA", "01A", "M1 1AA"),
    "Z99002": ("QZA", "01A", "M11 1AA"),
    "Z99003": ("QZA", "02A", "MK1 1AA"),
    "Z99004": ("QZB", "03A", "SK8 1AA"),
    "Z99005": ("QZB", "03A", "SK81 1AA"),
    "Z99006": ("QZB", "03A", "EC1A 1AA"),
    "Z99007": ("QZB", "", ""),
}


@pytest.fixture
def file() -> PracticesFile:
    rows = [
        make_row(code=code, icb=icb, sub_icb=sub_icb, postcode=postcode, town=f"{icb}TOWN")
        for code, (icb, sub_icb, postcode) in WHERE.items()
    ]
    rows += [
        make_row(code="Z99008", status="C", closed="20200131", icb="QZA"),
        make_row(code="Z99009", kind="10", icb="QZA"),
        make_row(code="Z99010", status="D", icb="QZA"),
    ]
    return read_practices(make_csv(rows))


def picked(file: PracticesFile, **kinds: list[str]) -> str:
    """The last digits of those that are picked."""
    return "".join(line.code[-1] for line in pick(file, ImportSelection.of(**kinds), ()).lines)


def test_everything(file: PracticesFile) -> None:
    assert ImportSelection().is_everything
    assert picked(file) == "1234567"


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"icbs": ["qza "]}, "123"),
        ({"icbs": ["QZA", "QZB"]}, "1234567"),
        ({"icbs": ["QQQ"]}, ""),
        ({"sub_icbs": ["01A"]}, "12"),
        ({"icbs": ["QZA"], "sub_icbs": ["01A", "03A"]}, "12"),
        ({"postcode_areas": ["M"]}, "12"),
        ({"postcode_areas": ["m1"]}, "1"),
        ({"postcode_areas": ["M11"]}, "2"),
        ({"postcode_areas": ["SK"]}, "45"),
        ({"postcode_areas": ["SK8"]}, "4"),
        ({"postcode_areas": ["EC"]}, "6"),
        ({"postcode_areas": ["EC1"]}, "6"),
        ({"postcode_areas": ["EC1A"]}, "6"),
        ({"postcode_areas": ["EC1B"]}, ""),
        ({"postcode_areas": ["K"]}, ""),
        ({"icbs": ["QZB"], "postcode_areas": ["M", "SK"]}, "45"),
        ({"codes": ["z99001", "Z99004"]}, "14"),
        ({"codes": ["Z99001"], "icbs": ["QZB"], "postcode_areas": ["SK8"]}, "14"),
        ({"codes": ["Z99009"]}, "9"),
        ({"codes": ["Z99008"]}, ""),
        ({"codes": ["Z99010"]}, ""),
        ({"icbs": ["", "  "]}, "1234567"),
    ],
)
def test_picked(file: PracticesFile, kinds: dict[str, list[str]], expected: str) -> None:
    assert picked(file, **kinds) == expected


def test_list_says_what_is_odd(file: PracticesFile) -> None:
    selection = ImportSelection.of(codes=["Z99001", "Z99008", "Z99009", "Z99010", "Z99555"])
    result = pick(file, selection, ())
    assert [(notice.code, notice.line) for notice in result.notices] == [
        ("Z99008", 8),
        ("Z99009", 9),
        ("Z99010", 10),
    ]
    assert "closed on 31 January 2020" in result.notices[0].text
    assert "does not call it a GP practice" in result.notices[1].text
    assert "dormant" in result.notices[2].text
    assert result.missing_codes == ("Z99555",)


def test_own_practices_are_always_seen(file: PracticesFile) -> None:
    result = pick(
        file, ImportSelection.of(icbs=["QZB"], postcode_areas=["SK8"]), {"Z99008", "Z99001", "Z99777"}
    )
    assert [line.code for line in result.lines] == ["Z99001", "Z99004", "Z99008"]
    assert result.other_lines == 7
    assert result.missing_codes == ()


def test_places(file: PracticesFile) -> None:
    found = places(file)
    assert [(place.code, place.practices) for place in found.icbs] == [("QZA", 3), ("QZB", 4)]
    assert [(place.code, place.practices) for place in found.sub_icbs] == [("01A", 2), ("02A", 1), ("03A", 3)]
    assert [(place.code, place.practices) for place in found.postcode_areas] == [
        ("EC", 1),
        ("M", 2),
        ("MK", 1),
        ("SK", 2),
    ]
    assert found.practices == 7
    assert found.icbs[0].towns == ("Qzatown",)


class TestUnreadable:
    """A line that cannot be read is listed unless it is certainly about somebody else."""

    def read(self, *rows: list[str]) -> PracticesFile:
        good = [make_row(code=f"Z98{place:03}", icb="QZB") for place in range(20)]
        return read_practices(make_csv([*good, *rows]))

    def listed(self, row: list[str], known: set[str] | None = None, **kinds: list[str]) -> bool:
        result = pick(self.read(row), ImportSelection.of(**kinds), known or set())
        assert len(result.unreadable) + result.other_unreadable == 1
        return len(result.unreadable) == 1

    def broken(self) -> list[str]:
        return make_row()[:26]

    def test_own(self) -> None:
        assert self.listed(self.broken(), {"Z99001"}, codes=["Z98001"])

    def test_on_the_list(self) -> None:
        assert self.listed(self.broken(), codes=["Z99001"])

    def test_other_than_on_the_list(self) -> None:
        assert not self.listed(self.broken(), codes=["Z98001"])

    def test_second_line_of_one_that_is_picked(self) -> None:
        assert self.listed(make_row(icb="QZA", code="Z98000"), icbs=["QZB"])
        assert self.listed(make_row(icb="QZA", code="Z98000", opened="?"), icbs=["QZB"])

    def test_no_code_on_a_list(self) -> None:
        assert self.listed(["?"] * 5, codes=["Z98001"])

    def test_place_cannot_be_told(self) -> None:
        assert self.listed(self.broken(), icbs=["QZB"])

    def test_place_is_another(self) -> None:
        assert not self.listed(make_row(icb="QZA", opened="?"), icbs=["QZB"])
        assert self.listed(make_row(icb="QZA", code=""), icbs=["QZB"])  # may be one of ours: cannot tell

    def test_place_is_ours(self) -> None:
        assert self.listed(make_row(icb="QZA", opened="?"), icbs=["QZA"])
        assert self.listed(make_row(icb="QZA", opened="?"))

    def test_no_open_practice(self) -> None:
        assert not self.listed(make_row(kind="10", opened="?"))
        assert not self.listed(make_row(status="C", opened="?"))
        assert self.listed(make_row(status="C", opened="?"), {"Z99001"})

    def test_may_be_an_open_practice(self) -> None:
        assert self.listed(make_row(status="?"))
        assert self.listed(make_row(kind="?"))


def test_words() -> None:
    assert parse_areas("m, SK8;  ec1a\nMK") == (frozenset({"M", "SK8", "EC1A", "MK"}), ())
    assert parse_areas("Manchester M") == (frozenset({"M"}), ("MANCHESTER",))
    assert parse_places("qop, 16c W2U3Z ?") == (frozenset({"QOP", "16C", "W2U3Z"}), ("?",))


def test_sample(sample: Callable[[str], bytes]) -> None:
    file = read_practices(sample("epraccur-older.csv"))
    assert places(file).practices == 12
    assert len(pick(file, ImportSelection.of(icbs=["QZZ"]), ()).lines) == 11
