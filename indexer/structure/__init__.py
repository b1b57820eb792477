"""From a text to its structure: headings, paragraphs, list items and tables, each with its place and heading path.

One step for every format: a format that says of its own structure (HTML, DOCX, Markdown) brings marks, which are
taken as they are; plain text and PDF bring none, and the structure is read from how the lines look.
"""

from indexer.structure.lines import split_lines
from indexer.structure.marked import marked_blocks
from indexer.structure.plain import plain_blocks
from indexer.types import Block, SourceText

__all__ = ["read_blocks"]


def read_blocks(source: SourceText) -> tuple[Block, ...]:
    """Blocks in reading order; they do not overlap, and each lies within the text."""
    if source.marks:
        return marked_blocks(source)
    return plain_blocks(source.text, split_lines(source.text, source.pages))
