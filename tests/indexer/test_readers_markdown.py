from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.markdown import read_markdown
from tests.indexer.marks import check_marks, marked, read_bytes, table_cells

REPORT = """---
title: "Annual Report 2022/23"
author: A
---

# Outcomes ##

Setext heading
--------------

First paragraph **bold**
goes on.

> Quoted words
> over two lines

- one
  - two deep
- [three](#)

  its second paragraph

3. numbered

```python
code = 1
```

| Measure | 2015 | 2016 |
|:--------|-----:|------|
| NEET \\| EET | 3.8 %|  |
| short |
"""


def test_stored_text_is_the_file_itself(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.md", REPORT.replace("\n", "\r\n")).text == REPORT


def test_headings_are_marked_without_their_signs(tmp_path: Path) -> None:
    assert marked(read_bytes(tmp_path, "a.md", REPORT), "heading") == [(1, "Outcomes"), (2, "Setext heading")]


def test_list_items_have_their_depth_and_later_paragraphs_are_paragraphs(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.md", REPORT)
    assert marked(source, "list_item") == [(0, "one"), (1, "two deep"), (0, "[three](#)"), (0, "numbered")]
    assert [words for _, words in marked(source, "paragraph")] == [
        "First paragraph **bold**\ngoes on.",
        "Quoted words\n> over two lines",
        "its second paragraph",
        "code = 1",
    ]


def test_table_cells_are_found_in_the_raw_lines(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.md", REPORT)
    assert table_cells(source) == [
        ["Measure", "2015", "2016"],
        ["NEET \\| EET", "3.8 %", ""],
        ["short", "", ""],
    ]
    assert [level for level, _ in marked(source, "cell")] == [1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert "|:--" not in "".join(words for _, words in marked(source, "row"))


def test_table_without_outer_pipes_and_in_a_list_and_quote(tmp_path: Path) -> None:
    source = read_bytes(
        tmp_path, "a.md", "- | a | b |\n  |---|---|\n  1 | 2\n\n> | c | d |\n> |---|---|\n> | 3 | 4 |\n"
    )
    assert table_cells(source, 0) == [["a", "b"], ["1", "2"]]
    assert table_cells(source, 1) == [["c", "d"], ["3", "4"]]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (REPORT, "Annual Report 2022/23"),
        ("# The *Annual* [Report](x.html)\n", "The Annual Report"),
        ("words\n\n## Second level\n", None),
        ("# Introduction\n", None),
        ("---\nnot front matter\n---\n", None),
    ],
)
def test_title_is_the_front_matter_s_or_the_first_heading(tmp_path: Path, text: str, title: str | None) -> None:
    assert read_bytes(tmp_path, "a.md", text).title == title


def test_front_matter_that_never_ends_is_text(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, "a.md", "---\n" + "  key: value\n" * 2000)
    assert source.title is None
    assert len(marked(source, "paragraph")) == 1


@given(st.text(alphabet="ab1 \n\t|-#*>_`~\\[]<!.)=+", max_size=120))
def test_marks_hold_for_any_markdown(text: str) -> None:
    check_marks(read_markdown(b"x" + text.encode()))


def test_html_within_markdown_is_marked_where_it_stands(tmp_path: Path) -> None:
    text = (
        '<h1 align="center">Annual <b>report</b></h1>\n\n<table>\n<tr><th>Area<th colspan=2>Rate</tr>\n'
        "<tr><td rowspan=2>Oakford</td><td>1</td><td>2</td></tr>\n<tr><td>3</td><td></td></tr>\n</table>\n\n"
        "<div>\n<p>One.</p>\n<ul><li>item</li></ul></div>\n\n<script>\nvar unseen = 1\n</script>\n\n<!-- unseen -->\n"
    )
    source = read_bytes(tmp_path, "a.md", text)
    assert source.text == text
    assert marked(source, "heading") == [(1, "Annual <b>report</b>")]
    assert table_cells(source) == [["Area", "Rate", ""], ["Oakford", "1", "2"], ["", "3", ""]]
    assert [level for level, _ in marked(source, "cell")] == [1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert marked(source, "paragraph") == [(0, "One.")]
    assert marked(source, "list_item") == [(0, "item")]


PIECES = """<table> </table> <tr> <td> </td> <th\xa0rowspan=3> </tr> <p> </p> <h2> <li> <ul> </ul> words <b> <script>
</script> <!-- --> <td & &lt; <""".split(" ")


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_marks_hold_for_any_html_in_markdown(pieces: list[str]) -> None:
    check_marks(read_markdown(("<div>" + "".join(pieces)).replace("\xa0", " ").encode()))


def test_odd_line_ends_within_html_move_no_mark(tmp_path: Path) -> None:
    text = "<div>One\u2028part\x0cmore</div>\n<p>Second.</p>\n<table><tr><td>a</td><td>1</td></tr></table>\n"
    source = read_bytes(tmp_path, "a.md", text)
    assert [words for _, words in marked(source, "paragraph")] == ["One\u2028part\x0cmore", "Second."]
    assert table_cells(source) == [["a", "1"]]
