"""What a question asks of a table: every cell weighed by its row's labels, its column's heads and its period."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer import TableRow
from service.answer_words import answer_words
from service.answering.cells import AskedCell
from service.answering.timing import periods_in
from service.evidence import Evidence, Matcher
from service.places import GENERIC
from service.question import REPORT_YEAR, Question
from service.words import STOPWORDS, content_words, stem, words

# "Year 6", "Y6", "Yr 6", "KS2", "Key Stage 2": names with a number, of which another number is another thing.
LEVEL = re.compile(
    r"\b(year|yr|y|key stage|ks|quarter|q|grade|band|tier|section|s)\.?\s?(\d{1,2})(?![\d/.%])", re.IGNORECASE
)
_SHORT = {"yr": "year", "y": "year", "ks": "key stage", "q": "quarter", "s": "section"}
SHARE = re.compile(r"\b(?:percentage|percent|per cent|proportion|share)\b|%", re.IGNORECASE)
COUNT = re.compile(r"\bhow many\b|\bnumber of\b", re.IGNORECASE)
CHANGE = re.compile(r"\b(?:difference|diff|direction|change|gap|variance)\b|\+/-", re.IGNORECASE)
NEGATED = frozenset({"non", "not", "without", "excluding", "other"})
# "the figure for girls (not boys)": what is said not to be asked for.
NOT_ASKED = re.compile(r"[(,–-]\s*(?:not|rather than|excluding)\s+(?P<what>[\w' -]{3,60}?)\s*[),.;?]", re.IGNORECASE)
# A place that only names a report ("Cambridgeshire's self-assessment") is not whose figure is asked for.
REPORT_OF = re.compile(
    r"(?-i:[A-Z][\w-]+)(?:['’]s?)?\s+(?:[\w'’-]+\s+){0,3}?(?:self-assessments?|reports?|inspections?)\b", re.IGNORECASE
)
DATED = re.compile(r"\b(?:19|20)\d\d\b")
# What each thing counts beside the share of the question's terms that labels and heads say.
PERIOD, LEVELS, COMPARED, PLACE, NEGATION, MEASURED, LABEL_REST, HEAD_REST = 0.5, 0.4, 0.5, 0.15, 0.2, 0.1, 0.2, 0.1
OPPOSED, WANTED, GIVEN, AROUND, PERIOD_MET = 0.4, 0.3, 0.3, 0.8, 0.6
LATEST, TIE = 0.001, 0.004


class Aim:
    """What a question asks of a table."""

    def __init__(self, question: Question) -> None:
        self.question = question
        asked = REPORT_YEAR.sub(" ", question.standalone)
        self.periods = periods_in(asked, apart=True)
        self.levels = levels_in(asked)
        self.comparators = answer_words().comparators_in(asked)
        self.words = frozenset(map(stem, words(asked)))
        self.place_asked = bool(question.places) and any(
            word in content_words(REPORT_OF.sub(" ", question.standalone).replace("’", "'").replace("'s", " "))
            for word in self._place_words()
        )
        self._not_asked = [content_words(m.group("what")) for m in NOT_ASKED.finditer(question.standalone)]
        self.share, self.count = bool(SHARE.search(asked)), bool(COUNT.search(asked))
        self.change = bool(CHANGE.search(asked))
        self._matcher = Matcher(question)
        # Where a place is asked for, whom it is compared with says nothing of which cell comes first.
        self._weights = [
            0.0 if self.place_asked and answer_words().comparators_in(term.text) else term.weight
            for term in question.terms
        ]

    def cells(self, rows: Sequence[Evidence]) -> list[AskedCell]:
        """Every value cell of the rows with its fit, in their order; later periods weigh a trifle more."""
        found = []
        for evidence in rows:
            row = evidence.unit.row
            assert row is not None
            abbreviated = self._abbreviated(row)
            for index, cell in enumerate(row.cells):
                if cell.text in row.label or (not cell.text and not row.header[index]):
                    continue
                one = AskedCell(evidence, index, 0.0)
                found.append(replace(one, fit=self._fit(one, index in abbreviated)))
        orders = sorted({one.period[0].order for one in found if one.period})
        return [
            replace(one, fit=one.fit + LATEST * orders.index(one.period[0].order) / len(orders)) if one.period else one
            for one in found
        ]

    def covered(self, cells: Sequence[AskedCell]) -> frozenset[int]:
        """Which of the question's terms the names of some cells say, by number."""
        matches = self._matcher.matches(" ".join(cell.named for cell in cells))
        return frozenset(i for i, match in enumerate(matches) if match >= 0.8)

    def weight(self, terms: frozenset[int]) -> float:
        """The share of the question that some of its terms are."""
        return sum(self.question.terms[i].weight for i in terms) / self.question.weight

    def names_place(self, text: str) -> bool:
        """Whether a text names an asked place, in full or cut short ("Cambs")."""
        heads = [word.rstrip("s") for word in words(text) if len(word) > 3]
        return any(name.startswith(head) for name in self._place_words() for head in heads)

    def shortens_place(self, word: str) -> bool:
        """Whether a word can be an asked place's abbreviation ("Pb")."""
        return any(_shortens(word, name) for name in self._place_words())

    def _place_words(self) -> list[str]:
        return [w for place in self.question.places for w in words(place) if w not in GENERIC and len(w) > 3]

    def _abbreviated(self, row: TableRow) -> set[int]:
        """Columns whose head can only be an asked place's abbreviation ("Pb") beside those of comparators."""
        if not any(answer_words().comparators_in(" ".join(path)) for path in row.header):
            return set()
        return {index for index, path in enumerate(row.header) if path and self.shortens_place(path[-1].lower())}

    def _fit(self, cell: AskedCell, abbreviated: bool) -> float:
        label, head = " ".join(cell.row.label), " ".join(cell.header)
        named = f"{label} {head}"
        here = abbreviated or self.names_place(named)
        return (
            self._said(cell, named)
            - LABEL_REST * self._unasked(cell.row.label[-1] if cell.row.label else "")
            - HEAD_REST * self._unasked(head)
            + PERIOD * self._period_fit(cell)
            + LEVELS * self._level_fit(named, cell.evidence.unit.lead)
            + (PLACE if here else 0.0)
            - self._comparator_cost(named, here)
            - NEGATION * bool((NEGATED & set(words(named))) - set(words(self.question.standalone)))
            - OPPOSED * self._opposed(cell, named)
            + MEASURED * self._measure_fit(cell, named)
            + self._wanted(cell)
        )

    def _said(self, cell: AskedCell, named: str) -> float:
        """The share of the question that is said by the cell's names, or less surely by what stands around it."""
        section = cell.evidence.candidate.passage.section[-2:]
        others = " ".join(
            c.text for i, c in enumerate(cell.row.cells) if i != cell.index and not any(map(str.isdigit, c.text))
        )
        here, beside = self._matcher.matches(named), self._matcher.matches(others)
        around = self._matcher.matches(" ".join((cell.evidence.unit.lead, *section)))
        weighed = zip(self._weights, here, beside, around, strict=True)
        return sum(weight * max(a, b, AROUND * c) for weight, a, b, c in weighed) / self.question.weight

    def _opposed(self, cell: AskedCell, named: str) -> bool:
        """Whether names or caption tell of the other one of two ("secondary" for "primary"), or of no asked thing."""
        whole = {stem(w) for w in words(f"{named} {cell.evidence.unit.lead}")}
        for group in answer_words().opposed:
            asked, told = group & self.words, group & whole
            if asked and told and not asked & told:
                return True
        label = {stem(w) for w in words(named)}
        return any(phrase and {stem(w) for w in phrase} <= label for phrase in self._not_asked)

    def _wanted(self, cell: AskedCell) -> float:
        """For a date or a name that is asked for; against a cell that only says what the question says itself."""
        if any(map(str.isdigit, cell.text)):
            return WANTED if self.question.wants == "date" and DATED.search(cell.text) else 0.0
        own = content_words(cell.text)
        return -GIVEN if own and all(stem(w) in self.words for w in own) else 0.0

    def _unasked(self, text: str) -> float:
        """The share of a text's words that the question does not say."""
        own = [w for w in content_words(text) if not w.isdigit()]
        if not own:
            return 0.0
        asked = self.words | self.question.stems
        return sum(stem(w) not in asked for w in own) / len(own)

    def _period_fit(self, cell: AskedCell) -> float:
        own = cell.period
        if not self.periods or own is None:
            return 0.0
        best = max(own[0].fit(asked) for asked in self.periods)
        return PERIOD_MET * best if best else -1.0

    def _level_fit(self, named: str, caption: str) -> float:
        own = levels_in(named) or levels_in(caption)
        kinds = {kind for kind, _ in own} & {kind for kind, _ in self.levels}
        if not kinds:
            return 0.0
        return 1.0 if own & self.levels else -1.0

    def _comparator_cost(self, named: str, here: bool) -> float:
        own = answer_words().comparators_in(named)
        if not own or here:
            return 0.0
        if not own & self.comparators:
            return COMPARED
        # The place's own figure comes first where a place is named.
        return PLACE if self.place_asked else -PLACE

    def _measure_fit(self, cell: AskedCell, named: str) -> float:
        is_share = "%" in cell.text or bool(SHARE.search(named))
        is_change = bool(CHANGE.search(named)) or cell.text.startswith(("↑", "↓"))
        fit = 1.0 if self.share and is_share else 0.0
        fit -= 1.0 if self.count and "%" in cell.text else 0.0
        return fit + (1.0 if self.change and is_change else -1.0 if is_change else 0.0)


def levels_in(text: str) -> frozenset[tuple[str, int]]:
    """Names with a number in a text: ("year", 6) for "Y6" and for "Year 6"."""
    found = ((m.group(1).lower(), int(m.group(2))) for m in LEVEL.finditer(text))
    return frozenset((_SHORT.get(kind, kind), number) for kind, number in found)


def _shortens(head: str, name: str) -> bool:
    """True where a head's letters stand in a name in this order, from its first on, and are too few for a word."""
    if not (2 <= len(head) <= 4 and head.isalpha() and head[0] == name[0]) or head in STOPWORDS:
        return False
    rest = iter(name)
    return all(letter in rest for letter in head)
