from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.indexer.marks import marked, read_bytes, table_cells
from tests.indexer.office_maker import bold_paragraph, saved
from tests.indexer.packages import parts_of, refusal, rewritten

DECLARED = nsdecls("w") + ' xmlns:v="urn:schemas-microsoft-com:vml"'


def body_of(content: bytes) -> bytes:
    return parts_of(content)["word/document.xml"]


def with_body(*blocks: str) -> bytes:
    """A Word file with these WordprocessingML blocks for its body."""
    document = docx.Document()
    for block in blocks:
        document.element.body.insert(-1, parse_xml(block.replace(">", f" {DECLARED}>", 1)))
    return saved(document)


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


def test_word_file_without_words_is_refused(tmp_path: Path) -> None:
    good = saved(docx.Document())
    assert refusal(tmp_path, "a.docx", good) == "holds no text"
    broken = rewritten(good, {"word/document.xml": b"<w:document"})
    assert refusal(tmp_path, "b.docx", broken).startswith("is damaged or not a proper Word file")


def test_style_names_are_word_s_own() -> None:
    """The fixture's assumption: python-docx writes the built-in names that Word writes."""
    names = {style.find(qn("w:name")).get(qn("w:val")) for style in docx.Document().styles.element.iter(qn("w:style"))}
    assert {"heading 1", "Title", "List Bullet 2"} <= names


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def test_numbers_that_word_shows_stand_before_headings_and_items(tmp_path: Path) -> None:
    levels = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for depth, (form, text) in enumerate((("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")))
    )
    roman = "<w:lvl w:ilvl='0'><w:start w:val='4'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1'/></w:lvl>"
    numbering = (
        f"<w:numbering {DECLARED}><w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='8'>{roman}</w:abstractNum>"
        "<w:num w:numId='70'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='71'><w:abstractNumId w:val='7'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
        "<w:num w:numId='80'><w:abstractNumId w:val='8'/></w:num></w:numbering>"
    )
    place = "<w:numPr><w:ilvl w:val='{}'/><w:numId w:val='{}'/></w:numPr>"
    lines = ((0, 70, "one"), (1, 70, "under"), (1, 70, "more"), (2, 70, "deep"), (0, 70, "two"), (1, 70, "again"))
    lines += ((0, 71, "anew"), (0, 80, "fourth"), (0, 80, "fifth"))
    blocks = [paragraph(run(words), properties=place.format(depth, number)) for depth, number, words in lines]
    heading = paragraph(run("Outcomes"), properties="<w:pStyle w:val='Heading1'/>" + place.format(0, 70))
    content = rewritten(with_body(heading, *blocks), {"word/numbering.xml": numbering.encode()})
    source = read_bytes(tmp_path, "a.docx", content)
    assert marked(source, "heading") == [(1, "1. Outcomes")]
    shown = ["2. one", "2.1 under", "2.2 more", "(a) deep", "3. two", "3.1 again", "1. anew", "IV fourth", "V fifth"]
    assert [words for _, words in marked(source, "list_item")] == shown


def test_bold_short_paragraphs_are_headings_where_no_style_is_used(tmp_path: Path) -> None:
    document = docx.Document()
    bold_paragraph(document, "Annual report", 20)
    document.add_paragraph("Stability has improved.")
    bold_paragraph(document, "Placements", 13)
    document.add_paragraph("Moves fell.")
    bold_paragraph(document, "This whole sentence is only stressed.")
    document.add_paragraph("More words.")
    source = read_bytes(tmp_path, "a.docx", saved(document))
    assert marked(source, "heading") == [(1, "Annual report"), (2, "Placements")]
    document.add_heading("By style", 1)
    assert marked(read_bytes(tmp_path, "b.docx", saved(document)), "heading") == [(1, "By style")]


