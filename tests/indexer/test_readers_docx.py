import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from indexer.errors import UnreadableFileError
from indexer.readers import docx as word_reader
from indexer.readers import read
from tests.indexer.marks import marked, read_bytes, table_cells


def saved(document: WordDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def rewritten(content: bytes, changes: dict[str, bytes]) -> bytes:
    """The same package with some parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            package.writestr(name, changes.get(name, source.read(name)))
    return target.getvalue()


def body_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml")


def refusal(folder: Path, content: bytes) -> str:
    path = folder / "a.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as refused:
        read(path)
    return str(refused.value)


def test_paragraphs_headings_lists_and_tables_come_in_document_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Annual Report", style="Title")
    document.add_heading("Placements", 1)
    document.add_paragraph("Stability has\timproved.\nNext line.")
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two deep", style="List Bullet 2")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        [c for row in table.rows for c in row.cells], ["Year", "Rate", "2016", " 7.8\n%"], strict=True
    ):
        cell.text = words
    document.add_heading("Adoption", 2)
    document.sections[0].header.paragraphs[0].text = "running header"
    document.sections[0].footer.paragraphs[0].text = "page 1"
    source = read_bytes(tmp_path, "a.docx", saved(document))
    assert source.text == (
        "Annual Report\n\nPlacements\n\nStability has\timproved.\nNext line.\n\none\n\ntwo deep\n\n"
        "Year\tRate\n2016\t7.8 %\n\nAdoption"
    )
    assert marked(source, "heading") == [(1, "Annual Report"), (1, "Placements"), (2, "Adoption")]
    assert marked(source, "list_item") == [(0, "one"), (1, "two deep")]
    assert table_cells(source) == [["Year", "Rate"], ["2016", "7.8 %"]]
    assert source.title == "Annual Report"


def test_core_title_goes_before_the_title_style(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("On the cover", style="Title")
    document.core_properties.title = "Fostering Report 2020/21"
    assert read_bytes(tmp_path, "a.docx", saved(document)).title == "Fostering Report 2020/21"
    document.core_properties.title = "draft3.docx"
    assert read_bytes(tmp_path, "a.docx", saved(document)).title == "On the cover"


def test_numbering_and_outline_level_of_the_paragraph_itself_count(tmp_path: Path) -> None:
    document = docx.Document()
    for words, properties in (
        ("deep item", "<w:numPr><w:ilvl w:val='2'/><w:numId w:val='1'/></w:numPr>"),
        ("outlined", "<w:outlineLvl w:val='2'/>"),
    ):
        body = f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        document.element.body.insert(0, parse_xml(body))
    bullet = document.add_paragraph("bullet taken away", style="List Bullet")
    bullet._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
    source = read_bytes(tmp_path, "a.docx", saved(document))
    assert marked(source, "heading") == [(3, "outlined")]
    assert marked(source, "list_item") == [(2, "deep item")]
    assert marked(source, "paragraph") == [(0, "bullet taken away")]


def test_merged_cells_keep_their_words_once_and_columns_in_line(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for number, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = str(number)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Rate"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Cambs"
    header = parse_xml(f"<w:trPr {nsdecls('w')}><w:tblHeader/></w:trPr>")
    table.rows[0]._tr.insert(0, header)
    source = read_bytes(tmp_path, "a.docx", saved(document))
    assert table_cells(source) == [["0", "Rate", ""], ["Cambs", "4", "5"], ["", "7", "8"]]
    assert [level for level, _ in marked(source, "cell")] == [1] * 3 + [0] * 6


def test_frames_of_one_column_are_read_as_blocks(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Key messages"
    cell.add_paragraph("first", style="List Bullet")
    inner = cell.add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"
    source = read_bytes(tmp_path, "a.docx", saved(document))
    assert source.text == "Key messages\n\nfirst\n\na\tb"
    assert marked(source, "list_item") == [(0, "first")]


def test_only_what_is_shown_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    run = "<w:r>{}<w:t>{}</w:t></w:r>"
    content = (
        "<w:ins w:id='1'>" + run.format("", "added ") + "</w:ins>"
        "<w:del w:id='2'><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:moveFrom w:id='3'>" + run.format("", "moved") + "</w:moveFrom>"
        "<w:sdt><w:sdtContent>" + run.format("", "control ") + "</w:sdtContent></w:sdt>"
        "<w:hyperlink>" + run.format("", "link ") + "</w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + run.format("<w:rPr><w:vanish/></w:rPr>", "hidden")
        + run.format("<w:rPr><w:vanish w:val='0'/></w:rPr>", "shown")
        + "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></w:pict></w:r>"
    )
    declared = nsdecls("w") + ' xmlns:v="urn:schemas-microsoft-com:vml"'
    block = f"<w:sdt {declared}><w:sdtContent><w:p>{content}</w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(block))
    assert read_bytes(tmp_path, "a.docx", saved(document)).text == "added control link shown\n\nboxed"


def test_strict_form_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Strict", 1)
    content = saved(document)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = ("word/document.xml", "word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels")
        strict = {name: package.read(name) for name in names}
    for name, part in strict.items():
        for kind in (b"wordprocessingml", b"officeDocument"):
            part = part.replace(b"schemas.openxmlformats.org/%s/2006/" % kind, b"purl.oclc.org/ooxml/%s/" % kind)
        strict[name] = part
    assert b"purl.oclc.org" in strict["word/document.xml"]
    source = read_bytes(tmp_path, "a.docx", rewritten(content, strict))
    assert marked(source, "heading") == [(1, "Strict")]


def test_files_that_are_not_word_documents_are_refused_with_their_reason(tmp_path: Path) -> None:
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    good = saved(docx.Document())
    assert refusal(tmp_path, b"just words") == "is not a Word file although its name says so, or is damaged"
    assert "no word/document.xml" in refusal(tmp_path, sheet.getvalue())
    assert refusal(tmp_path, b"\xd0\xcf\x11\xe0rest").startswith("is encrypted, or an old Word file")
    assert refusal(tmp_path, good[: len(good) // 2]).startswith("is not a Word file")
    assert refusal(tmp_path, rewritten(good, {"word/document.xml": b"<w:document"})).startswith(
        "is damaged or not a proper"
    )
    assert refusal(tmp_path, good) == "holds no text"


def test_entities_of_the_file_are_not_resolved(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("WORDS here")
    document.add_paragraph("other words")
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    body = body_of(saved(document)).replace(b"WORDS", b"&stolen;")
    at = body.index(b"<w:document")
    attack = body[:at] + f'<!DOCTYPE d [<!ENTITY stolen SYSTEM "{secret.as_uri()}">]>'.encode() + body[at:]
    path = tmp_path / "a.docx"
    path.write_bytes(rewritten(saved(document), {"word/document.xml": attack}))
    assert read(path).text == "other words"


def test_package_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_reader, "_MOST_UNPACKED", 3_000_000)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<w/>")
        package.writestr("word/media/a.bin", bytes(4_000_000))
    assert len(target.getvalue()) < 10_000
    assert refusal(tmp_path, target.getvalue()) == "unpacks to 4 MB, which is more than is read"


def test_style_names_are_word_s_own() -> None:
    """The fixture's assumption: python-docx writes the built-in names that Word writes."""
    names = {style.find(qn("w:name")).get(qn("w:val")) for style in docx.Document().styles.element.iter(qn("w:style"))}
    assert {"heading 1", "Title", "List Bullet 2"} <= names
