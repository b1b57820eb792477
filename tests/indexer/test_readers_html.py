import time
from pathlib import Path

import pytest

from indexer.errors import UnreadableFileError
from indexer.readers import read
from tests.indexer.marks import marked, read_bytes, table_cells


def test_blocks_stand_one_a_line_with_blank_lines_between(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.html",
        "<title>Annual&nbsp;Report 2021</title><h1>Out<b>comes</b></h1><div>Loose <i>words</i>\n here"
        "<p>First\n paragraph.</div><p>Line one<br>line two<br><br>new paragraph",
    )
    assert source.text == ("Outcomes\n\nLoose words here\n\nFirst paragraph.\n\nLine one\nline two\n\nnew paragraph")
    assert source.title == "Annual Report 2021"
    assert marked(source, "heading") == [(1, "Outcomes")]


def test_nothing_unseen_is_read(tmp_path: Path) -> None:
    unseen = (
        "<script>s1</script><style>s2</style><template>s3</template><noscript>s4</noscript><svg><text>s5</text></svg>"
        "<!-- s6 --><p hidden>s7</p><p style='color: red; DISPLAY : none'>s8</p><div style='visibility:hidden'>s9</div>"
        "<select><option>s11</option></select><dialog>s12</dialog><iframe>s13</iframe>"
        "<table><tr hidden><td>s14<td>s15</tr><tr><td>seen<td><span hidden>s16</span>too</table>"
    )
    source = read_bytes(tmp_path, "a.html", f"<body>{unseen}<p>shown</p>")
    assert source.text == "seen\ttoo\n\nshown"


def test_list_items_have_their_depth(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.htm",
        "<ul><li>one<ul><li><p>two deep</p><p>more</p></li></ul>after</li><li><div></div>three</li></ul><p>end",
    )
    assert marked(source, "list_item") == [(0, "one"), (1, "two deep"), (0, "three")]
    assert marked(source, "paragraph") == [(0, "more"), (0, "after"), (0, "end")]


def test_tables_are_rows_of_cells_with_header_cells_marked(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.html",
        "<table><caption>Table 1: NEET</caption><thead><tr><th>Area<th>2015</thead>"
        "<tr><th>Cambs <td>3.7\n <b>%</b><tr><td><td>\n<tfoot><tr><td>England<td></tfoot></table>",
    )
    assert source.text == "Table 1: NEET\n\nArea\t2015\nCambs\t3.7 %\nEngland\t"
    assert table_cells(source) == [["Area", "2015"], ["Cambs", "3.7 %"], ["England", ""]]
    assert [level for level, _ in marked(source, "cell")] == [1, 1, 1, 0, 0, 0]


def test_merged_cells_keep_their_words_once_and_columns_in_line(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.html",
        "<table><tr><th rowspan=2>Area<th colspan=2>Rate</tr><tr><th>2015<th>2016</tr>"
        "<tr><td rowspan=2>Cambs<td>1<td>2</tr><tr><td>3<td>4</tr><tr><td colspan=x>Pb<td>5</tr></table>",
    )
    assert table_cells(source) == [
        ["Area", "Rate", ""],
        ["", "2015", "2016"],
        ["Cambs", "1", "2"],
        ["", "3", "4"],
        ["Pb", "5", ""],
    ]


def test_layout_tables_are_read_cell_by_cell(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.html",
        "<table><tr><td><h2>Menu</h2><p>left<td><table><tr><td>a<td>b</table></table><table><tr><td>boxed</table>",
    )
    assert source.text == "Menu\n\nleft\n\na\tb\n\nboxed"
    assert marked(source, "heading") == [(2, "Menu")]
    assert table_cells(source) == [["a", "b"]]


