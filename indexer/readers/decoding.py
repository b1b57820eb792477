"""Bytes to characters: which encoding a text file is in, and whether it is text at all."""

import codecs
import re

from charset_normalizer import from_bytes

from indexer.errors import UnreadableFileError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text holds; tab, line ends, vertical tab, form feed and escape do occur in text.
_CONTROL = dict.fromkeys([*range(9), *range(14, 27), *range(28, 32), 127])
_CONTROL_SHARE = 0.02
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE
)
_HEAD_BYTES = 4096
_GUESSED_FROM = 100_000
_FOREIGN_SHARE = 0.25


def decode(data: bytes, name_says: str, *, markup: bool = False) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file without its byte order mark, every line end a `\n`, and warnings about its encoding.

    `name_says` is what the file should be ("a text file"), for the error. With `markup`, an encoding that the
    file declares in its head is believed where it is not UTF-8.
    """
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
        unmarked = _unmarked_utf16(data)
        if unmarked is not None:
            return unmarked, ()
        raise UnreadableFileError(f"is not {name_says}: it holds NUL bytes, so it is binary")
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
    western = data.decode("cp1252", errors="replace")
    if _looks_western(western):
        return western, (f"not UTF-8 (byte {at_byte}); read as Windows-1252, so some characters may be wrong",)
    guess = from_bytes(data[:_GUESSED_FROM]).best()
    if guess is None or guess.encoding == "utf_8":
        return western, (f"not UTF-8 (byte {at_byte}) and in no known encoding; many characters may be wrong",)
    text = data.decode(guess.encoding, errors="replace")
    return text, (f"not UTF-8 (byte {at_byte}); read as {guess.encoding}, which is a guess",)


def _unmarked_utf16(data: bytes) -> str | None:
    """Text in UTF-16 without its mark: every other byte of plain letters is NUL."""
    sample = data[:_HEAD_BYTES]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        other = sample[1 - first :: 2]
        if sample[first::2].count(0) > len(sample) * 0.35 and other.count(0) < len(sample) * 0.02:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _looks_western(text: str) -> bool:
    """In Western languages most letters are plain ones, and few bytes are undefined."""
    letters = [character for character in text[:_GUESSED_FROM] if character.isalpha()]
    foreign = sum(not character.isascii() for character in letters)
    return foreign <= len(letters) * _FOREIGN_SHARE and text.count("\ufffd") <= 1 + len(text) * 0.001


def _declared_encoding(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD_BYTES])
    if found is None:
        return None
    try:
        # Only true text encodings: codecs also knows transformations such as "hex".
        name = codecs.lookup(found.group(1).decode("ascii"))
    except LookupError:
        return None
    if name.name.startswith(("utf-16", "utf-32")):
        return None  # a file in which the declaration can be read is in neither
    return "cp1252" if name.name in ("iso8859-1", "ascii") else name.name  # as every browser reads them


def _refuse_binary(text: str, name_says: str) -> str:
    controls = len(text) - len(text.translate(_CONTROL))
    if "\x00" in text or controls > len(text) * _CONTROL_SHARE:
        raise UnreadableFileError(f"is not {name_says}: it is binary")
    return text


def _fold_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
