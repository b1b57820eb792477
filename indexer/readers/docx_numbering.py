"""The numbers and letters that Word puts before list items and headings; the file has only the rules for them."""

import re
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.readers.ordinals import written

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_NO_NUMBER = frozenset(("bullet", "none"))


@dataclass(frozen=True, slots=True)
class _Level:
    style: str | None  # the paragraph style that stands for this level
    form: str
    text: str
    start: int
    legal: bool


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Number:
    abstract: str
    overrides: dict[int, int]


class Numbering:
    """The numberings of one file, counting as its paragraphs go by in order."""

    def __init__(self, numbering: BaseOxmlElement | None) -> None:
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, _Number] = {}
        self._begun: set[str] = set()
        if numbering is None:
            return
        for element in numbering.findall(qn("w:abstractNum")):
            levels = {_whole(level.get(qn("w:ilvl"))): _level(level) for level in element.findall(qn("w:lvl"))}
            self._lists[element.get(qn("w:abstractNumId"), "")] = _List(levels)
        for element in numbering.findall(qn("w:num")):
            overrides = {
                _whole(o.get(qn("w:ilvl"))): _whole(_value(o, "w:startOverride"))
                for o in element.findall(qn("w:lvlOverride"))
                if _value(o, "w:startOverride") is not None
            }
            self._numbers[element.get(qn("w:numId"), "")] = _Number(_value(element, "w:abstractNumId") or "", overrides)

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level that a numbering has for paragraphs of a style."""
        levels = self._levels(number)
        return next((depth for depth, level in levels.items() if level.style == style), None)

    def label(self, number: str, depth: int) -> str:
        """Counts one paragraph and gives what stands before it ("2.1", "(a)"); nothing for bullets."""
        known = self._numbers.get(number)
        target = self._lists.get(known.abstract) if known is not None else None
        if known is None or target is None or depth not in target.levels:
            return ""
        if number not in self._begun:
            self._begun.add(number)
            target.counts |= {overridden: start - 1 for overridden, start in known.overrides.items()}
        level = target.levels[depth]
        target.counts[depth] = target.counts.get(depth, level.start - 1) + 1
        for deeper in range(depth + 1, _LEVELS):
            target.counts.pop(deeper, None)
        if level.form in _NO_NUMBER:
            return ""
        return _PLACE.sub(lambda found: self._counted(target, int(found.group(1)) - 1, level), level.text).strip()

    def _counted(self, target: _List, depth: int, asking: _Level) -> str:
        level = target.levels.get(depth)
        if level is None:
            return ""
        return written(target.counts.get(depth, level.start), "decimal" if asking.legal else level.form)

    def _levels(self, number: str) -> dict[int, _Level]:
        known = self._numbers.get(number)
        target = self._lists.get(known.abstract) if known is not None else None
        return target.levels if target is not None else {}


def _level(element: BaseOxmlElement) -> _Level:
    legal = element.find(qn("w:isLgl"))
    return _Level(
        style=_value(element, "w:pStyle"),
        form=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText") or "",
        start=_whole(_value(element, "w:start"), 1),
        legal=legal is not None and legal.get(qn("w:val")) not in ("0", "false", "off"),
    )


def _value(parent: BaseOxmlElement, name: str) -> str | None:
    child = parent.find(qn(name))
    return child.get(qn("w:val")) if child is not None else None


def _whole(value: str | None, default: int = 0) -> int:
    return int(value) if value is not None and value.isdecimal() and len(value) < 8 else default
