"""Reading the practice file: both forms, bad lines, wrong files."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.network.imports.rules import OdsStatus, PracticesFile, read_practices
from federation.network.rules.reading import FileRefused
from tests.network.rules.practice_rows import make_csv, make_row

Several = Callable[[int], list[list[str]]]
Sample = Callable[[str], bytes]


def read_one(**cells: str) -> PracticesFile:
    """A file with one usual practice and this one on line 2."""
    return read_practices(make_csv([make_row(code="Z99999"), make_row(**cells)]))


def why(**cells: str) -> str:
    file = read_one(**cells)
    assert len(file.lines) == 1
    (line,) = file.unreadable
    assert line.line == 2
    assert line.what_to_do
    return line.why


def test_older_form(sample: Sample) -> None:
    file = read_practices(sample("epraccur-older.csv"))
    assert file.total_lines == 17
    assert len(file.lines) == 15
    first = file.lines[0]
    assert (first.line, first.code, first.name) == (1, "Z99001", "Driftwood Surgery")
    assert (first.icb, first.sub_icb, first.national_grouping) == ("QZZ", "99Z", "Y99")
    assert first.address == ("1 Shore Road", "Saltmarsh", "Eastshire")
    assert (first.postcode, first.phone, first.town) == ("ZZ98 4QU", "01632 960100", "Saltmarsh")
    assert (first.opened, first.closed, first.is_open) == (date(1974, 4, 1), None, True)
    by_code = {line.code: line for line in file.lines}
    assert by_code["Z99013"].status is OdsStatus.CLOSED
    assert by_code["Z99013"].closed == date(2026, 8, 31)
    assert by_code["Z99092"].status is OdsStatus.DORMANT
    assert not by_code["Z99092"].is_open
    assert by_code["Z99090"].is_open and not by_code["Z99090"].is_gp_practice
    assert by_code["Z99091"].name == "Dr O'Neill's Practice (St. Ives)"


def test_current_form(sample: Sample) -> None:
    file = read_practices(sample("epraccur-current.csv"))
    assert (file.total_lines, len(file.lines), file.unreadable) == (15, 15, [])
    by_code = {line.code: line for line in file.lines}
    assert by_code["Z99001"].is_open_practice
    assert by_code["Z99002"].is_gp_practice  # RO76|RO80
    assert not by_code["Z99090"].is_gp_practice
    assert by_code["Z99013"].closed == date(2026, 8, 31)
    assert by_code["Z99013"].status is OdsStatus.CLOSED


def test_both_forms_in_one_file() -> None:
    file = read_one(status="ACTIVE", kind="RO80|RO76")
    assert all(line.is_open_practice for line in file.lines)


def test_as_on_the_screen(sample: Sample) -> None:
    """The two lines of screen 07, word by word."""
    twenty_six, twice = read_practices(sample("epraccur-older.csv")).unreadable
    assert (twenty_six.line, twenty_six.code, twenty_six.name) == (9, "Z99008", "Tidemill Practice")
    assert twenty_six.why == "This line has 26 columns. The file should have 27."
    assert twenty_six.what_to_do == "Download the file again."
    assert (twice.line, twice.code, twice.name) == (17, "Z99004", "Saltpan Lane Surgery")
    assert twice.why == "The code is in the file twice. It was first on line 5, which is used."
    assert twice.what_to_do == "Nothing, if line 5 is right."
    assert twice.used_line == 5


@pytest.mark.parametrize(
    "text", ["20260901", "2026-09-01", "01/09/2026", "1/9/2026", "2026-09-01T00:00:00", "2026-09-01 00:00"]
)
def test_dates(text: str) -> None:
    assert read_one(opened=text).lines[1].opened == date(2026, 9, 1)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2026-13-01", "20260931", "soon", "00010101", "99991231", "٢٠٢٦٠٩٠١"]
)
def test_no_date(text: str) -> None:
    assert "opening date" in why(opened=text)
    assert "closing date" in why(closed=text)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"code": "Z9"}, "is not an ODS code"),
        ({"code": ""}, "no ODS code"),
        ({"code": "Z99 001"}, "is not an ODS code"),
        ({"code": "Z99001234567890"}, "is not an ODS code"),
        ({"name": ""}, "no name"),
        ({"name": " "}, "no name"),
        ({"name": "=cmd|' /C calc'!A0"}, "starts with ="),
        ({"name": "@SUM(A1)"}, "starts with @"),
        ({"name": " =1+1"}, "starts with ="),
        ({"name": "X" * 201}, "201 letters"),
        ({"name": "DRIFT\u202eWOOD"}, "U+202E"),
        ({"name": "DRIFT\u200bWOOD"}, "U+200B"),
        ({"name": "DRIFT\u00adWOOD"}, "U+00AD"),
        ({"name": "DRIFT\x07WOOD"}, "U+0007"),
        ({"name": "DRIFT\x00WOOD"}, "U+0000"),
        ({"name": "DRIFT\x85WOOD"}, "U+0085"),
        ({"name": "DRIFT\u2028WOOD"}, "U+2028"),
        ({"name": "DRIFT\ufffdWOOD"}, "lost"),
        ({"phone": "\u2066123"}, "U+2066"),
        ({"address1": "\U000e0041"}, "U+E0041"),
        ({"status": "X"}, "status"),
        ({"status": ""}, "no status"),
        ({"kind": "SURGERY"}, "column 26"),
        ({"postcode": "SHORE ROAD"}, "postcode"),
        ({"icb": "Q Z"}, "integrated care board"),
        ({"sub_icb": "99-Z"}, "sub-ICB location"),
        ({"phone": "0" * 41}, "telephone"),
        ({"address2": "X" * 101}, "address"),
    ],
)
def test_cannot_be_read(cells: dict[str, str], reason: str) -> None:
    assert reason in why(**cells)


def test_formula_in_a_name_stays_text() -> None:
    for name in ("+44 SURGERY", "-SURGERY", "A=B SURGERY", "THE SURGERY @ AYLESTONE"):
        assert read_one(name=name).lines[1].name.upper() == name


def test_formula_elsewhere_stays_text() -> None:
    line = read_one(phone="=1+1", address1="@HOME").lines[1]
    assert (line.phone, line.address[0]) == ("=1+1", "@Home")


def test_what_is_shown_has_no_hidden_characters() -> None:
    (line,) = read_one(name="DRIFT\u202eWOOD \x1bSURGERY").unreadable
    assert line.name == "Driftwood Surgery"
    assert "direction" in line.why


def test_unfamiliar_code_is_taken() -> None:
    for code in ("A1B", "8HK05", "Z9900123", " z99777 "):
        assert read_one(code=code).lines[1].code == code.strip().upper()


def test_what_may_be_empty() -> None:
    cells = dict.fromkeys(("postcode", "phone", "icb", "sub_icb", "opened", "address1", "town", "county"), "")
    line = read_one(**cells).lines[1]
    assert (line.postcode, line.phone, line.icb, line.opened, line.address) == ("", "", "", None, ())


def test_composed_once() -> None:
    decomposed = unicodedata.normalize("NFD", "TŶ ELÂN")
    assert read_one(name=decomposed).lines[1].name == "Tŷ Elân"


def test_spaces() -> None:
    assert read_one(name=" DRIFTWOOD\u00a0 SURGERY\t").lines[1].name == "Driftwood Surgery"


class TestForms:
    """The same practices however the file was written."""

    def good(self) -> list[list[str]]:
        return [make_row(code="Z99001", name="CLÎNIC"), make_row(code="Z99002")]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_encoding(self, encoding: str) -> None:
        data = make_csv(self.good()).decode().encode(encoding)
        assert [line.name for line in read_practices(data).lines] == ["Clînic", "Driftwood Surgery"]

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
    @pytest.mark.parametrize("tail", [b"", b"END", b"ENDEND", b"END,,,,,,,,,END", b"END  END"])
    def test_line_ends(self, end: bytes, tail: bytes) -> None:
        data = make_csv(self.good()).strip().replace(b"\r\n", end) + tail.replace(b"END", end)
        file = read_practices(data)
        assert (file.total_lines, [line.line for line in file.lines]) == (2, [1, 2])

    def test_without_quotation_marks(self) -> None:
        data = "\n".join(",".join(row) for row in self.good()).encode()
        assert len(read_practices(data).lines) == 2

    def test_commas_and_quotation_marks_inside(self) -> None:
        file = read_one(name='THE "OLD" MILL, CHALKTON')
        assert file.lines[1].name == 'The "Old" Mill, Chalkton'

    def test_heading(self) -> None:
        heading = ["Organisation Code", "Name", *["x"] * 7, "Postcode", *["x"] * 17]
        file = read_practices(make_csv([heading, *self.good()]))
        assert (file.total_lines, [line.line for line in file.lines]) == (2, [2, 3])

    def test_empty_columns_at_the_end(self) -> None:
        file = read_practices(make_csv([[*row, "", ""] for row in self.good()]))
        assert len(file.lines) == 2

    def test_open_quotation_mark_spoils_one_line_alone(self, several: Several) -> None:
        lines = make_csv(several(5)).split(b"\r\n")
        lines[1] = lines[1][:40]
        file = read_practices(b"\r\n".join(lines))
        assert [line.line for line in file.lines] == [1, 3, 4, 5]
        assert "quotation marks" in file.unreadable[0].why
        assert file.unreadable[0].code == "Z98002"

    def test_byte_of_no_letter_spoils_one_line_alone(self) -> None:
        rows = [*self.good(), make_row(code="Z99003", name="DRIFT#WOOD")]
        file = read_practices(make_csv(rows).replace(b"#", b"\xff\x81"))
        assert [line.code for line in file.lines] == ["Z99001", "Z99002"]
        assert file.lines[0].name == "Clînic"
        assert "lost" in file.unreadable[0].why

    def test_huge_cell(self) -> None:
        file = read_one(name="X" * 200_000)
        assert "characters" in file.unreadable[0].why


class TestTwice:
    def test_third_time(self) -> None:
        file = read_practices(make_csv([make_row(), make_row(name="OTHER"), make_row(name="THIRD")]))
        assert [line.name for line in file.lines] == ["Driftwood Surgery"]
        assert [line.used_line for line in file.unreadable] == [1, 1]

    def test_after_a_line_that_cannot_be_read(self) -> None:
        """A code whose first line is spoilt is not believed on its second: it stays as it is."""
        file = read_practices(
            make_csv([make_row(code="Z99999"), make_row(status="?"), make_row(), make_row()])
        )
        assert [line.code for line in file.lines] == ["Z99999"]
        assert "It was first on line 2, which cannot be read." in file.unreadable[1].why
        assert [line.used_line for line in file.unreadable] == [None, None, None]

    def test_in_small_letters(self) -> None:
        file = read_practices(make_csv([make_row(), make_row(code="z99001")]))
        assert file.unreadable[0].used_line == 1


def xlsx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xef\xbb\xbf\n,,,\n", "no lines"),
        (xlsx(), "zip or Excel"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\n  <html lang=en>", "web page"),
        ("Z99001,DRIFTWOOD".encode("utf-16"), "UTF-16"),
        ("Z99001,DRIFTWOOD".encode("utf-16-le"), "UTF-16"),
        (bytes(range(256)) * 4, "not a text file"),
        (b"Dear all,\nplease find the list below.\n", "has 2 columns"),
        (b"code;name;postcode\nZ99001;X;Y\n", "has 1 column."),
        (b";".join([b"x"] * 27), "separated by semicolons"),
        (b"\t".join([b"x"] * 27), "separated by tabs"),
        (b'"' * 3, "no lines"),
        (b"PUBLICATION,EXTRACT_DATE,TYPE,CODE,NUMBER_OF_PATIENTS\nx,x,x,x,x", "patients registered"),
        (b"Location ID,Location Name,Location ODS Code\nx,x,x", "Care Quality Commission"),
    ],
)
def test_wrong_file(data: bytes, message: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_practices(data)
    assert message in refused.value.message
    assert refused.value.what_to_do
    assert str(refused.value) == refused.value.message


def test_file_without_practices() -> None:
    """Other reports of the Organisation Data Service have the same 27 columns."""
    with pytest.raises(FileRefused, match="None of the lines is a GP practice"):
        read_practices(make_csv([make_row(kind="RO96", status="ACTIVE")]))


def test_columns_swapped_throughout(several: Several) -> None:
    rows = several(30)
    for row in rows:
        row[0], row[1] = row[1], row[0]
    with pytest.raises(FileRefused, match="No line of the file can be read"):
        read_practices(make_csv(rows))


def test_nearly_all_lines_have_other_columns(several: Several) -> None:
    rows = several(20)
    for row in rows[1:]:
        row.pop()
    rows[0], rows[-1] = rows[-1], rows[0]
    with pytest.raises(FileRefused, match="The file has 26 columns"):
        read_practices(make_csv(rows))


def test_some_lines_have_other_columns(several: Several) -> None:
    rows = several(20)
    for row in rows[:10]:
        row.pop()
    file = read_practices(make_csv(rows))
    assert (len(file.lines), len(file.unreadable)) == (10, 10)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    try:
        read_practices(data)
    except FileRefused as refused:
        assert refused.message and refused.what_to_do


@given(
    st.lists(st.lists(st.text(max_size=12), min_size=26, max_size=28), max_size=4),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_any_cells(rows: list[list[str]], encoding: str) -> None:
    data = make_csv([make_row(), *rows]).decode().encode(encoding)
    try:
        file = read_practices(data)
    except FileRefused:
        return
    assert len(file.lines) + len(file.unreadable) == file.total_lines
    assert file.lines[0].code == "Z99001"


@given(
    st.dictionaries(
        st.sampled_from(["code", "name", "icb", "postcode", "opened", "closed", "status", "kind"]),
        st.text(max_size=20),
    )
)
def test_any_line(cells: dict[str, str]) -> None:
    good = [make_row(code=f"Z98{number:03}") for number in range(20)]
    file = read_practices(make_csv([*good, make_row(**cells)]))
    assert len(file.lines) >= 20
    for line in file.lines:
        assert "\x00" not in line.name and line.name[0] not in "=@"
