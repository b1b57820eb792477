"""What pypdf knows of a file beside its drawing: encryption, title, page labels, outline, values of form fields."""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf import PasswordType, PdfReader
from pypdf.generic import DictionaryObject

from indexer.readers.composing import fold, sensible_title, storable
from indexer.readers.pdf.geometry import Box

_MOST_ENTRIES = 5000
_DEEPEST = 12
_MOST_FIELDS = 5000
_CHECKED = "☒"

logger = logging.getLogger(__name__)
# pypdf tells of each oddity it mended; on a terminal that would tear the progress bar, and no user can act on it.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A filled-in form field: its place on the page, in the file's own space, and what it holds."""

    page: int
    box: Box
    text: str


class PdfSource:
    """A file opened by pypdf; all that it is asked for is optional, so that damage to it never costs the text."""

    def __init__(self, data: bytes, password: str) -> None:
        self._reader: PdfReader | None = None
        try:
            reader = PdfReader(io.BytesIO(data), strict=False)
            if not reader.is_encrypted or reader.decrypt(password) != PasswordType.NOT_DECRYPTED:
                self._reader = reader
        except Exception:  # PDFium opened it; what pypdf cannot open tells nothing more
            logger.debug("pypdf cannot open the file", exc_info=True)

    def title(self) -> str | None:
        """The title field, where it is a title."""
        try:
            title = self._reader.metadata.title if self._reader and self._reader.metadata is not None else None
        except Exception:
            return None
        return sensible_title(title.removeprefix("Microsoft Word - ")) if isinstance(title, str) else None

    def labels(self, count: int) -> dict[int, str]:
        """Printed page numbers by page, where the file gives them."""
        try:
            if self._reader is None or "/PageLabels" not in self._reader.root_object:
                return {}
            labels = self._reader.page_labels
        except Exception:
            return {}
        if len(labels) != count:
            return {}
        named = ((number, storable(label).strip()) for number, label in enumerate(labels, 1))
        return {number: label for number, label in named if label}

    def outline(self) -> frozenset[str]:
        """The words of the outline's entries, folded and in lower case."""
        titles: set[str] = set()
        try:
            first: Sequence[object] = self._reader.outline if self._reader else []
            waiting = [(first, 0)]
            while waiting and len(titles) < _MOST_ENTRIES:
                entries, depth = waiting.pop()
                for entry in entries:
                    if isinstance(entry, list):
                        if depth < _DEEPEST:
                            waiting.append((entry, depth + 1))
                    elif title := getattr(entry, "title", None):
                        titles.add(fold(storable(str(title))).casefold())
        except Exception:
            return frozenset()
        return frozenset(titles)

    def fields(self) -> tuple[FieldValue, ...]:
        """The filled-in form fields, at most some thousands."""
        try:
            if self._reader is None or "/AcroForm" not in self._reader.root_object:
                return ()
            found = []
            for value in self._fields(self._reader):
                found.append(value)
                if len(found) >= _MOST_FIELDS:
                    break
        except Exception:
            return ()
        return tuple(found)

    @staticmethod
    def _fields(reader: PdfReader) -> Iterator[FieldValue]:
        for number, page in enumerate(reader.pages, 1):
            for reference in page.get("/Annots") or ():
                widget = reference.get_object()
                if not isinstance(widget, DictionaryObject) or widget.get("/Subtype") != "/Widget":
                    continue
                text = _value(widget)
                box = [float(x) for x in widget.get("/Rect") or ()]
                if text and len(box) == 4:
                    x0, x1, y0, y1 = *sorted((box[0], box[2])), *sorted((box[1], box[3]))
                    yield FieldValue(number, (x0, y0, x1, y1), text)


def _value(widget: DictionaryObject) -> str:
    """What the field shows: text, the chosen entries, a tick; nothing for buttons and passwords."""
    kind, value, flags = (_inherited(widget, key) for key in ("/FT", "/V", "/Ff"))
    flags = int(flags) if isinstance(flags, int) else 0
    if kind == "/Btn":
        state = widget.get("/AS")
        return _CHECKED if state is not None and state != "/Off" and not flags & (1 << 16) else ""
    if kind not in ("/Tx", "/Ch") or (kind == "/Tx" and flags & (1 << 13)):
        return ""
    if isinstance(value, list):
        value = ", ".join(str(v) for v in value)
    return fold(storable(str(value))) if isinstance(value, (str, bytes)) else ""


def _inherited(widget: DictionaryObject, key: str) -> object:
    node: object = widget
    for _ in range(_DEEPEST):
        if not isinstance(node, DictionaryObject):
            return None
        if key in node:
            return node[key].get_object()
        parent = node.get("/Parent")
        node = parent.get_object() if parent is not None else None
    return None