def test_declared_encoding_is_believed_where_the_file_is_not_utf8(tmp_path: Path) -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset={}"><p>Wokół £5'
    assert read_bytes(tmp_path, "a.html", page.format("utf-8")).text == "Wokół £5"
    latin2 = read_bytes(tmp_path, "b.html", page.format("iso-8859-2").replace("£", "").encode("iso-8859-2"))
    assert (latin2.text, latin2.warnings) == ("Wokół 5", ())
    wrong = read_bytes(tmp_path, "c.html", page.format("hex").replace("ół", "").encode("cp1252"))
    assert wrong.text == "Wok £5"
    assert wrong.warnings


def test_title_falls_back_on_the_first_main_heading(tmp_path: Path) -> None:
    assert (
        read_bytes(tmp_path, "a.html", "<title>Untitled</title><h1>Fostering report</h1>").title == "Fostering report"
    )


def test_deep_nesting_is_read(tmp_path: Path) -> None:
    depth = 3000
    content = "<div>" * depth + "deep words" + "</div>" * depth + "<p>after"
    assert read_bytes(tmp_path, "a.html", content).text == "deep words\n\nafter"


def test_absurd_spans_are_cut(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.html", "<table>" + "<tr><td colspan=9999 rowspan=9999>row<td>x" * 9 + "</table>")
    assert source.text.split() == ["row", "x"] * 9
    assert max(len(row) for row in table_cells(source)) < 400


def test_page_without_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><script>var words = 1</script></html>")
    with pytest.raises(UnreadableFileError, match="holds no text"):
        read(path)


def test_xhtml_and_plain_words_are_read_without_a_warning(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    head = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
    xhtml = f"{head}<body><p>words</p></body></html>"
    assert read_bytes(tmp_path, "a.html", xhtml).text == "words"
    assert read_bytes(tmp_path, "b.html", "report.html").text == "report.html"
    assert not recwarn.list


def test_menus_side_columns_and_the_page_s_footer_are_boilerplate(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.html",
        "<nav><ul><li>Home</ul></nav><header><h1>Report</h1></header><main><p>Words.<article><p>More.<footer>By us"
        "</footer></article></main><aside><h2>Related</h2><table><tr><td>a<td>b</table></aside>"
        "<div role=navigation>Next</div><footer><p>Copyright</footer>",
    )
    assert [words for _, words in marked(source, "boilerplate")] == ["Home", "Related", "a b", "Next", "Copyright"]
    assert marked(source, "heading") == [(1, "Report")]
    assert [words for _, words in marked(source, "paragraph")] == ["Words.", "More.", "By us"]


def test_definition_lists_are_rows_of_term_and_meaning(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path, "a.html", "<dl><dt>Place<dd>Oakford<dt>Years<dd>2016<dd>2017</dd><div><dt>Open</dt></div></dl>"
    )
    assert table_cells(source) == [["Place", "Oakford"], ["Years", "2016"], ["", "2017"], ["Open", ""]]
    long = read_bytes(tmp_path, "b.html", f"<dl><dt>Term<dd>{'many words ' * 60}</dl>")
    assert long.text == f"Term\n\n{('many words ' * 60).strip()}"


def test_merged_cells_tell_their_reach(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.html",
        "<table><thead><tr><td rowspan=9>Area<td colspan=2>Rate<tr><td>2015<td>2016</thead>"
        "<tbody><tr><td rowspan=0>Cambs<td>1<td>2<tr><td>3<td>4</tbody></table>",
    )
    cells = [m for m in source.marks if m.kind == "cell"]
    reach = {source.text[m.start : m.end]: (m.rows, m.columns) for m in cells if m.rows * m.columns > 1}
    assert reach == {"Area": (2, 1), "Rate": (1, 2), "Cambs": (2, 1)}
    assert [m.level for m in cells] == [1] * 6 + [0] * 6


def test_tables_in_cells_of_a_table_with_headers(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.html",
        "<table><tr><th>Area<th>Detail</tr><tr><td>Oakford<td>see <table><tr><td>one<td>two</table></tr>"
        "<tr><td>Ashby<td><table><tr><td>1<td>2<tr><td>3<td>4</table></tr></table>",
    )
    assert table_cells(source, 0) == [["Area", "Detail"], ["Oakford", "see one two"], ["Ashby", ""]]
    assert table_cells(source, 1) == [["1", "2"], ["3", "4"]]


def test_raised_note_numbers_do_not_run_into_figures(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path, "a.html", "<p>2,345<sup>1</sup> children, 5 m<sup>2</sup><table><tr><td>a<td>45%<sup>2</sup></table>"
    )
    assert source.text == "2,345 1 children, 5 m2\n\na\t45% 2"


def test_deeply_nested_tables_are_read(tmp_path: Path) -> None:
    depth = 400
    content = "<table><tr><td>" * depth + "deep words" + "</table>" * depth + "<p>after"
    assert read_bytes(tmp_path, "a.html", content).text == "deep words\n\nafter"


def test_nothing_is_fetched_and_no_entity_of_the_file_is_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    attack = (
        f'<!DOCTYPE html [<!ENTITY stolen SYSTEM "{secret.as_uri()}">]><html><body><p>words &stolen;</p>'
        f'<iframe src="{secret.as_uri()}"></iframe><object data="{secret.as_uri()}"></object></body></html>'
    )
    assert "SECRET" not in read_bytes(tmp_path, "a.html", attack).text


def test_lists_of_links_above_the_page_s_title_are_boilerplate(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path,
        "a.html",
        "<ul><li><a>Home</a><li><a>About us</a></ul><ul><li>words <a>link</a><li>x</ul><h1>Report</h1>"
        "<ul><li><a>North school</a><li><a>South school</a></ul>",
    )
    assert [words for _, words in marked(source, "boilerplate")] == ["Home", "About us"]
    assert [words for _, words in marked(source, "list_item")] == ["words link", "x", "North school", "South school"]


def test_bold_lines_are_headings_on_a_page_without_any(tmp_path: Path) -> None:
    lines = "<p><b>Placement</b> <strong>moves</strong></p><p>Moves <b>fell</b>.</p><p><b>Stressed sentence.</b></p>"
    source = read_bytes(tmp_path, "a.html", lines)
    assert marked(source, "heading") == [(2, "Placement moves")]
    assert marked(read_bytes(tmp_path, "b.html", f"<h2>Report</h2>{lines}"), "heading") == [(2, "Report")]


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><th>a<th>b<tr><td>a<td>" * 1500 + "x",
        "<dl><dt>a<dd>" * 1500 + "x",
        "<dl>" + "<dd>b" * 3000,
        "<ul><li><a>" * 1500 + "x</a></ul><h1>y</h1>",
        "<p><b>" + "<b>x" * 3000,
        "<table>" + "<tr>" + "<td colspan=99999 rowspan=99999>x" * 200 + "<tr><td>y" * 2000,
    ],
    ids=["tables", "definitions", "meanings", "menus", "bold", "spans"],
)
def test_hostile_nesting_ends_soon(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(content)
    began = time.monotonic()
    assert read(path).text
    assert time.monotonic() - began < 10


def test_merged_cells_show_header_rows_that_are_not_marked(tmp_path: Path) -> None:
    top = "<tr><td rowspan=2>Area<td colspan=2>Rate</tr>"
    rows = "<tr><td>Oakford<td>1<td>2</tr><tr><td>Ashby<td>3<td>4</tr>"
    plain = read_bytes(tmp_path, "a.html", f"<table>{top}<tr><td>2015<td>2016</tr>{rows}</table>")
    assert [level for level, _ in marked(plain, "cell")] == [1] * 6 + [0] * 6
    figures = read_bytes(tmp_path, "b.html", f"<table>{top}<tr><td>12%<td>13%</tr>{rows}</table>")
    assert [level for level, _ in marked(figures, "cell")] == [0] * 12
    title = f"<tr><td colspan=3>Rates by area</tr><tr><td>Area<td>2015<td>2016</tr>{rows}"
    assert {level for level, _ in marked(read_bytes(tmp_path, "c.html", f"<table>{title}</table>"), "cell")} == {0}
