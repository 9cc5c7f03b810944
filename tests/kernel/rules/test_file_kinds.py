"""What can be attached, told by its content; how files are called; how large they are in words."""

import pytest

from federation.kernel.files import kinds
from federation.kernel.files.kinds import MOST_BYTES, MOST_TEXT, kind_of, size_in_words, text_in
from federation.kernel.files.names import LONGEST, safe_name
from federation.kernel.refusals import Invalid
from tests.papers import ALLOWED, CSV, GIF, JPEG, PDF, PNG, TXT, archive, office, open_document

CHOOSE = f"Choose a file of one of these kinds: {kinds.ACCEPTED_WORDS}"
PROGRAM = "Programs and scripts cannot be attached"
MACROS = "This document has macros, which can do harm. Save it without macros and attach that"
BROKEN = "This document cannot be read. Open it, save it again and attach that"
MARKUP = "Web pages and other files with markup cannot be attached. Save it as a PDF"
ARCHIVE = "Archives such as ZIP cannot be attached. Attach the files one by one"
OLD = "This is an old Office document, or one that is locked. Save it as DOCX, XLSX, PPTX or PDF, without a password"


def refused(name: str, content: bytes) -> tuple[str, str | None]:
    with pytest.raises(Invalid) as no:
        kind_of(name, content)
    return no.value.words, no.value.field


@pytest.mark.parametrize("name", ALLOWED)
def test_each_kind_is_known_by_its_content(name: str) -> None:
    key, content = ALLOWED[name]
    assert kind_of(name, content).key == key


def test_every_kind_is_tried() -> None:
    assert {key for key, _ in ALLOWED.values()} == kinds.KINDS.keys()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "This file is empty. Choose another"),
        ("a.pdf", PNG, "This is a PNG picture: its name must end in .png"),
        ("a.png", JPEG, "This is a JPEG picture: its name must end in .jpg or .jpeg"),
        ("a.docx", office("xlsx"), "This is an Excel spreadsheet: its name must end in .xlsx"),
        ("a.odt", open_document("ods"), "This is an OpenDocument spreadsheet: its name must end in .ods"),
        ("a.pdf.exe", PDF, "This is a PDF: its name must end in .pdf"),
        ("pdf", PDF, "This is a PDF: its name must end in .pdf"),
        ("a.pdf", TXT, "The name ends in .pdf, but this is not a PDF"),
        ("a.docx", b"PK\x03\x04 broken", BROKEN),
        ("a.bat", b"del *.*", CHOOSE),
        ("a.js", b"alert(1)", CHOOSE),
        ("a.txt", b"\0\1\2", CHOOSE),
        ("a.csv", "a,b".encode("utf-16"), CHOOSE),
        ("a.pdf", b"\n%PDF-1.7", "The name ends in .pdf, but this is not a PDF"),
        ("a.txt", b"MZ\x90\0\3\0", PROGRAM),
        ("a.pdf", b"\x7fELF\2\1", PROGRAM),
        ("a.txt", b"#!/bin/sh\nrm -rf /", PROGRAM),
        ("a.html", b"<!DOCTYPE html><script>alert(1)</script>", MARKUP),
        ("a.txt", b"  \r\n<HTML>", MARKUP),
        ("a.csv", b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'/>", MARKUP),
        ("a.txt", b"{\\rtf1 x}", MARKUP),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), OLD),
        ("a.zip", archive({"x.txt": "x"}), ARCHIVE),
        ("a.docx", archive({"x.txt": "x"}), ARCHIVE),
        ("a.odt", archive({"content.xml": "<x/>", "mimetype": kinds.KINDS["odt"].media_type}), ARCHIVE),
        ("a.odt", archive({"mimetype": "application/epub+zip"}), BROKEN),
        ("a.docx", office("docx", main="application/vnd.ms-word.document.macroEnabled.main+xml"), MACROS),
        ("a.docx", office("docx", also={"word/vbaProject.bin": "x"}), MACROS),
        ("a.odt", archive({"mimetype": kinds.KINDS["odt"].media_type, "Basic/Standard/x.xml": "x"}), MACROS),
        ("a.docx", office("docx", main="application/xml"), BROKEN),
        ("a.docx", archive({"[Content_Types].xml": "x" * 1_000_001}), BROKEN),
    ],
)
def test_what_cannot_be_attached_is_refused_in_plain_words(name: str, content: bytes, words: str) -> None:
    assert refused(name, content) == (words, "file")


def test_an_archive_is_never_unpacked() -> None:
    """One that claims to hold more parts than any document has is not even listed."""
    many = archive({"[Content_Types].xml": "x"}) + b"PK\x01\x02" * kinds.MOST_PARTS
    assert refused("a.docx", many) == (BROKEN, "file")


def test_the_limit_itself_is_taken_and_one_byte_more_is_not() -> None:
    assert kind_of("a.pdf", PDF.ljust(MOST_BYTES)).key == "pdf"
    assert refused("a.pdf", PDF.ljust(MOST_BYTES + 1)) == (
        "A file can have 10 MB at most. This one has 10.1 MB",
        "file",
    )
    assert kind_of("a.csv", CSV.ljust(MOST_TEXT)).key == "csv"
    assert refused("a.csv", CSV.ljust(MOST_TEXT + 1)) == (
        "A CSV file can have 2 MB at most. This one has 2.1 MB",
        "file",
    )


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1 KB"),
        (1_001, "2 KB"),
        (999_000, "999 KB"),
        (999_001, "1 MB"),
        (1_000_001, "1.1 MB"),
        (10_000_000, "10 MB"),
        (5_000_000_000, "5,000 MB"),
    ],
)
def test_sizes_are_rounded_up(size: int, words: str) -> None:
    assert size_in_words(size) == words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("costs.xlsx", "costs.xlsx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\Costs  2026.pdf", "Costs 2026.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ("costs\u202efdp.exe.pdf", "costsfdp.exe.pdf"),
        ("\u200fcosts\u200b.pdf", "costs.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ('a"b<c>.pdf', "a-b-c-.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        (".pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_names_are_made_safe(typed: str, kept: str) -> None:
    assert safe_name(typed) == kept
    assert safe_name(kept) == kept


def test_texts_alone_are_read() -> None:
    assert text_in(kinds.KINDS["csv"], CSV) == "Practice,Cost\r\nDriftwood Surgery,£1200\r\n"
    assert text_in(kinds.KINDS["txt"], b"\xef\xbb\xbfA") == "A"
    assert text_in(kinds.KINDS["gif"], GIF) == ""
