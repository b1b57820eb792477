"""Judges what the indexer read against the hand-checked sheet: lenient in wording, strict in what is said.

Strict are a cell's header paths, and a figure's value, unit, place, period and comparator.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.types import Observation
from tests.indexer.sheet_truth import CellTruth, FigureTruth, PlacedSentence, SentenceTruth, place_sentence

# A measure is right when it has this share of the words that the sheet uses for it; below, it names another thing
# ("children" for "children placed out of county").
MEASURE_SHARE = 0.6
STEM = 5
FILLERS = frozenset(
    "a an the after of in on at by for to from with and or as is are was were be been being have has had do did this "
    "that these those their its it our we who whom which whose where when all any some other into than per rate rates "
    "number numbers proportion proportions percentage percent share level levels total average".split()
)
SYNONYMS = {
    "lac": "looked children",
    "cla": "looked children",
    "cin": "children need",
    "cp": "child protection",
    "yp": "young people",
    "uasc": "unaccompanied asylum",
    "uascs": "unaccompanied asylum",
    "sns": "statistical neighbours",
    "pupils": "children",
    "child": "children",
}
MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
MONTH = r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
MONTH_OF_YEAR = re.compile(MONTH + r"(?: \d{1,2}(?:st|nd|rd|th)?,?)? ?'?((?:20|19)?\d\d)\b")
DOUBLE_YEAR = re.compile(r"\b(?:20|19)?(\d\d) ?[/–-] ?(?:20)?(\d{1,2})\b")


def cell_is_right(row: Sequence[str], column: Sequence[str], truth: CellTruth, caption: str = "") -> bool:
    """Whether a table's cell has the row and column paths that the sheet gives, case, markup and spacing aside.

    The paths may hold the caption or a corner cell as their outermost elements, or leave out an outermost element that
    stands in the table's own `caption`.
    """
    loose = (truth.caption, caption, *truth.corner)
    return path_is_right(row, truth.rows, loose, caption) and path_is_right(column, truth.columns, loose, caption)


def path_is_right(path: Sequence[str], right: Iterable[Sequence[str]], loose: Sequence[str], caption: str) -> bool:
    got = [plain(part) for part in path if plain(part)]
    for wanted in ([plain(part) for part in alternative] for alternative in right):
        for tail in tails(got, loose):
            if any(words(tail) == words(rest) for rest in tails(wanted, [caption]) if rest or not wanted):
                return True
    return False


def tails(path: Sequence[str], loose: Sequence[str]) -> list[Sequence[str]]:
    """The path, and what is left of it when outermost elements that are in the loose texts are left out."""
    found = [path]
    while path and any(contains(plain(text), path[0]) for text in loose):
        path = path[1:]
        found.append(path)
    return found


def contains(text: str, part: str) -> bool:
    """Whether the words stand in the text; a single word, such as a place, must be all of it."""
    return text == part or (" " in part and f" {part} " in f" {text} ")


def words(path: Iterable[str]) -> str:
    return " ".join(path)


def plain(text: str) -> str:
    """The words alone: no markup, case, or punctuation other than signs that carry meaning."""
    return " ".join(re.findall(r"[^\W_]+|[%£+&]", re.sub(r"<[^>]*>", " ", text).casefold()))


@dataclass(frozen=True, slots=True)
class Score:
    """How many extracted observations are right, and how many of the labelled ones were found right.

    `wrong` and `missed` say which and why, for reading.
    """

    extracted: int
    right: int
    labelled: int
    found: int
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Share of right ones among those extracted; 1 where there are none."""
        return self.right / self.extracted if self.extracted else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled ones that were found right; 1 where there are none."""
        return self.found / self.labelled if self.labelled else 1.0


def score(
    sentences: Iterable[SentenceTruth], texts: Mapping[str, str], observations: Mapping[str, Sequence[Observation]]
) -> Score:
    """Judges the observations whose figure stands in a sentence of the sheet; both mappings are by file name."""
    extracted = right = labelled = found = 0
    wrong: list[str] = []
    missed: list[str] = []
    for truth in sentences:
        placed = place_sentence(texts[truth.document], truth)
        right_ones: set[int] = set()
        for seen in observations.get(truth.document, ()):
            if not placed.start <= seen.start < placed.end:
                continue
            extracted += 1
            at = figure_at(seen, placed)
            problems = ("no figure of the sheet",) if at is None else faults(seen, truth.figures[at])
            if problems or at is None:
                wrong.append(f"{truth.document}:{truth.line} {seen.text!r}: {', '.join(problems)} | {truth.sentence}")
            else:
                right += 1
                right_ones.add(at)
        for n, figure in enumerate(truth.figures):
            if figure.observation and not figure.optional:
                labelled += 1
                found += n in right_ones
                if n not in right_ones:
                    missed.append(f"{truth.document}:{truth.line} {figure.text!r} | {truth.sentence}")
    return Score(extracted, right, labelled, found, tuple(wrong), tuple(missed))


def figure_at(seen: Observation, placed: PlacedSentence) -> int | None:
    """Which of the sentence's figures the observation is of: the one that it overlaps most."""
    shared = [min(seen.end, end) - max(seen.start, start) for start, end in placed.figures]
    best = max(range(len(shared)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] > 0 else None


def faults(seen: Observation, truth: FigureTruth) -> tuple[str, ...]:
    """What is wrong with an observation; nothing when it is right."""
    if not truth.observation:
        return (f"not an observation but {truth.why}",)
    checks = {
        f"text {seen.text!r}": texts_agree(seen.text, truth.text),
        f"value {seen.value}": any(abs(seen.value - value) <= 1e-9 * max(1, abs(value)) for value in truth.values),
        f"unit {seen.unit!r}": seen.unit in truth.units,
        f"measure {seen.measure!r}": measure_is_right(seen.measure, truth),
        f"place {seen.place!r}": place_key(seen.place or "") == place_key(truth.place),
        f"period {seen.period!r}": period_is_right(seen, truth),
        f"comparator {seen.comparator!r}": seen.comparator in truth.comparators,
    }
    return tuple(fault for fault, fine in checks.items() if not fine)


def texts_agree(seen: str, truth: str) -> bool:
    """Whether it is the same figure, with or without its unit: `360` and `360 days`."""
    seen, truth = plain(seen), plain(truth)
    return bool(seen) and (contains_text(seen, truth) or contains_text(truth, seen))


def contains_text(text: str, part: str) -> bool:
    return f" {part} " in f" {text} "


def place_key(place: str) -> str:
    key = re.sub(r"^(?:the|a) |(?: county| city| district| borough)? council$", "", plain(place))
    return "england" if key in ("national", "nationally") else key


def measure_is_right(seen: str, truth: FigureTruth) -> bool:
    got = stems(seen)
    if any(not got & stems(needed.replace("|", " ")) for needed in truth.must):
        return False
    return any(
        wanted and len(got & wanted) >= MEASURE_SHARE * len(wanted) for wanted in (stems(m) for m in truth.measures)
    )


def stems(text: str) -> set[str]:
    """The content words, cut short so that `placed` and `placement` meet; figures are left out."""
    spelled = " ".join(SYNONYMS.get(word, word) for word in plain(text).split())
    return {word[:STEM] for word in spelled.split() if word not in FILLERS and not any(c.isdigit() for c in word)}


def period_is_right(seen: Observation, truth: FigureTruth) -> bool:
    """The same calendar time, however worded; a time without a date ("currently") leaves the report's period."""
    got = None if seen.period_inferred else seen.period
    dates = calendar(got or "")
    return any(dates == calendar(period or "") if calendar(period or "") else not dates for period in truth.periods)


def calendar(period: str) -> frozenset[str]:
    """The dates in a period: `2016/7` for 2016/17, `2017-3` for March 2017, `q3`. Days are left out."""
    text = period.casefold()
    quarters = {f"q{n}" for n in re.findall(r"\b(?:q|quarter )([1-4])\b", text)}
    quarters |= {
        f"q{n}" for n, name in enumerate(("first", "second", "third", "fourth"), 1) if f"{name} quarter" in text
    }
    # "April and December 2016": the first month has the year of the second.
    text = re.sub(MONTH + r"( (?:and|to|-|–) \w+ (20\d\d))", r"\1 \3\2", text)
    months = {f"{full_year(year)}-{MONTHS[month]}" for month, year in MONTH_OF_YEAR.findall(text)}
    text = MONTH_OF_YEAR.sub(" ", text)
    doubles = {f"20{first}/{int(second) % 10}" for first, second in DOUBLE_YEAR.findall(text)}
    years = set(re.findall(r"\b(?:20|19)\d\d\b", DOUBLE_YEAR.sub(" ", text)))
    dated = months | doubles | years
    # A quarter without a year is a relative time.
    return frozenset(dated | quarters) if dated else frozenset()


def full_year(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"
