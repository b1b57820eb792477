"""Short ways to read a text in tests, and the properties that every reading must have."""

from collections.abc import Sequence

from hypothesis import strategies

from indexer.passages import make_passages
from indexer.structure import read_blocks
from indexer.structure.lines import clean
from indexer.types import Block, Document, Mark, MarkKind, PageSpan, Passage, SourceText, Table

REPORT = Document("r1", "report.txt", "Annual Report", "txt", "0" * 64, place="Oakford", period="2016/17")
LONG = "The board met six times in the year and looked at how well agencies work together for children"

# Pieces that mean something to the reading of structure, so that made-up texts come near to its rules.
_WORDS = strategies.sampled_from(
    """\t \t\t Placements Children the of 7.8% 2016 2015/16 £1,200 e.g. is rose Good: 1. 2.1 (a) • - Contents Appendix A
    Summary: n/a | ** <b> [x](#y) Year grade 2: good Page 3 the, . : –""".split(" ")
)
_LINES = strategies.one_of(
    strategies.lists(_WORDS, max_size=14).map(" ".join),
    strategies.just(""),
    strategies.text(max_size=30),
    strategies.sampled_from(
        (
            "Contents",
            "Year\t2016\t2017",
            "Moves\t7.8%\t8.1%",
            "Area\tMoves\tArea\tMoves",
            "North\t1\tSouth\t2",
            "Boys\t\t",
            "---\t---",
            "1.1) Leaders know their services well",
            "Summary and evidence:",
            "Name:",
            "Appendix B: The tables",
            "12",
            "\f",
            LONG,
        )
    ),
)
texts = strategies.one_of(strategies.lists(_LINES, max_size=25).map("\n".join), strategies.text(max_size=300))


def blocks_of(text: str, pages: Sequence[PageSpan] = ()) -> tuple[Block, ...]:
    blocks = read_blocks(SourceText(text, tuple(pages)))
    check_blocks(text, blocks)
    return blocks


def passages_of(text: str, document: Document = REPORT) -> tuple[Passage, ...]:
    passages = make_passages(document, text, blocks_of(text))
    check_passages(text, passages)
    return passages


def kinds(text: str) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    return [(block.kind, " ".join(text[block.start : block.end].split())) for block in blocks_of(text)]


def section_of(text: str, words: str, pages: Sequence[PageSpan] = ()) -> tuple[str, ...]:
    """The headings above the block that holds some words."""
    place = text.index(words)
    return next(b.section for b in blocks_of(text, pages) if b.start <= place < b.end)


def table_of(text: str) -> Table:
    """The only table of a text."""
    (table,) = [block.table for block in blocks_of(text) if block.table]
    return table


def grid(text: str) -> list[dict[str, str]]:
    """The body of the only table of a text: for each row its filled cells by their column's path."""
    return [
        {" / ".join(path): cell.text for cell, path in zip(row.cells, row.header, strict=True) if cell.text and path}
        for row in table_of(text).rows
    ]


def marked_text(*parts: tuple[MarkKind, int, str]) -> SourceText:
    """A text whose format marked each part with a kind and a level; parts stand a blank line apart."""
    text, marks = "", []
    for kind, level, words in parts:
        marks.append(Mark(len(text), len(text) + len(words), kind, level))
        text += f"{words}\n\n"
    return SourceText(text, marks=tuple(marks))


def check_blocks(text: str, blocks: Sequence[Block]) -> None:
    """Blocks stand in order without overlap; every word is in one; rows lie in their table and cells in their row."""
    position, between = 0, ""
    for block in blocks:
        assert position <= block.start <= block.end <= len(text)
        between += text[position : block.start]
        position = block.end
        assert (block.kind == "table") == (block.table is not None)
        for row in block.table.rows if block.table else ():
            assert len(row.cells) == len(row.header)
            assert block.start <= row.start <= row.end <= block.end
            assert all(row.start <= cell.start <= cell.end <= row.end for cell in row.cells)
            assert all(clean(text[cell.start : cell.end]) == cell.text for cell in row.cells)
        for cells in block.table.head if block.table else ():
            assert all(clean(text[cell.start : cell.end]) == cell.text for cell in cells)
    assert not any(character.isalnum() for character in between + text[position:])


def check_passages(text: str, passages: Sequence[Passage]) -> None:
    """Passages are numbered in order; each has a body and units that lie within it, in its words."""
    for number, passage in enumerate(passages):
        assert passage.ordinal == number
        assert 0 <= passage.start < passage.end <= len(text)
        assert passage.body == " ".join(unit.text for unit in passage.units)
        assert any(unit.kind != "heading" for unit in passage.units)
        assert all(passage.start <= unit.start <= unit.end <= passage.end for unit in passage.units)
