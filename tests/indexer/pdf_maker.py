"""Makes small PDFs for tests: Helvetica text placed line by line, page labels, a title, encryption."""

import io

from pypdf import PdfReader, PdfWriter


def make_pdf(pages: list[list[str]], *, title: str | None = None, first_label: int | None = None) -> bytes:
    """One page for each list of lines; an empty list is a page without a text layer, as a scan has.

    `first_label` is the printed number of the first page; without it the file gives no printed numbers.
    """
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for lines in pages:
        stream = b"BT /F1 11 Tf 14 TL 72 760 Td " + b" ".join(_shown(line) for line in lines) + b" ET"
        stream = stream if lines else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R {fonts} >>"
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    labels = f" /PageLabels << /Nums [0 << /S /D /St {first_label} >>] >>" if first_label is not None else ""
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R{labels} >>".encode()
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(kids)}] >>".encode()
    trailer = ""
    if title is not None:
        objects.append(f"<< /Title ({title}) >>".encode("cp1252"))
        trailer = f" /Info {len(objects)} 0 R"
    return _assembled(objects, trailer)


def encrypt(pdf: bytes, *, user_password: str, owner_password: str = "owner") -> bytes:
    """The same file, AES-encrypted; with an empty user password it opens without asking."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(user_password, owner_password, algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _shown(line: str) -> bytes:
    escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + escaped.encode("cp1252") + b") Tj T*"


def _assembled(objects: list[bytes], trailer: str) -> bytes:
    content = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(content)
