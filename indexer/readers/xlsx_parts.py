"""The parts of an Excel package, looked at before openpyxl opens it."""

import io
import re
import zipfile

from openpyxl.utils import range_boundaries
from openpyxl.xml.functions import fromstring, tostring

from indexer.readers.archives import with_changes

# Beyond this a sheet is read as a stream, which knows no merged cells: openpyxl takes some fifty times as much memory.
_LARGE_SHEETS = 40_000_000
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
# A formula without a stored result: the program that wrote the file never calculated it.
_NO_RESULT = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_MERGED = re.compile(rb"(<(?:\w+:)?mergeCell\s[^>]{0,200}?ref=[\"'])([A-Z]{1,3}[1-9]\d{0,6}:[A-Z]{1,3}[1-9]\d{0,6})")
_WORKBOOK_PART = re.compile(r"xl/workbook\d*\.xml")
_BESIDE_NAMES = """
autoFilter bookViews calcPr colBreaks conditionalFormatting controls customSheetViews customWorkbookViews
dataConsolidate dataValidations definedNames dimension drawing extLst headerFooter hyperlinks ignoredErrors
legacyDrawing oleObjects pageMargins pageSetup phoneticPr picture printOptions protectedRanges rowBreaks scenarios
sheetCalcPr sheetProtection sheetViews sortState tableParts webPublishItems workbookProtection
"""
_BESIDE_CELLS = frozenset(_BESIDE_NAMES.split())
_MOST_MERGED = 200_000
_LARGEST_MERGED = 5_000


def with_bounded_merges(package: bytes, warnings: list[str]) -> bytes:
    """The package without enormous merged ranges: openpyxl makes a cell for each place that they cover."""
    changes: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if _SHEET_PART.fullmatch(name) and b"mergeCell" in (content := parts.read(name)):
                areas = [_area(found[2].decode()) for found in _MERGED.finditer(content)]
                if sum(areas) > _MOST_MERGED:
                    changes[name] = _MERGED.sub(_bounded, content)
    if not changes:
        return package
    warnings.append(f"merged cells of more than {_LARGEST_MERGED:,} places are read as single cells")
    return with_changes(package, changes)


def _area(reference: str) -> int:
    first_column, first_row, last_column, last_row = map(int, range_boundaries(reference))
    return (last_column - first_column + 1) * (last_row - first_row + 1)


def _bounded(found: re.Match[bytes]) -> bytes:
    large = _area(found[2].decode()) > _LARGEST_MERGED
    return found[1] + (found[2].split(b":")[0] if large else found[2])


def look_at_parts(package: bytes) -> tuple[bool, int]:
    """Whether the sheets are too large to be held as a whole, and how many formulas have no result."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        sheets = [part for part in parts.infolist() if _SHEET_PART.fullmatch(part.filename)]
        large = sum(part.file_size for part in sheets) > _LARGE_SHEETS
        return large, sum(len(_NO_RESULT.findall(parts.read(part))) for part in sheets)


def cells_only(package: bytes) -> bytes:
    """The package without what its sheets hold beside cells, merged ranges, rows and columns."""
    changes: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if _SHEET_PART.fullmatch(name) or _WORKBOOK_PART.fullmatch(name):
                root = fromstring(parts.read(name))
                for child in list(root):
                    if isinstance(child.tag, str) and child.tag.rpartition("}")[2] in _BESIDE_CELLS:
                        root.remove(child)
                changes[name] = tostring(root)
    return with_changes(package, changes)
