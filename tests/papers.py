"""Made-up files of every kind that can be attached, and of some that cannot."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from federation.kernel.files.kinds import KINDS

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
GIF = b"GIF89a\1\0\1\0\0\0\0;"
CSV = "Practice,Cost\r\nDriftwood Surgery,£1200\r\n".encode("cp1252")
TXT = "Minutes of the meeting: nobody objected – all agreed.\n".encode()
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def office(kind: str, *, main: str = "", also: dict[str, str] | None = None) -> bytes:
    """An Office document with nothing in it. ``main`` is another type of its main part, ``also`` are more parts."""
    said = main or f"{KINDS[kind].media_type}.main+xml"
    listed = f'<Types><Override PartName="/{_MAIN[kind]}" ContentType="{said}"/></Types>'
    return archive({"[Content_Types].xml": listed, _MAIN[kind]: "<x/>", **(also or {})})


def open_document(kind: str, **also: str) -> bytes:
    """An OpenDocument file with nothing in it."""
    return archive({"mimetype": KINDS[kind].media_type, "content.xml": "<x/>", **also})


def archive(parts: dict[str, str]) -> bytes:
    """An archive of parts by their names."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as zipped:
        for name, text in parts.items():
            zipped.writestr(name, text)
    return made.getvalue()


ALLOWED = {
    "business case.pdf": ("pdf", PDF),
    "letter.docx": ("docx", office("docx")),
    "costs.xlsx": ("xlsx", office("xlsx")),
    "slides.pptx": ("pptx", office("pptx")),
    "letter.odt": ("odt", open_document("odt")),
    "costs.ods": ("ods", open_document("ods")),
    "slides.odp": ("odp", open_document("odp")),
    "costs.csv": ("csv", CSV),
    "minutes.TXT": ("txt", TXT),
    "plan.png": ("png", PNG),
    "site.jpg": ("jpeg", JPEG),
    "site.jpeg": ("jpeg", JPEG),
    "logo.gif": ("gif", GIF),
}
"""Each by its name: its kind and content."""
