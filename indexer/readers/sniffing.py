"""What a file is by its bytes, whatever its name says."""

import re
from typing import Literal

from indexer.errors import UnreadableFileError
from indexer.readers.archives import member_names

Kind = Literal["PDF", "Word", "PowerPoint", "Excel", "HTML", "text"]

_PDF_WITHIN = 1024
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream that tells what an OLE2 file is; the names stand in its directory in UTF-16.
_OLE2_STREAMS = (
    ("EncryptedPackage", "is protected by a password"),
    ("WordDocument", "is an old Word file (.doc): save it as .docx"),
    ("Workbook", "is an old Excel file (.xls): save it as .xlsx"),
    ("Book", "is an old Excel file (.xls): save it as .xlsx"),
    ("PowerPoint Document", "is an old PowerPoint file (.ppt): save it as .pptx"),
    ("__properties_version1.0", "is an Outlook message (.msg): save it as text"),
)
_ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"word/document\d*\.xml"), "Word"),
    (re.compile(r"ppt/presentation\d*\.xml"), "PowerPoint"),
    (re.compile(r"xl/workbook\d*\.xml"), "Excel"),
)
_ZIP_REASONS = (
    ("xl/workbook.bin", "is a binary Excel file (.xlsb): save it as .xlsx"),
    ("META-INF/container.xml", "is an e-book (.epub), which is not read"),
    ("Index/Document.iwa", "is an Apple iWork file: save it in an Office format or as PDF"),
    ("content.xml", "is an OpenDocument file: save it in an Office format or as PDF"),
)
_OTHERS = (
    (b"{\\rtf", "is a rich text file (.rtf): save it as .docx"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"II*\x00", "is a picture"),
    (b"MM\x00*", "is a picture"),
    (b"\x1f\x8b", "is a packed archive"),
    (b"7z\xbc\xaf\x27\x1c", "is a packed archive"),
    (b"Rar!", "is a packed archive"),
    (b"%!PS", "is a PostScript file: save it as PDF"),
    (b"MZ", "is a program"),
    (b"\x7fELF", "is a program"),
)
_HEAD = 2048
_BEFORE_HTML = rb"(?:\s|<\?xml[^>]*\?>|<!--.{0,2000}?-->)*"
_HTML = re.compile(_BEFORE_HTML + rb"<(?:!doctype\s+html|html\b)", re.IGNORECASE | re.DOTALL)
_HTML_PIECE = re.compile(
    _BEFORE_HTML + rb"<(?:!doctype\s+html|html|head|meta|style|body|table|div|p|h[1-6])\b", re.IGNORECASE | re.DOTALL
)
_PROGRAM_KINDS = ("PDF", "Word", "PowerPoint", "Excel")
_OFFICE_XML = re.compile(rb"<\?mso-application\s+progid=\"(Word|Excel|PowerPoint)", re.IGNORECASE)
_MESSAGE = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version:", re.IGNORECASE)


def sniff(data: bytes, *, named: str = "text") -> Kind:
    """The kind of a file; "text" is what remains, which need not be text.

    `named` is the kind that its name says, which helps where the bytes alone are not sure: a PDF may have other bytes
    before its header, and programs export HTML without a head under an Office name. Raises UnreadableFileError with
    what the file is where that is known and not read.
    """
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().startswith(b"%PDF") or (named == "PDF" and b"%PDF" in head[:_PDF_WITHIN]):
        return "PDF"
    if head.startswith(_ZIP_HEADS):
        return _zip_kind(data)
    if head.startswith(_OLE2[:4]):
        raise UnreadableFileError(_ole2_reason(data))
    for magic, reason in _OTHERS:
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head):
            raise UnreadableFileError(reason)
    office = _OFFICE_XML.search(head)
    if office is not None:
        name = office.group(1).decode()
        raise UnreadableFileError(f"is {name} content in a single XML file: save it in {name}'s usual format")
    if _MESSAGE.match(head):
        raise UnreadableFileError("is a web archive or an e-mail message (MIME): save it as .html or .txt")
    pattern = _HTML_PIECE if named in _PROGRAM_KINDS else _HTML
    return "HTML" if pattern.match(_as_ascii(head)) else "text"


def _as_ascii(head: bytes) -> bytes:
    """The head of a UTF-16 file as if it were ASCII, for looking at its markup only."""
    return head[2:].replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head


def _zip_kind(data: bytes) -> Kind:
    names = member_names(data)
    for pattern, kind in _ZIP_KINDS:
        if any(pattern.fullmatch(name) for name in names):
            return kind
    for name, reason in _ZIP_REASONS:
        if name in names:
            raise UnreadableFileError(reason)
    raise UnreadableFileError("is a zip archive, not an Office file: unpack it and add the files in it")


def _ole2_reason(data: bytes) -> str:
    for stream, reason in _OLE2_STREAMS:
        if stream.encode("utf-16-le") + b"\x00\x00" in data:
            return reason
    return "is an old Office file: save it in today's format (.docx, .xlsx, .pptx)"
