"""Words from the picture of a page, by Tesseract where it is installed. Bounded in time and in size."""

import os
import shutil

import pypdfium2 as pdfium

from indexer.readers.pdf.geometry import PageContent, Word

_DPI = 200
_MOST_PIXELS = 12_000_000  # an A3 page at 200 dpi has 7.7 million
_SECONDS = 20.0
_SURE = 40.0  # Tesseract's own confidence, of 100; below it words are mostly specks and drawings
_FEWEST_LETTERS = 12


def is_available() -> bool:
    """Whether the `tesseract` program and its Python package are both there."""
    if shutil.which("tesseract") is None:
        return False
    try:
        import pytesseract  # noqa: F401
    except ImportError:
        return False
    return True


def recognise(page: pdfium.PdfPage, content: PageContent, seconds: float = _SECONDS) -> PageContent | None:
    """The page with the words that its picture shows, or None where there are none to be sure of."""
    import pytesseract

    scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    try:
        picture = bitmap.to_pil().copy()
    finally:
        bitmap.close()
    # One thread a page: pages are read side by side already.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        found = pytesseract.image_to_data(picture, config="--psm 3", timeout=seconds, output_type="dict")
    except (RuntimeError, OSError, pytesseract.TesseractError):
        return None
    words = _words(found, scale)
    if sum(character.isalpha() for word in words for character in word.text) < _FEWEST_LETTERS:
        return None
    return PageContent(content.number, page.get_width(), page.get_height(), tuple(words), draws=True)


def _words(found: dict[str, list[object]], scale: float) -> list[Word]:
    """Words of one size a line, which their boxes alone do not tell."""
    lines: dict[tuple[object, ...], list[int]] = {}
    for number, text in enumerate(found["text"]):
        if str(text).strip() and float(str(found["conf"][number])) >= _SURE:
            key = tuple(found[name][number] for name in ("block_num", "par_num", "line_num"))
            lines.setdefault(key, []).append(number)
    words = []
    for numbers in lines.values():
        boxes = [tuple(float(str(found[k][n])) / scale for k in ("left", "top", "width", "height")) for n in numbers]
        top, bottom = min(b[1] for b in boxes), max(b[1] + b[3] for b in boxes)
        size = max(4.0, round(sorted(b[3] for b in boxes)[len(boxes) // 2] * 1.25))
        middle = (top + bottom) / 2
        for n, (x, _, wide, _) in zip(numbers, boxes, strict=True):
            text = str(found["text"][n]).strip()
            words.append(Word(text, x, middle - size / 2, x + wide, middle + size / 2, size))
    return words
