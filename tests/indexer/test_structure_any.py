"""What holds for any text and any grid: spans in range and in order, words as they stand there."""

from hypothesis import given, settings
from hypothesis import strategies as some

from indexer.passages import make_passages
from indexer.structure import read_blocks
from indexer.types import Mark, PageSpan, SourceText
from tests.indexer.reading import LONG, REPORT, check_blocks, check_passages

CELLS = some.sampled_from(
    (
        *("", "", "", "2016", "2017/18", "Mar 16", "7.8%", "58 -9", "5.3 (+0.3)", "-", "n/a", "Number", "%", "Area"),
        *(
            "North",
            "South",
            "All pupils",
            "Total:",
            "1.",
            "• one • two",
            "<ul> • one • two</ul>",
            "<p>One.</p> <p>Two.</p>",
        ),
        *("Source: national data", "* provisional", f"{LONG} and in", "schools go on.", "A*-C", "**Bold**", "[x](#y)"),
    )
)
GRIDS = some.integers(1, 7).flatmap(
    lambda width: some.lists(some.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=9)
)
BETWEEN = some.sampled_from(
    (
        *("\n", "\n\n", "\n12\n\n", "\nTable 2: Moves\n\n", "\nSource: a return\n\n"),
        *("\n**2016**\n\n**2017**\n\n", f"\n{LONG}:\n\n"),
    )
)


@settings(deadline=None)
@given(some.lists(some.tuples(BETWEEN, GRIDS), max_size=4))
def test_any_grids_of_a_plain_text(parts: list[tuple[str, list[list[str]]]]) -> None:
    text = "".join(between + "".join("\t".join(row) + "\n" for row in grid) for between, grid in parts)
    _check(SourceText(text))


KINDS = some.sampled_from(("heading", "paragraph", "list_item", "boilerplate"))
WORDS = some.sampled_from((LONG, "Moves", "12", "go on.", "Note: x"))
SPANS = some.sampled_from((1, 1, 1, 2, 3))


@settings(deadline=None)
@given(
    some.lists(
        some.one_of(
            some.tuples(KINDS, some.integers(0, 3), some.sampled_from((LONG, "Moves", "12", "go on.", "Note: x"))),
            GRIDS,
        ),
        max_size=7,
    ),
    some.data(),
)
def test_any_marks_with_tables_and_merged_cells(parts: list[object], data: some.DataObject) -> None:
    text, marks, pages = "", [], [0]
    for part in parts:
        if isinstance(part, tuple):
            kind, level, words = part
            marks.append(Mark(len(text), len(text) + len(words), kind, level))
            text += words
        else:
            text, marks = _with_table(text, marks, part, data)
        text += "\n\n"
        if data.draw(some.booleans()):
            pages.append(len(text))
    spans = tuple(
        PageSpan(n, None, a, b) for n, (a, b) in enumerate(zip(pages, [*pages[1:], len(text)], strict=True), 1)
    )
    _check(SourceText(text, spans, tuple(marks)))


def _with_table(text: str, marks: list[Mark], grid: list[list[str]], data: some.DataObject) -> tuple[str, list[Mark]]:
    begin, inner = len(text), []
    header = data.draw(some.integers(0, 2))
    for number, row in enumerate(grid):
        start = len(text)
        cells = []
        for column, words in enumerate(row):
            text += "\t" if column else ""
            cells.append(
                Mark(
                    len(text), len(text) + len(words), "cell", int(number < header), data.draw(SPANS), data.draw(SPANS)
                )
            )
            text += words
        inner += [Mark(start, len(text), "row"), *cells]
        text += "\n"
    return text, [*marks, Mark(begin, len(text) - 1, "table"), *inner]


def _check(source: SourceText) -> None:
    blocks = read_blocks(source)
    check_blocks(source.text, blocks)
    passages = make_passages(REPORT, source.text, blocks)
    check_passages(source.text, passages)
    for unit in (unit for passage in passages for unit in passage.units):
        assert source.text[unit.start : unit.end].strip()
        if unit.row is not None:
            assert unit.start <= unit.row.start <= unit.row.end <= unit.end
