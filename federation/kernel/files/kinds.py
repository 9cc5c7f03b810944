"""The kinds of files that can be attached, told by their content; their names must end as their kind does.

A few signatures are enough for so few kinds. Archives are never unpacked: of an Office document its list of parts is
read, and of that list's own part no more than a million bytes.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from federation.kernel.refusals import Invalid

MOST_BYTES: Final = 10_000_000
MOST_TEXT: Final = 2_000_000
"""Bytes of a text or a CSV, which is read for what may not be in it."""
MOST_PARTS: Final = 5_000
"""Parts of an Office document."""
_MOST_LISTED: Final = 1_000_000
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"


class FileKind(NamedTuple):
    """A kind of file. ``opens_in_page``: a browser may show it, in a sandbox; others are saved."""

    key: str
    title: str
    media_type: str
    endings: tuple[str, ...]
    opens_in_page: bool = False

    @property
    def called(self) -> str:
        """``a PDF``, ``an Excel spreadsheet``."""
        return f"{'an' if self.title[0] in 'EO' else 'a'} {self.title}"

    @property
    def is_text(self) -> bool:
        """Whether its content is read for what may not be in it."""
        return self.media_type.startswith("text/")


KINDS: Final = {
    kind.key: kind
    for kind in (
        FileKind("pdf", "PDF", "application/pdf", (".pdf",), True),
        FileKind("docx", "Word document", f"{_OFFICE}.wordprocessingml.document", (".docx",)),
        FileKind("xlsx", "Excel spreadsheet", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
        FileKind("pptx", "PowerPoint slides", f"{_OFFICE}.presentationml.presentation", (".pptx",)),
        FileKind("odt", "OpenDocument text", f"{_OPEN}.text", (".odt",)),
        FileKind("ods", "OpenDocument spreadsheet", f"{_OPEN}.spreadsheet", (".ods",)),
        FileKind("odp", "OpenDocument slides", f"{_OPEN}.presentation", (".odp",)),
        FileKind("csv", "CSV", "text/csv", (".csv",)),
        FileKind("txt", "Text", "text/plain", (".txt",)),
        FileKind("png", "PNG picture", "image/png", (".png",), True),
        FileKind("jpeg", "JPEG picture", "image/jpeg", (".jpg", ".jpeg"), True),
        FileKind("gif", "GIF picture", "image/gif", (".gif",), True),
    )
}
ENDINGS: Final = tuple(ending for kind in KINDS.values() for ending in kind.endings)
ACCEPTED_WORDS: Final = "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text or a picture (PNG, JPEG, GIF)"
MOST_AT_ONCE: Final = 3
"""Files in one form, so that together they stay below what a request may have."""
LIMITS_WORDS: Final = f"{ACCEPTED_WORDS}. Up to {MOST_AT_ONCE} at a time, {MOST_BYTES // 1_000_000} MB each"

_BEGIN: Final = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_PROGRAMS: Final = (b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_PART: Final = b"PK\x01\x02"
_LIST: Final = "[Content_Types].xml"
_MAIN_PARTS: Final = (
    ("wordprocessingml.document.main+xml", "docx"),
    ("spreadsheetml.sheet.main+xml", "xlsx"),
    ("presentationml.presentation.main+xml", "pptx"),
)
_MARKUP: Final = (
    "<!doctype",
    "<html",
    "<head",
    "<body",
    "<script",
    "<svg",
    "<?xml",
    "<?php",
    "<iframe",
    "<!--",
    "{\\rtf",
)
_NO_PROGRAMS: Final = "Programs and scripts cannot be attached"
_NO_MACROS: Final = "This document has macros, which can do harm. Save it without macros and attach that"
_OLD: Final = "This is an old Office document, or one that is locked. Save it as DOCX, XLSX, PPTX or PDF, without a password"
_BROKEN: Final = "This document cannot be read. Open it, save it again and attach that"
_NO_PAGES: Final = "Web pages and other files with markup cannot be attached. Save it as a PDF"


def kind_of(name: str, content: bytes, most: int = MOST_BYTES) -> FileKind:
    """The kind of a file of ``most`` bytes, by its content, where its name ends as that kind does.

    Raises ``Invalid`` at ``file`` for one that is empty or too large, of no kind that can be attached, or called like
    another kind.
    """
    if not content:
        raise Invalid("This file is empty. Choose another", "file")
    if len(content) > most:
        raise Invalid(
            f"A file can have {most // 1_000_000} MB at most. This one has {size_in_words(len(content))}",
            "file",
        )
    key = _by_content(content)
    ending = f".{name.rpartition('.')[2].casefold()}" if "." in name else ""
    if key == "text":
        return _kind_of_text(ending, content)
    kind = KINDS[key]
    if ending not in kind.endings:
        raise Invalid(f"This is {kind.called}: its name must end in {' or '.join(kind.endings)}", "file")
    return kind


def text_in(kind: FileKind, content: bytes) -> str:
    """The text of a text or CSV; of other kinds none, as they are not read."""
    return _decoded(content) or "" if kind.is_text else ""


def size_in_words(size: int) -> str:
    """``812 bytes``, ``13 KB`` or ``2.4 MB``, rounded up, so that what is too large never looks as if it were not."""
    if size < 1_000:
        return f"{size} byte{'s' if size != 1 else ''}"
    if size <= 999_000:
        return f"{-(-size // 1_000)} KB"
    tenths = -(-size // 100_000)
    return f"{tenths // 10:,}.{tenths % 10} MB" if tenths % 10 else f"{tenths // 10:,} MB"


def _kind_of_text(ending: str, content: bytes) -> FileKind:
    kind = next((one for one in KINDS.values() if one.is_text and ending in one.endings), None)
    if kind is None:
        known = next((one for one in KINDS.values() if ending in one.endings), None)
        if known is not None:
            raise Invalid(f"The name ends in {ending}, but this is not {known.called}", "file")
        raise Invalid(f"Choose a file of one of these kinds: {ACCEPTED_WORDS}", "file")
    if len(content) > MOST_TEXT:
        most = size_in_words(MOST_TEXT)
        raise Invalid(
            f"A {kind.title} file can have {most} at most. This one has {size_in_words(len(content))}", "file"
        )
    return kind


def _by_content(content: bytes) -> str:
    for begin, key in _BEGIN:
        if content.startswith(begin):
            return key
    if content.startswith(_PROGRAMS) or _is_windows_program(content):
        raise Invalid(_NO_PROGRAMS, "file")
    if content.startswith(_OLD_OFFICE):
        raise Invalid(_OLD, "file")
    if content.startswith(_ZIP):
        return _of_archive(content)
    text = _decoded(content)
    if text is None:
        raise Invalid(f"Choose a file of one of these kinds: {ACCEPTED_WORDS}", "file")
    if text.lstrip().casefold().startswith(_MARKUP):
        raise Invalid(_NO_PAGES, "file")
    return "text"


def _is_windows_program(content: bytes) -> bool:
    """A text may begin with the same two letters; a program has bytes that no text has."""
    return content.startswith(b"MZ") and b"\0" in content[:64]


def _of_archive(content: bytes) -> str:
    if content.count(_PART) > MOST_PARTS:
        raise Invalid(_BROKEN, "file")
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if _LIST in names:
                return _of_office(names, _beginning(archive, _LIST))
            if names[:1] == ["mimetype"]:
                return _of_open_document(names, _beginning(archive, "mimetype"))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError):
        raise Invalid(_BROKEN, "file") from None
    raise Invalid("Archives such as ZIP cannot be attached. Attach the files one by one", "file")


def _beginning(archive: ZipFile, name: str) -> str:
    """A part of an archive, refused where it is longer than any that we read."""
    with archive.open(name) as part:
        found = part.read(_MOST_LISTED + 1)
    if len(found) > _MOST_LISTED:
        raise Invalid(_BROKEN, "file")
    return found.decode("utf-8", "replace")


def _of_office(names: Iterable[str], listed: str) -> str:
    if "macroenabled" in listed.casefold() or "vbaproject" in listed.casefold() or _has(names, "vbaproject"):
        raise Invalid(_NO_MACROS, "file")
    for part, key in _MAIN_PARTS:
        if part in listed:
            return key
    raise Invalid(_BROKEN, "file")


def _of_open_document(names: Iterable[str], said: str) -> str:
    if _has(names, "basic/") or _has(names, "scripts/"):
        raise Invalid(_NO_MACROS, "file")
    for key in ("odt", "ods", "odp"):
        if said.strip() == KINDS[key].media_type:
            return key
    raise Invalid(_BROKEN, "file")


def _has(names: Iterable[str], part: str) -> bool:
    return any(part in name.casefold() for name in names)


def _decoded(content: bytes) -> str | None:
    """The text of bytes that are one, in UTF-8 or as spreadsheets of Windows write it; None where they are not."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            found = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if any(control in found for control in _CONTROLS) else found
    return None


_CONTROLS: Final = tuple(chr(number) for number in (*range(32), 127) if chr(number) not in "\t\n\r\f")
