"""Structure as a format marks it itself: HTML, DOCX, Markdown."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from indexer.readers import read
from indexer.structure import read_blocks
from indexer.types import Mark, SourceText
from tests.indexer.reading import check_blocks, marked_text


def test_heading_levels_give_the_path() -> None:
    source = marked_text(
        ("heading", 1, "Report"),
        ("heading", 2, "Health"),
        ("paragraph", 0, "Checks were on time."),
        ("heading", 2, "Housing"),
        ("list_item", 0, "Two hostels"),
        ("heading", 1, "Annex"),
        ("paragraph", 0, "Definitions."),
    )
    found = {source.text[b.start : b.end]: b.section for b in read_blocks(source) if b.kind != "heading"}
    assert found == {
        "Checks were on time.": ("Report", "Health"),
        "Two hostels": ("Report", "Housing"),
        "Definitions.": ("Annex",),
    }


def test_words_that_no_mark_covers_become_paragraphs() -> None:
    source = marked_text(("heading", 1, "Report"), ("paragraph", 0, "A paragraph."))
    source = replace(source, text=source.text + "Loose words at the end.\n")
    last = read_blocks(source)[-1]
    assert (last.kind, source.text[last.start : last.end]) == ("paragraph", "Loose words at the end.")
    assert last.section == ("Report",)


def test_table_of_a_marked_format_has_its_header_rows_and_the_caption_above(tmp_path) -> None:  # noqa: ANN001
    page = """<h1>Report</h1><p>Placement moves:</p><table>
      <tr><th>Area</th><th>2016</th><th>2017</th></tr>
      <tr><td>North</td><td>7.8%</td><td>8.1%</td></tr></table><p>End.</p>"""
    path = tmp_path / "a.html"
    path.write_text(page)
    source = read(path)
    blocks = read_blocks(source)
    check_blocks(source.text, blocks)
    (table,) = [b.table for b in blocks if b.table]
    assert table.caption.endswith("Placement moves")
    assert [cell.text for cell in table.head[0]] == ["Area", "2016", "2017"]
    (row,) = table.rows
    assert row.label == ("North",)
    assert [source.text[c.start : c.end] for c in row.cells] == ["North", "7.8%", "8.1%"]
    assert row.header[2] == ("2017",)


@given(
    some.lists(
        some.tuples(
            some.sampled_from(("heading", "paragraph", "list_item", "")), some.integers(0, 6), some.text("ab .\n")
        ),
        max_size=12,
    )
)
def test_any_marks_give_ordered_blocks_that_hold_every_word(parts: list[tuple[str, int, str]]) -> None:
    text, marks = "", []
    for kind, level, words in parts:
        if kind:
            marks.append(Mark(len(text), len(text) + len(words), kind, level))
        text += words + ("wxyz" if not kind else "")
    check_blocks(text, read_blocks(SourceText(text, marks=tuple(marks))))
