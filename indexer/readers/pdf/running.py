"""Running headers, footers and page numbers: what stands at the same height of many pages and counts at most."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median

from indexer.readers.pdf.geometry import PageContent, Word, rows_of, segments_of
from indexer.readers.pdf.grids import FoundTable, is_inside

_TOP, _BOTTOM = 0.16, 0.86  # of the page's height: beyond these a running line may stand
_OUTERMOST = 5  # lines at either end that are looked at
_LONGEST_ON_TWO = 90  # two pages may show the same small print
_MOSTLY = 0.8
_SAME_HEIGHT = 8.0
_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-–—|\s]*(?:page|p\.?|pg\.?)?\s*\d{1,6}\s*(?:(?:of|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)
_PAGE_WORD = re.compile(r"\b(?:page|p\.|pg\.?)\s*$", re.IGNORECASE)
_NAMED_NUMBER = re.compile(r"\s*page\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Running:
    """`pages` without their running lines; `first` are the lines by the page that shows them first."""

    pages: list[PageContent]
    first: dict[int, list[str]]
    labels: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    height: float
    text: str
    words: tuple[Word, ...]
    large: bool

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(n) for n in _NUMBERS.findall(self.text) if len(n) <= 9)


def find_running(pages: list[PageContent], tables: dict[int, list[FoundTable]]) -> Running:
    """Takes the running lines out of the pages and reads the printed page numbers from them."""
    groups: dict[str, list[_Candidate]] = defaultdict(list)
    candidates = [c for page in pages for c in _candidates(page, tables[page.number])]
    for candidate in candidates:
        groups[_NUMBERS.sub("#", candidate.text.casefold())].append(candidate)
    running: list[list[_Candidate]] = []
    for group in groups.values():
        running += [level for level in _by_height(group) if _is_running(level, len(pages))]
    running += _lone_numbers(candidates, running, _labels(running, pages))
    found = _taken_out(pages, running)
    # Pages that say the same and nothing else have no running lines.
    return found if any(page.words for page in found.pages) else Running(pages, {}, found.labels)


def _lone_numbers(
    candidates: list[_Candidate], running: list[list[_Candidate]], labels: dict[int, str]
) -> list[list[_Candidate]]:
    """Bare page numbers of pages that differ from the others, as a chapter's first: where they count on."""
    known = {id(c) for level in running for c in level}
    shifts = {int(label) - page for page, label in labels.items()}
    lone = (c for c in candidates if shifts and id(c) not in known and _PAGE_NUMBER.fullmatch(c.text))
    return [[c] for c in lone if c.numbers and {c.numbers[0] - c.page} == shifts]


def _candidates(page: PageContent, tables: list[FoundTable]) -> list[_Candidate]:
    """The outermost lines of a page; those of a table that goes on are none."""
    words = [w for w in page.words if not w.turned and not any(is_inside(t.box, w) for t in tables)]
    near = [w for w in words if w.middle <= _TOP * page.height or w.middle >= _BOTTOM * page.height]
    rows = rows_of(near)
    usual = median(w.size for w in page.words) if page.words else 0.0
    found = []
    for number, row in enumerate(rows):
        if min(number, len(rows) - 1 - number) >= _OUTERMOST:
            continue
        segments = segments_of(row)
        below = segments_of(rows[number + 1]) if number + 1 < len(rows) else []
        above = segments_of(rows[number - 1]) if number else []
        tight = [o for o in (below, above) if len(o) >= 3 and abs(o[0].middle - segments[0].middle) < 2 * row[0].size]
        if len(segments) >= 3 and tight:
            continue
        text = " ".join(w.text for w in row)
        found.append(
            _Candidate(page.number, segments[0].middle, text, tuple(row), median(w.size for w in row) > 1.3 * usual)
        )
    return found


def _by_height(group: list[_Candidate]) -> list[list[_Candidate]]:
    levels: list[list[_Candidate]] = []
    for candidate in sorted(group, key=lambda c: c.height):
        if levels and candidate.height - levels[-1][0].height <= _SAME_HEIGHT:
            levels[-1].append(candidate)
        else:
            levels.append([candidate])
    return [sorted(level, key=lambda c: c.page) for level in levels]


def _is_running(level: list[_Candidate], count: int) -> bool:
    if all(_NAMED_NUMBER.fullmatch(c.text) for c in level):
        return True
    pages = {c.page for c in level}
    if len(pages) < 2 or (len(pages) == 2 and (count > 4 or len(level[0].text) > _LONGEST_ON_TWO)):
        return False
    columns = list(zip(*(c.numbers for c in level), strict=False))
    if any(c.large for c in level) and (len(pages) < 3 or any(len(set(column)) > 1 for column in columns)):
        return False  # headings of chapters that begin on every page
    bare = _PAGE_NUMBER.fullmatch(level[0].text) is not None
    counting = [column for column in columns if _counts(column, [c.page for c in level])]
    steady = (max(column.count(n) for n in set(column)) >= _MOSTLY * len(column) for column in columns)
    return all(same or column in counting for same, column in zip(steady, columns, strict=True)) and (
        bool(counting) or not bare
    )


def _counts(numbers: tuple[int, ...], pages: list[int]) -> bool:
    """Whether the numbers go up with the pages, for nearly all of them."""
    shifts = [number - page for number, page in zip(numbers, pages, strict=True)]
    common = max(set(shifts), key=shifts.count)
    return len(shifts) >= 2 and shifts.count(common) >= _MOSTLY * len(shifts)


def _taken_out(pages: list[PageContent], running: list[list[_Candidate]]) -> Running:
    first: dict[int, list[tuple[float, str]]] = defaultdict(list)
    gone: dict[int, set[int]] = defaultdict(set)
    shown: set[str] = set()
    for level in running:
        key = _NUMBERS.sub("#", level[0].text.casefold())
        if key not in shown:
            shown.add(key)
            first[level[0].page].append((level[0].height, level[0].text))
        for candidate in level:
            gone[candidate.page].update(id(w) for w in candidate.words)
    kept = [replace(p, words=tuple(w for w in p.words if id(w) not in gone[p.number])) for p in pages]
    texts = {page: [text for _, text in sorted(lines)] for page, lines in first.items()}
    return Running(kept, texts, _labels(running, pages))


def _is_page_place(text: str, place: int, count: int) -> bool:
    """Whether a page number may stand there: at either end of the line, or after the word."""
    if (place == 0 and text[:1].isdigit()) or (place == count - 1 and text[-1:].isdigit()):
        return True
    before = list(_NUMBERS.finditer(text))[place].start()
    return _PAGE_WORD.search(text[:before]) is not None or _PAGE_NUMBER.fullmatch(text) is not None


def _labels(running: list[list[_Candidate]], pages: list[PageContent]) -> dict[int, str]:
    """Printed page numbers where they go up by one a page; pages between two that show one are counted through."""
    votes: dict[int, set[int]] = defaultdict(set)
    for level in running:
        columns = list(zip(*(c.numbers for c in level), strict=False))
        for place, column in enumerate(columns):
            if not _is_page_place(level[0].text, place, len(columns)):
                continue
            for number, candidate in zip(column, level, strict=True):
                if len(level) == 1 or _counts(column, [c.page for c in level]):
                    votes[number - candidate.page].add(candidate.page)
    if not votes:
        return {}
    shift, shown = max(votes.items(), key=lambda item: len(item[1]))
    if len(shown) < min(3, len(pages)) or sum(len(v) for v in votes.values()) > 1.3 * len(shown):
        return {}
    return {page: str(page + shift) for page in range(min(shown), max(shown) + 1) if page + shift > 0}
