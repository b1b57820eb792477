import re
from pathlib import Path

import pptx
from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.indexer.marks import marked, read_bytes, table_cells
from tests.indexer.office_maker import saved
from tests.indexer.packages import parts_of, rewritten

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0f01f0005000"
    "1ff5ca2c3e40000000049454e44ae426082"
)


def text_box(slide: object, words: str, left: float, top: float, width: float = 3) -> object:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(0.5))
    box.text_frame.text = words
    return box


def test_title_bullets_and_notes_stand_in_order(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    deck.core_properties.title = "Fostering report 2021"
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[1].text = "first\nsecond\vsecond line"
    slide.placeholders[1].text_frame.paragraphs[1].level = 1
    slide.shapes.title.text = "Key messages"
    slide.notes_slide.notes_text_frame.text = "Said by the director."
    source = read_bytes(tmp_path, "a.pptx", saved(deck))
    assert source.text == "Key messages\n\nfirst\n\nsecond\nsecond line\n\nSaid by the director."
    assert marked(source, "heading") == [(1, "Key messages")]
    assert marked(source, "list_item") == [(0, "first"), (1, "second\nsecond line")]
    assert source.title == "Fostering report 2021"


def test_numbered_items_have_their_numbers_and_bullets_taken_away_are_paragraphs(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[1].text = "one\ntwo\nplain\nletter"
    paragraphs = slide.placeholders[1].text_frame.paragraphs
    for number, (name, kind) in enumerate(
        (("buAutoNum", "arabicPeriod"), ("buAutoNum", "arabicPeriod"), ("buNone", None), ("buAutoNum", "alphaLcParenR"))
    ):
        etree.SubElement(paragraphs[number]._p.get_or_add_pPr(), A + name, {"type": kind} if kind else {})
    source = read_bytes(tmp_path, "a.pptx", saved(deck))
    assert [words for _, words in marked(source, "list_item")] == ["1. one", "2. two", "a) letter"]
    assert marked(source, "paragraph") == [(0, "plain")]


def test_shapes_are_read_by_where_they_stand(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    text_box(slide, "right below", 5, 3)
    text_box(slide, "footnote", 0, 6, 9)
    text_box(slide, "left below", 0, 3.2)
    text_box(slide, "right", 5, 1.1)
    text_box(slide, "left", 0, 1)
    text_box(slide, "across the top", 0, 0, 9)
    words = read_bytes(tmp_path, "a.pptx", saved(deck)).text.split("\n\n")
    assert words == ["across the top", "left", "right", "left below", "right below", "footnote"]


def test_columns_of_boxes_without_common_rows_are_read_one_after_the_other(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for words, left, top in (("R1", 5, 1.3), ("L1", 0, 1), ("L2", 0, 1.6), ("R2", 5, 1.9), ("L3", 0, 2.2)):
        text_box(slide, words, left, top)
    assert read_bytes(tmp_path, "a.pptx", saved(deck)).text.split("\n\n") == ["L1", "L2", "L3", "R1", "R2"]


def test_words_in_groups_are_read(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    outer = slide.shapes.add_group_shape()
    inner = outer.shapes.add_group_shape()
    for words, top, group in (("under", 2, inner), ("upper", 1, inner), ("outer", 4, outer)):
        box = group.shapes.add_textbox(0, Inches(top), Inches(2), Inches(0.5))
        box.text_frame.text = words
    assert read_bytes(tmp_path, "a.pptx", saved(deck)).text == "upper\n\nunder\n\nouter"


def test_chart_s_figures_are_a_table_in_the_chart_s_own_format(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData(number_format="0.0%")
    data.categories = ["2015/16", "2016/17", "2017/18"]
    data.add_series("Oakford", (0.123, 0.2, None))
    data.add_series("England", (0.1, 0.1149999, 0.12))
    place = (Inches(1), Inches(1), Inches(6), Inches(4))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Placement moves"
    source = read_bytes(tmp_path, "a.pptx", saved(deck))
    assert table_cells(source) == [
        ["", "Oakford", "England"],
        ["2015/16", "12.3%", "10.0%"],
        ["2016/17", "20.0%", "11.5%"],
        ["2017/18", "", "12.0%"],
    ]
    assert [level for level, _ in marked(source, "cell")] == [1] * 3 + [0] * 9
    assert marked(source, "paragraph") == [(0, "Placement moves")]


def test_scatter_and_levels_of_categories(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    place = (Inches(1), Inches(1), Inches(6), Inches(4))
    points = XyChartData()
    series = points.add_series("Rate")
    series.add_data_point(1, 2.5)
    series.add_data_point(2, 3.5)
    slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, points)
    data = CategoryChartData()
    for name in ("Boys", "Girls"):
        group = data.add_category(name)
        group.add_sub_category("2016")
        group.add_sub_category("2017")
    data.add_series("Count", (1, 2, 3, 4))
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    source = read_bytes(tmp_path, "a.pptx", saved(deck))
    assert table_cells(source, 0) == [["", "Rate"], ["1", "2.5"], ["2", "3.5"]]
    assert table_cells(source, 1)[1:] == [
        ["Boys 2016", "1"],
        ["Boys 2017", "2"],
        ["Girls 2016", "3"],
        ["Girls 2017", "4"],
    ]


def test_hidden_slides_and_pictures_are_named_and_keep_the_count(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slides = [deck.slides.add_slide(deck.slide_layouts[6]) for _ in range(4)]
    text_box(slides[0], "first", 0, 0)
    text_box(slides[1], "hidden", 0, 0)
    slides[1].element.set("show", "0")
    picture = tmp_path / "a.png"
    picture.write_bytes(PICTURE)
    slides[2].shapes.add_picture(str(picture), 0, 0)
    text_box(slides[3], "last", 0, 0)
    source = read_bytes(tmp_path, "a.pptx", saved(deck))
    assert [source.text[page.start : page.end].strip() for page in source.pages] == ["first", "", "", "last"]
    assert source.unread_pages == (3,)
    assert source.warnings == ("slides that are hidden and left out: 2", "slides that are a picture without text: 3")


def test_damaged_chart_costs_no_other_words(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series("s", (1,))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(1), Inches(2), Inches(2), data)
    text_box(slide, "words below", 0, 5)
    content = saved(deck)
    slide_part = parts_of(content)["ppt/slides/slide1.xml"]
    lost = re.sub(rb'(<c:chart[^>]*r:id=")[^"]*', rb"\1rId999", slide_part)
    assert lost != slide_part
    source = read_bytes(tmp_path, "a.pptx", rewritten(content, {"ppt/slides/slide1.xml": lost}))
    assert source.text == "words below"
    assert source.warnings == ("slides that are damaged in part, and some of what they show is left out: 1",)


def test_diagram_s_words_are_items(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    diagram = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    part = (
        f'<dgm:dataModel xmlns:dgm="{diagram}" xmlns:a="{A[1:-1]}"><dgm:ptLst><dgm:pt type="doc"/>'
        + "".join(point.format(words) for words in ("Plan", "Do"))
        + "</dgm:ptLst></dgm:dataModel>"
    )
    frame = (
        '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        f'xmlns:a="{A[1:-1]}" xmlns:r="{relations}"><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/>'
        "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x='0' y='0'/><a:ext cx='9' cy='9'/>"
        f'</p:xfrm><a:graphic><a:graphicData uri="{diagram}"><dgm:relIds xmlns:dgm="{diagram}" r:dm="rId77"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    slide.shapes._spTree.append(etree.fromstring(frame))
    parts = parts_of(saved(deck))
    name = "ppt/slides/_rels/slide1.xml.rels"
    relation = (
        f'<Relationship Id="rId77" Type="{relations}/diagramData" Target="../diagrams/data1.xml"/></Relationships>'
    )
    types = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/ppt/diagrams/data1.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"/></Types>',
    )
    changes = {
        "ppt/diagrams/data1.xml": part.encode(),
        "[Content_Types].xml": types,
        name: parts[name].replace(b"</Relationships>", relation.encode()),
    }
    source = read_bytes(tmp_path, "a.pptx", rewritten(saved(deck), changes))
    assert marked(source, "list_item") == [(0, "Plan"), (0, "Do")]


def test_row_below_a_merged_header_is_a_header_too(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for under in ("2016 2017", "12% 13%"):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        table = slide.shapes.add_table(4, 3, 0, 0, Inches(5), Inches(2)).table
        rows = ("Area Rate -", f"- {under}", "Oakford 1 2", "Ashby 3 4")
        for number, row in enumerate(rows):
            for column, words in enumerate(row.split()):
                table.cell(number, column).text = words.strip("-")
        table.cell(0, 1).merge(table.cell(0, 2))
    levels = [level for level, _ in marked(read_bytes(tmp_path, "a.pptx", saved(deck)), "cell")]
    assert levels == [1] * 6 + [0] * 6 + [1] * 3 + [0] * 9


def test_shapes_in_two_forms_are_read_once_and_objects_are_named(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    first, second = text_box(slide, "new form", 0, 0)._element, text_box(slide, "old form", 0, 0)._element
    text_box(slide, "below", 0, 3)
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    forms = '<mc:Choice Requires="a14"/><mc:Fallback/>'
    wrapper = etree.fromstring(f'<mc:AlternateContent xmlns:mc="{compatibility}">{forms}</mc:AlternateContent>')
    first.addprevious(wrapper)
    wrapper[0].append(first)
    wrapper[1].append(second)
    table = slide.shapes.add_table(1, 2, 0, Inches(5), Inches(3), Inches(1))._element
    data = table.find(f".//{A}graphicData")
    data.set("uri", "http://schemas.microsoft.com/office/drawing/2014/chartex")
    data.remove(data[0])
    source = read_bytes(tmp_path, "a.pptx", saved(deck))
    assert source.text == "new form\n\nbelow"
    assert source.warnings == ("slides that hold embedded objects, which are left out: 1",)
