"""Structure as a format marks it itself: HTML, DOCX, Markdown."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from indexer.readers import read
from indexer.structure import read_blocks
from indexer.types import Block, Mark, PageSpan, SourceText
from tests.indexer.reading import LONG, check_blocks, marked_text


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


def blocks_of(source: SourceText) -> list[tuple[str, str]]:
    blocks = read_blocks(source)
    check_blocks(source.text, blocks)
    return [(block.kind, source.text[block.start : block.end]) for block in blocks]


def with_table(before: str, rows: list[list[str]], after: str = "", header: int = 0) -> tuple[Block, ...]:
    """A text with a table of marks between two paragraphs."""
    text, marks = f"{before}\n\n", [Mark(0, len(before), "paragraph")]
    begin, inner = len(text), []
    for number, row in enumerate(rows):
        start = len(text)
        for column, words in enumerate(row):
            text += "\t" if column else ""
            inner.append(Mark(len(text), len(text) + len(words), "cell", int(number < header)))
            text += words
        inner.append(Mark(start, len(text), "row"))
        text += "\n"
    marks += [Mark(begin, len(text) - 1, "table"), *inner]
    marks.append(Mark(len(text) + 1, len(text) + 1 + len(after), "paragraph"))
    blocks = read_blocks(SourceText(f"{text}\n{after}", marks=tuple(marks)))
    check_blocks(f"{text}\n{after}", blocks)
    return blocks


def test_running_header_that_the_format_tells_is_boilerplate() -> None:
    source = marked_text(("boilerplate", 0, "Annual Report 2017"), ("paragraph", 0, "Two hostels closed."))
    assert [kind for kind, _ in blocks_of(source)] == ["boilerplate", "paragraph"]


def test_sentence_that_a_page_cuts_goes_on_below_its_footer() -> None:
    source = marked_text(
        ("paragraph", 0, f"{LONG} and for the"),
        ("boilerplate", 0, "Page 3"),
        ("paragraph", 0, "families of the county."),
    )
    second = source.text.index("Page 3")
    pages = (PageSpan(1, None, 0, second + 6), PageSpan(2, None, second + 8, len(source.text)))
    (block,) = read_blocks(replace(source, pages=pages))
    assert source.text[block.start : block.end].endswith("families of the county.")
    assert [source.text[a:b] for a, b in block.gaps] == ["Page 3"]


def test_paragraphs_of_one_page_are_not_joined() -> None:
    source = marked_text(("paragraph", 0, f"{LONG} and for the"), ("paragraph", 0, "families of the county."))
    assert len(blocks_of(source)) == 2


def test_statements_and_labels_of_a_form_are_told_in_marked_texts_too() -> None:
    parts = [
        part
        for n in (1, 2, 3)
        for part in (
            ("heading", 2, f"1.{n}) Leaders know their services well."),
            ("paragraph", 0, "Summary and evidence:"),
            ("paragraph", 0, f"We closed {n} homes."),
        )
    ]
    kinds = [kind for kind, _ in blocks_of(marked_text(*parts))]  # type: ignore[arg-type]
    assert kinds == ["criterion", "boilerplate", "paragraph"] * 3


def test_contents_page_of_a_marked_text_is_boilerplate() -> None:
    source = marked_text(
        ("heading", 1, "Contents"),
        ("paragraph", 0, "Early help 3"),
        ("paragraph", 0, "Placements 5"),
        ("paragraph", 0, "Health 9"),
        ("heading", 1, "Early help"),
        ("paragraph", 0, "Hubs opened in every town of the county during the year."),
    )
    assert [kind for kind, _ in blocks_of(source)] == [*["boilerplate"] * 4, "heading", "paragraph"]


def test_key_of_a_lost_chart_is_boilerplate_in_marked_texts_too() -> None:
    source = marked_text(
        ("paragraph", 0, "The chart below shows the number of children by age."), ("paragraph", 0, "0 to 4 5 to 9")
    )
    assert [kind for kind, _ in blocks_of(source)] == ["paragraph", "boilerplate"]


def test_headings_are_told_by_their_form_where_a_file_marks_none() -> None:
    source = marked_text(("paragraph", 0, "2. Placements"), ("paragraph", 0, "Most children stayed with one carer."))
    assert read_blocks(source)[-1].section == ("2. Placements",)


def test_grade_in_a_marked_heading_stays_text() -> None:
    source = marked_text(("heading", 1, "Leadership Grade 2 (good)"), ("paragraph", 0, "It is good."))
    blocks = read_blocks(source)
    assert (blocks[0].kind, blocks[1].section) == ("paragraph", ("Leadership",))


def test_caption_and_note_of_a_marked_table() -> None:
    blocks = with_table(
        "Table 3: Placement moves", [["Area", "2016"], ["North", "12"], ["South", "14"]], "Source: the yearly return"
    )
    table = next(b.table for b in blocks if b.table)
    assert table is not None
    assert (table.caption, table.note) == ("Table 3: Placement moves", "Source: the yearly return")


def test_paragraph_that_states_something_is_no_caption() -> None:
    blocks = with_table("All homes were visited in the year.", [["Area", "2016"], ["North", "12"], ["South", "14"]])
    table = next(b.table for b in blocks if b.table)
    assert table is not None
    assert "homes" not in table.caption


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


def test_a_long_numbered_item_is_a_paragraph_and_a_short_or_bulleted_one_an_item() -> None:
    texts = [
        "12. The council opened two homes in May. Both were full by June, and a third is planned for next year.",
        "2. Open a third home.",
        "• The council opened two homes in May. Both were full by June, and a third is planned for next year.",
    ]
    text = "\n\n".join(texts)
    marks = tuple(Mark(text.index(t), text.index(t) + len(t), "list_item") for t in texts)
    assert [block.kind for block in read_blocks(SourceText(text, marks=marks))] == [
        "paragraph",
        "list_item",
        "list_item",
    ]
