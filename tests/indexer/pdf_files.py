"""Small PDFs for tests of one thing each: lines, labels, encryption, forms, rotation, scans, merged cells."""

import io
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)


def drawn(*pages: Callable[[Canvas], None], title: str | None = None, size: tuple[float, float] = A4) -> bytes:
    """One page for each function that draws it."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=True)
    if title is not None:
        canvas.setTitle(title)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def make_pdf(pages: list[list[str]], *, title: str | None = None, first_label: int | None = None) -> bytes:
    """One page for each list of lines, each a paragraph; an empty list is a page that shows nothing.

    `first_label` is the printed number of the first page; without it the file gives no printed numbers.
    """

    def page(lines: list[str]) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 11)
            for number, line in enumerate(lines):
                canvas.drawString(72, 700 - 28 * number, line)

        return draw

    content = drawn(*map(page, pages), title=title if title is not None else "")
    return content if first_label is None else _edited(content, lambda w: _label(w, len(pages), first_label))


def _label(writer: PdfWriter, count: int, first: int) -> None:
    writer.set_page_label(0, count - 1, style=PageLabelStyle.DECIMAL, start=first)


def encrypt(pdf: bytes, *, user_password: str, owner_password: str = "owner") -> bytes:
    """The same file, RC4-encrypted; with an empty user password it opens without asking."""
    return _edited(pdf, lambda w: w.encrypt(user_password, owner_password, algorithm="RC4-128"))


def rotated(pdf: bytes, angle: int) -> bytes:
    """The same pages drawn turned and then shown upright by /Rotate, as landscape pages often are."""

    def turn(writer: PdfWriter) -> None:
        for page in writer.pages:
            page.rotate(-angle)
            page.transfer_rotation_to_content()
            page.rotate(angle)

    return _edited(pdf, turn)


def _edited(pdf: bytes, edit: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    edit(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def scan(*lines: str) -> Callable[[Canvas], None]:
    """A page that is only a picture of these lines."""

    def draw(canvas: Canvas) -> None:
        picture = Image.new("L", (1240, 1754), 255)
        pen = ImageDraw.Draw(picture)
        font = ImageFont.load_default(36)
        for number, line in enumerate(lines):
            pen.text((150, 200 + 90 * number), line, fill=0, font=font)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)

    return draw


def boxes(canvas: Canvas, cells: Sequence[tuple[float, float, float, float, str]]) -> None:
    """Ruled cells: left, top from the page's top, width, height, text."""
    for left, top, wide, tall, text in cells:
        low = A4[1] - top - tall
        canvas.rect(left, low, wide, tall)
        lines = text.split("\n") if text else []
        for number, line in enumerate(lines):
            canvas.drawString(left + 4, low + tall - 12 - 12 * number, line)
