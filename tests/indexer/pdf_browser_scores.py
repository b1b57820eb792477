"""How much of a printed document is read as it is, by kind: (right, all)."""

import re
import subprocess
from collections import Counter, defaultdict
from pathlib import Path

from indexer.readers import read
from indexer.structure import read_blocks
from tests.indexer.pdf_browser import Truth

Scores = dict[str, list[int]]


def _plain(text: str) -> str:
    return " ".join(text.split())


def scores(pdf: Path, truth: Truth, faults: list[str]) -> Scores:
    source = read(pdf)
    blocks = read_blocks(source)
    got: Scores = defaultdict(lambda: [0, 0])

    def add(kind: str, good: bool, what: object) -> None:
        got[kind][0] += good
        got[kind][1] += 1
        if not good:
            faults.append(f"{kind}: {what}")

    texts = [_plain(source.text[b.start : b.end]) for b in blocks]
    for block, n in zip(blocks, range(len(texts)), strict=True):
        for start, end in reversed(block.gaps):
            texts[n] = _plain(source.text[block.start : start] + " " + source.text[end : block.end])
    place: dict[str, tuple[int, int]] = {}
    for said in [s for piece in truth.pieces for s in piece] + truth.asides:
        found = [(n, text.find(said)) for n, text in enumerate(texts) if said in text]
        add("sentence whole", len(found) == 1, said)
        if len(found) == 1:
            place[said] = found[0]
    flow = [s for piece in truth.pieces for s in piece]
    for a, b in zip(flow, flow[1:], strict=False):
        if a in place and b in place:
            add("order", place[a] < place[b], (a, b))
    for piece in truth.pieces:
        for a, b in zip(piece, piece[1:], strict=False):
            if a in place and b in place:
                add("one paragraph", place[a][0] == place[b][0], (a, b))
    for a, b in zip(truth.pieces, truth.pieces[1:], strict=False):
        if a[-1] in place and b[0] in place:
            add("paragraphs apart", place[a[-1]][0] != place[b[0]][0], (a[-1], b[0]))
    heads = {re.sub(r"^#+ ", "", t) for b, t in zip(blocks, texts, strict=True) if b.kind == "heading"}
    for heading in truth.headings:
        add("headings", heading in heads, heading)
    for heading in heads - set(truth.headings):
        add("no false headings", False, heading)
    cells: set[tuple[tuple[str, ...], str, str]] = set()
    for block in blocks:
        for row in block.table.rows if block.table else ():
            for cell, header in zip(row.cells, row.header, strict=True):
                cells.add((tuple(map(_plain, header)), _plain(" ".join(row.label)), _plain(cell.text)))
    for style, header, label, text in truth.cells:
        add(f"cells {style}", (header, label, text) in cells, (header, label, text))
    expected = Counter(
        w for s in [*flow, *truth.asides, *truth.headings, *truth.other] for w in re.findall(r"[^\W_]+", s.lower())
    )
    held = Counter(re.findall(r"[^\W_]+", source.text.lower()))
    lost, extra = expected - held, held - expected
    got["words"] = [sum(expected.values()) - sum(lost.values()), sum(expected.values())]
    got["words extra"] = [0, sum(extra.values())]
    faults.append(f"words lost {lost} extra {extra}")
    for number, page in enumerate(source.pages, 1):
        raw = subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), pdf, "-"], capture_output=True, text=True, check=True
        ).stdout.lower()
        for word in re.findall(r"\b[a-z]{8,13}\b", source.text[page.start : page.end].lower()):
            if word in _names(truth):
                add("pages", word in raw or word[:3] in raw, (number, word))
    return got


def _names(truth: Truth) -> set[str]:
    return {
        w.lower() for s in [*(s for p in truth.pieces for s in p)] for w in re.findall(r"\b[A-Z][a-z]{7,}\b", s[1:])
    }