def test_notes_stand_at_the_end_of_the_section_that_refers_to_them(tmp_path: Path) -> None:
    reference = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:footnoteReference w:id='2'/></w:r>"
    content = with_body(
        paragraph(run("First"), properties="<w:pStyle w:val='Heading1'/>"),
        paragraph(run("Moves fell to 12%"), reference, run(" this year.")),
        paragraph(run("Then more.")),
        paragraph(run("Second"), properties="<w:pStyle w:val='Heading1'/>"),
        paragraph(run("The end.")),
    )
    notes = (
        f"<w:footnotes {DECLARED}><w:footnote w:type='separator' w:id='0'><w:p>{run('line')}</w:p></w:footnote>"
        f"<w:footnote w:id='2'><w:p>{run('Source: the council')}</w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    parts = parts_of(content)
    types = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{base}/footnotes" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    changes = {"word/footnotes.xml": notes.encode(), "[Content_Types].xml": types}
    noted = rewritten(content, changes | {"word/_rels/document.xml.rels": relations})
    source = read_bytes(tmp_path, "a.docx", noted)
    expected = "First\n\nMoves fell to 12% this year.\n\nThen more.\n\nSource: the council\n\nSecond\n\nThe end."
    assert source.text == expected
    assert read_bytes(tmp_path, "b.docx", content).warnings == ("1 notes are referred to that the file does not hold",)


def test_signs_boxes_and_prompts(tmp_path: Path) -> None:
    prompt = f"<w:sdtContent>{run('Click here')}</w:sdtContent>"
    content = with_body(
        paragraph("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", run(" met")),
        paragraph("<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>", run("85%")),
        paragraph(
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/>"
            "</w:checkBox></w:ffData></w:fldChar></w:r>",
            run(" ticked"),
        ),
        paragraph(run("Name: "), f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{prompt}</w:sdt>"),
    )
    assert read_bytes(tmp_path, "a.docx", content).text == "☑ met\n\n≥85%\n\n☒ ticked\n\nName:"


def test_raised_note_numbers_do_not_run_into_figures(tmp_path: Path) -> None:
    raised = "<w:vertAlign w:val='superscript'/>"
    content = with_body(paragraph(run("2,345"), run("1", raised), run(" children and 5 m"), run("2", raised)))
    assert read_bytes(tmp_path, "a.docx", content).text == "2,345 1 children and 5 m2"


def test_contents_entries_are_boilerplate(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Placements\t4", style="toc 1")
    document.add_heading("Placements", 1)
    source = read_bytes(tmp_path, "a.docx", saved(document))
    assert marked(source, "boilerplate") == [(0, "Placements\t4")]
    assert marked(source, "heading") == [(1, "Placements")]


def test_bold_first_row_is_a_header_only_where_others_are_not_bold(tmp_path: Path) -> None:
    document = docx.Document()
    for bold_rows in ((0,), (0, 1, 2)):
        table = document.add_table(3, 2)
        for number, row in enumerate(table.rows):
            for cell in row.cells:
                cell.paragraphs[0].add_run("words").bold = number in bold_rows
        document.add_paragraph("between")
    source = read_bytes(tmp_path, "a.docx", saved(document))
    assert [level for level, _ in marked(source, "cell")] == [1, 1, 0, 0, 0, 0] + [0] * 6


def test_tables_in_cells_are_words_of_the_cell_or_tables_of_their_own(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for place, words in (((0, 0), "Area"), ((0, 1), "Detail"), ((1, 0), "Oakford")):
        table.cell(*place).text = words
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "12", "children"
    assert table_cells(read_bytes(tmp_path, "a.docx", saved(document))) == [
        ["Area", "Detail"],
        ["Oakford", "12 children"],
    ]
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {DECLARED}/>"))
    large = table.cell(1, 1).add_table(2, 2)
    for number, cell in enumerate(c for row in large.rows for c in row.cells):
        cell.text = str(number)
    source = read_bytes(tmp_path, "b.docx", saved(document))
    assert table_cells(source, 0) == [["Area", "Detail"], ["Oakford", "12 children"]]
    assert table_cells(source, 1) == [["0", "1"], ["2", "3"]]


def test_embedded_objects_are_named(tmp_path: Path) -> None:
    embedded = "<w:r><w:object><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office'/></w:object></w:r>"
    source = read_bytes(tmp_path, "a.docx", with_body(paragraph(run("Words."), embedded)))
    assert (source.text, source.warnings) == ("Words.", ("1 embedded objects are left out",))


def test_typed_numbers_and_bullets_with_a_tab_make_items(tmp_path: Path) -> None:
    document = docx.Document()
    for words in ("1.\tone", "2.3\ttwo", "(a) \tthree", "•\tfour", "2016\t12", "2.3\t4.5", "Total\t4", "A. Smith"):
        document.add_paragraph(words)
    source = read_bytes(tmp_path, "a.docx", saved(document))
    items = [words for _, words in marked(source, "list_item")]
    assert items == ["1.\tone", "2.3\ttwo", "(a) \tthree", "•\tfour"]


def test_comments_are_left_out_and_named(tmp_path: Path) -> None:
    document = docx.Document()
    words = document.add_paragraph("Moves fell.")
    document.add_comment(words.runs, text="Check this.", author="A")
    source = read_bytes(tmp_path, "a.docx", saved(document))
    assert (source.text, source.warnings) == ("Moves fell.", ("1 comments are left out",))


def test_deeply_nested_tables_end_in_text_and_a_warning(tmp_path: Path) -> None:
    depth = 75
    nested = "<w:tbl><w:tr><w:tc>" * depth + paragraph(run("too deep")) + "</w:tc></w:tr></w:tbl>" * depth
    source = read_bytes(tmp_path, "a.docx", with_body(paragraph(run("before")), nested))
    assert source.text == "before"
    assert source.warnings == ("1 text boxes or tables nested more than 60 deep left out",)
