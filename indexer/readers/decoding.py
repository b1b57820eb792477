"""Bytes to characters: which encoding a text file is in, and whether it is text at all."""

import codecs
import re

from indexer.errors import UnreadableFileError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
# Control characters that no text holds; tab, line ends, vertical tab, form feed and escape do occur in text.
_CONTROL = dict.fromkeys([*range(9), *range(14, 27), *range(28, 32), 127])
_CONTROL_SHARE = 0.02
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE
)
_HEAD_BYTES = 4096


def decode(data: bytes, name_says: str, *, markup: bool = False) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file without its byte order mark, every line end a `\n`, and warnings about its encoding.

    `name_says` is what the file should be ("a text file"), for the error. With `markup`, an encoding that the
    file declares in its head is believed where it is not UTF-8.
    """
    for magic, what in _OTHER_FORMATS:
        if data.startswith(magic):
            raise UnreadableFileError(f"is {what}, not {name_says} as its name says")
    text, warnings = _characters(data, name_says, markup=markup)
    return _fold_line_ends(_refuse_binary(text, name_says)), warnings


def _characters(data: bytes, name_says: str, *, markup: bool) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                reason = f"begins with a {encoding.upper()} mark but is not {encoding.upper()} (byte {error.start})"
                raise UnreadableFileError(reason) from error
    if b"\x00" in data:
        raise UnreadableFileError(f"is not {name_says}: it holds NUL bytes (a binary file, or UTF-16 without its mark)")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        at_byte = error.start
    declared = _declared_encoding(data) if markup else None
    if declared is not None:
        try:
            return data.decode(declared), ()
        except (UnicodeDecodeError, LookupError):
            pass  # a wrong declaration; the common fallback is as good as any
    text = data.decode("cp1252", errors="replace")
    return text, (f"not UTF-8 (byte {at_byte}); read as Windows-1252, so some characters may be wrong",)


def _declared_encoding(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD_BYTES])
    if found is None:
        return None
    try:
        # Only true text encodings: codecs also knows transformations such as "hex".
        name = codecs.lookup(found.group(1).decode("ascii"))
    except LookupError:
        return None
    return "cp1252" if name.name in ("iso8859-1", "ascii") else name.name  # as every browser reads them


def _refuse_binary(text: str, name_says: str) -> str:
    controls = len(text) - len(text.translate(_CONTROL))
    if "\x00" in text or controls > len(text) * _CONTROL_SHARE:
        raise UnreadableFileError(f"is not {name_says}: it is binary")
    return text


def _fold_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
